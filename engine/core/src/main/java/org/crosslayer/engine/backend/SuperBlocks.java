package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.crosslayer.engine.format.BlockValues;
import org.crosslayer.engine.tensor.DType;

/// Takes GGML's blocks of 256 values apart, 32 bytes at a time.
///
/// The twin of `format.SuperBlockValues`, where their layout is described.
final class SuperBlocks {
    private static final VectorSpecies<Byte> BYTES =
            VectorMath.SPECIES.vectorBitSize() >= 256 ? ByteVector.SPECIES_256 : ByteVector.SPECIES_128;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int ELEMENTS = 256;
    private static final int CHUNK = 32;
    private static final int SIX_BITS = 0x3f3f3f3f;
    private static final int FOUR_BITS = 0x0f0f0f0f;
    private static final int TWO_BITS = 0x03030303;

    private SuperBlocks() {}

    static void unpack(
            DType dtype, MemorySegment data, long at, int count, byte[] quants, float[] scales, float[] minima) {
        long bytes = dtype.bytesOf(ELEMENTS);
        for (int block = 0; block < count / ELEMENTS; block++) {
            long from = at + block * bytes;
            int to = block * ELEMENTS;
            switch (dtype) {
                case Q2_K -> q2(data, from, quants, to, scales, minima);
                case Q3_K -> q3(data, from, quants, to, scales);
                case Q4_K -> q4(data, from, quants, to, scales, minima);
                case Q5_K -> q5(data, from, quants, to, scales, minima);
                case Q6_K -> q6(data, from, quants, to, scales);
                case IQ4_XS -> iq4(data, from, quants, to, scales);
                default -> throw new IllegalArgumentException(dtype + " has no blocks of 256");
            }
        }
    }

    private static void q2(MemorySegment data, long at, byte[] quants, int to, float[] scales, float[] minima) {
        float d = BlockValues.half(data, at + 80);
        float dMin = BlockValues.half(data, at + 82);
        for (int group = 0; group < 16; group++) {
            int both = Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, at + group));
            scales[to / 16 + group] = d * (both & 0xf);
            minima[to / 16 + group] = dMin * (both >> 4);
        }
        for (int l = 0; l < 2 * CHUNK; l += BYTES.length()) {
            ByteVector packed = load(data, at + 16 + l);
            int place = to + l / CHUNK * 4 * CHUNK + l % CHUNK;
            field(packed, 0, 3).intoArray(quants, place);
            field(packed, 2, 3).intoArray(quants, place + CHUNK);
            field(packed, 4, 3).intoArray(quants, place + 2 * CHUNK);
            field(packed, 6, 3).intoArray(quants, place + 3 * CHUNK);
        }
    }

    private static void q3(MemorySegment data, long at, byte[] quants, int to, float[] scales) {
        float d = BlockValues.half(data, at + 108);
        int low0 = data.get(INT, at + 96);
        int low1 = data.get(INT, at + 100);
        int high = data.get(INT, at + 104);
        fourScales(d, (low0 & FOUR_BITS) | ((high & TWO_BITS) << 4), scales, to / 16);
        fourScales(d, (low1 & FOUR_BITS) | (((high >>> 2) & TWO_BITS) << 4), scales, to / 16 + 4);
        fourScales(d, ((low0 >>> 4) & FOUR_BITS) | (((high >>> 4) & TWO_BITS) << 4), scales, to / 16 + 8);
        fourScales(d, ((low1 >>> 4) & FOUR_BITS) | (((high >>> 6) & TWO_BITS) << 4), scales, to / 16 + 12);
        for (int part = 0; part < 8; part++) {
            threes(data, at + 32 + part / 4 * (long) CHUNK, 2 * (part % 4), at, part, quants, to + part * CHUNK);
        }
    }

    /// 32 codes of two bits, `lowShift` bits up in their bytes, and a third bit for each.
    private static void threes(
            MemorySegment data, long low, int lowShift, long third, int thirdShift, byte[] quants, int to) {
        for (int l = 0; l < CHUNK; l += BYTES.length()) {
            ByteVector four = shiftedUp(field(load(data, third + l), thirdShift, 1), 2);
            field(load(data, low + l), lowShift, 3).or(four).sub((byte) 4).intoArray(quants, to + l);
        }
    }

    /// Four scales of six bits with an offset of 32, one in each byte.
    private static void fourScales(float d, int packed, float[] scales, int to) {
        for (int i = 0; i < 4; i++) {
            scales[to + i] = d * (((packed >>> (8 * i)) & 0xff) - 32);
        }
    }

    private static void q4(MemorySegment data, long at, byte[] quants, int to, float[] scales, float[] minima) {
        pairs(data, at, to / CHUNK, scales, minima);
        for (int l = 0; l < 4 * CHUNK; l += BYTES.length()) {
            ByteVector packed = load(data, at + 16 + l);
            int place = to + l / CHUNK * 2 * CHUNK + l % CHUNK;
            field(packed, 0, 15).intoArray(quants, place);
            field(packed, 4, 15).intoArray(quants, place + CHUNK);
        }
    }

    private static void q5(MemorySegment data, long at, byte[] quants, int to, float[] scales, float[] minima) {
        pairs(data, at, to / CHUNK, scales, minima);
        for (int part = 0; part < 8; part++) {
            fives(data, at + 48 + part / 2 * (long) CHUNK, 4 * (part % 2), at + 16, part, quants, to + part * CHUNK);
        }
    }

    /// 32 codes of four bits, `lowShift` bits up in their bytes, and a fifth bit for each.
    private static void fives(
            MemorySegment data, long low, int lowShift, long fifth, int fifthShift, byte[] quants, int to) {
        for (int l = 0; l < CHUNK; l += BYTES.length()) {
            ByteVector sixteen = shiftedUp(field(load(data, fifth + l), fifthShift, 1), 4);
            field(load(data, low + l), lowShift, 15).or(sixteen).intoArray(quants, to + l);
        }
    }

    /// Eight scales and eight minima of six bits in twelve bytes after `d` and `dmin`.
    private static void pairs(MemorySegment data, long at, int to, float[] scales, float[] minima) {
        float d = BlockValues.half(data, at);
        float dMin = BlockValues.half(data, at + 2);
        int first = data.get(INT, at + 4);
        int second = data.get(INT, at + 8);
        int third = data.get(INT, at + 12);
        four(d, first & SIX_BITS, scales, to);
        four(dMin, second & SIX_BITS, minima, to);
        four(d, (third & FOUR_BITS) | (((first >>> 6) & TWO_BITS) << 4), scales, to + 4);
        four(dMin, ((third >>> 4) & FOUR_BITS) | (((second >>> 6) & TWO_BITS) << 4), minima, to + 4);
    }

    private static void four(float factor, int packed, float[] target, int to) {
        target[to] = factor * (packed & 0xff);
        target[to + 1] = factor * ((packed >>> 8) & 0xff);
        target[to + 2] = factor * ((packed >>> 16) & 0xff);
        target[to + 3] = factor * (packed >>> 24);
    }

    private static void q6(MemorySegment data, long at, byte[] quants, int to, float[] scales) {
        float d = BlockValues.half(data, at + 208);
        for (int group = 0; group < 16; group += VectorMath.LANES) {
            UnpackedRow.floats(data, at + 192, group).mul(d).intoArray(scales, to / 16 + group);
        }
        for (int part = 0; part < 8; part++) {
            int row = part / 4 * 2 + part % 2;
            long low = at + row * (long) CHUNK;
            long high = at + 128 + part / 4 * (long) CHUNK;
            sixes(data, low, part % 4 / 2 * 4, high, 2 * (part % 4), quants, to + part * CHUNK);
        }
    }

    /// 32 codes of four bits, `lowShift` bits up in their bytes, and two more bits for each.
    private static void sixes(
            MemorySegment data, long low, int lowShift, long high, int highShift, byte[] quants, int to) {
        for (int l = 0; l < CHUNK; l += BYTES.length()) {
            ByteVector upper = shiftedUp(field(load(data, high + l), highShift, 3), 4);
            field(load(data, low + l), lowShift, 15).or(upper).sub((byte) 32).intoArray(quants, to + l);
        }
    }

    private static void iq4(MemorySegment data, long at, byte[] quants, int to, float[] scales) {
        float d = BlockValues.half(data, at);
        int upper = data.get(INT, at) >>> 16;
        int lower = data.get(INT, at + 4);
        for (int block = 0; block < 8; block++) {
            int scale = ((lower >>> (4 * block)) & 0xf) | (((upper >>> (2 * block)) & 3) << 4);
            scales[to / CHUNK + block] = d * (scale - 32);
            SmallBlocks.nonLinear(data, at + 8 + block * 16L, quants, to + block * CHUNK);
        }
    }

    private static ByteVector load(MemorySegment data, long at) {
        return ByteVector.fromMemorySegment(BYTES, data, at + Mapped.zero(data, at), ByteOrder.LITTLE_ENDIAN);
    }

    /// A few neighbouring bits of every byte, shifted as ints: what moves over from the next byte is masked
    /// away.
    private static ByteVector field(ByteVector bytes, int shift, int mask) {
        return bytes.reinterpretAsInts()
                .lanewise(VectorOperators.LSHR, shift)
                .reinterpretAsBytes()
                .and((byte) mask);
    }

    /// Bytes whose upper bits are clear, shifted as ints.
    private static ByteVector shiftedUp(ByteVector bytes, int shift) {
        return bytes.reinterpretAsInts().lanewise(VectorOperators.LSHL, shift).reinterpretAsBytes();
    }
}
