package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.crosslayer.engine.format.BlockValues;
import org.crosslayer.engine.tensor.DType;

/// Takes GGML's blocks of 32 values apart, sixteen bytes at a time; the twin of [BlockValues].
final class SmallBlocks {
    private static final VectorSpecies<Byte> SIXTEEN = ByteVector.SPECIES_128;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final byte NIBBLE = 0xf;
    private static final ByteVector NON_LINEAR = ByteVector.fromArray(SIXTEEN, BlockValues.codes(DType.IQ4_NL), 0);
    private static final ByteVector MICRO_FLOAT = ByteVector.fromArray(SIXTEEN, BlockValues.codes(DType.MXFP4), 0);

    private SmallBlocks() {}

    static void unpack(
            DType dtype, MemorySegment data, long at, int count, byte[] quants, float[] scales, float[] minima) {
        int bytes = (int) dtype.bytesOf(32);
        for (int block = 0; block < count / 32; block++) {
            long from = at + (long) block * bytes;
            int to = block * 32;
            scales[block] = dtype == DType.MXFP4 ? BlockValues.microScale(data, from) : BlockValues.half(data, from);
            if (UnpackedRow.hasMinima(dtype)) {
                minima[block] = -BlockValues.half(data, from + 2);
            }
            // A method for each type: all in one put every vector into a box once a JVM had seen several.
            switch (dtype) {
                case Q4_0 -> signedNibbles(data, from + 2, quants, to);
                case Q4_1 -> nibbles(data, from + 4, quants, to);
                case Q5_0 -> fives(data, from + 2, 16, quants, to);
                case Q5_1 -> fives(data, from + 4, 0, quants, to);
                case Q8_0 -> bytes(data, from + 2, quants, to);
                case IQ4_NL -> nonLinear(data, from + 2, quants, to);
                case MXFP4 -> microFloats(data, from + 1, quants, to);
                default -> throw new IllegalArgumentException(dtype + " has no small blocks");
            }
        }
    }

    private static void signedNibbles(MemorySegment data, long at, byte[] quants, int to) {
        ByteVector both = load(data, at);
        low(both).sub((byte) 8).intoArray(quants, to);
        high(both).sub((byte) 8).intoArray(quants, to + 16);
    }

    private static void nibbles(MemorySegment data, long at, byte[] quants, int to) {
        ByteVector both = load(data, at);
        low(both).intoArray(quants, to);
        high(both).intoArray(quants, to + 16);
    }

    private static void bytes(MemorySegment data, long at, byte[] quants, int to) {
        load(data, at).intoArray(quants, to);
        load(data, at + 16).intoArray(quants, to + 16);
    }

    private static void microFloats(MemorySegment data, long at, byte[] quants, int to) {
        ByteVector both = load(data, at);
        low(both).selectFrom(MICRO_FLOAT).intoArray(quants, to);
        high(both).selectFrom(MICRO_FLOAT).intoArray(quants, to + 16);
    }

    /// Sixteen bytes of two codes each, looked up in the table of IQ4_NL.
    static void nonLinear(MemorySegment data, long at, byte[] quants, int to) {
        ByteVector both = load(data, at);
        low(both).selectFrom(NON_LINEAR).intoArray(quants, to);
        high(both).selectFrom(NON_LINEAR).intoArray(quants, to + 16);
    }

    /// Nibbles with a fifth bit each: with `sixteen`, 16 is taken away where it is not set; without, added
    /// where it is.
    private static void fives(MemorySegment data, long at, int shift, byte[] quants, int to) {
        int fifth = data.get(INT, at);
        ByteVector both = load(data, at + Integer.BYTES);
        VectorMask<Byte> first = VectorMask.fromLong(SIXTEEN, fifth & 0xffff);
        VectorMask<Byte> second = VectorMask.fromLong(SIXTEEN, fifth >>> 16);
        byte less = (byte) shift;
        low(both).lanewise(VectorOperators.ADD, (byte) 16, first).sub(less).intoArray(quants, to);
        high(both).lanewise(VectorOperators.ADD, (byte) 16, second).sub(less).intoArray(quants, to + 16);
    }

    private static ByteVector load(MemorySegment data, long at) {
        return ByteVector.fromMemorySegment(SIXTEEN, data, at + Mapped.zero(data, at), ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteVector low(ByteVector both) {
        return both.and(NIBBLE);
    }

    /// Shifted as ints, which processors can: what moves over from the next byte is masked away.
    private static ByteVector high(ByteVector both) {
        return both.reinterpretAsInts()
                .lanewise(VectorOperators.LSHR, 4)
                .reinterpretAsBytes()
                .and(NIBBLE);
    }
}
