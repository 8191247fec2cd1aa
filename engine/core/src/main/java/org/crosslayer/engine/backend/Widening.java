package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Turns stored values into float32, a tile at a time.
final class Widening {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(INTS.vectorBitSize() / 2));
    private static final int SIGN = 0x8000;
    private static final int F16_INFINITY = 0x7c00;
    private static final int F32_INFINITY = 0x7f800000;
    private static final int F16_TO_F32_MANTISSA = 13;
    /// 2¹¹²: the difference of the two formats' exponent biases, which also makes subnormal values normal.
    private static final float F16_REBIAS = 0x1p112f;

    /// Values of packed blocks that are taken apart at once: a multiple of every block, small enough for the
    /// cache.
    private static final int PIECE = 4096;

    private static final ThreadLocal<UnpackedRow> UNPACKED = ThreadLocal.withInitial(UnpackedRow::new);

    private Widening() {}

    /// Widens values `[first, first + count)` of a weight to `target`, from byte `offset` on.
    ///
    /// Of packed weights both must be multiples of the block.
    static void widen(StoredWeight weight, long first, int count, MemorySegment target, long offset) {
        switch (weight.dtype()) {
            case F32 ->
                MemorySegment.copy(weight.data(), first * Float.BYTES, target, offset, (long) count * Float.BYTES);
            case BF16 -> widenBf16(weight.data(), first * Short.BYTES, count, target, offset);
            case F16 -> widenF16(weight.data(), first * Short.BYTES, count, target, offset);
            default -> widenBlocks(weight, first, count, target, offset);
        }
    }

    private static void widenBlocks(StoredWeight weight, long first, int count, MemorySegment target, long offset) {
        UnpackedRow unpacked = UNPACKED.get();
        for (int done = 0; done < count; done += PIECE) {
            int piece = Math.min(PIECE, count - done);
            unpacked.unpack(weight.dtype(), weight.data(), weight.dtype().bytesOf(first + done), piece);
            unpacked.values(target, offset + (long) done * Float.BYTES, piece);
        }
    }

    static FloatVector f32(MemorySegment data, long offset) {
        return FloatVector.fromMemorySegment(
                VectorMath.SPECIES, data, offset + Mapped.zero(data, offset), ByteOrder.LITTLE_ENDIAN);
    }

    static FloatVector bf16(MemorySegment data, long offset) {
        return ints(data, offset).lanewise(VectorOperators.LSHL, Short.SIZE).reinterpretAsFloats();
    }

    private static void widenBf16(MemorySegment data, long from, int count, MemorySegment target, long offset) {
        int j = 0;
        int whole = VectorStart.isCold() ? 0 : INTS.loopBound(count);
        for (; j < whole; j += INTS.length()) {
            VectorMath.store(bf16(data, from + (long) j * Short.BYTES), target, offset + (long) j * Float.BYTES);
        }
        for (; j < count; j++) {
            int bits = data.get(ValueLayout.JAVA_SHORT_UNALIGNED, from + (long) j * Short.BYTES) << Short.SIZE;
            target.set(ValueLayout.JAVA_INT_UNALIGNED, offset + (long) j * Float.BYTES, bits);
        }
    }

    private static void widenF16(MemorySegment data, long from, int count, MemorySegment target, long offset) {
        int j = 0;
        for (; j < INTS.loopBound(count); j += INTS.length()) {
            VectorMath.store(f16(data, from + (long) j * Short.BYTES), target, offset + (long) j * Float.BYTES);
        }
        for (; j < count; j++) {
            float value =
                    Float.float16ToFloat(data.get(ValueLayout.JAVA_SHORT_UNALIGNED, from + (long) j * Short.BYTES));
            target.set(ValueLayout.JAVA_FLOAT_UNALIGNED, offset + (long) j * Float.BYTES, value);
        }
    }

    static FloatVector f16(MemorySegment data, long offset) {
        IntVector half = ints(data, offset);
        IntVector sign = half.and(SIGN).lanewise(VectorOperators.LSHL, Short.SIZE);
        IntVector magnitude = half.and(SIGN - 1);
        IntVector widened = magnitude
                .lanewise(VectorOperators.LSHL, F16_TO_F32_MANTISSA)
                .reinterpretAsFloats()
                .mul(F16_REBIAS)
                .reinterpretAsInts();
        IntVector finite =
                widened.lanewise(VectorOperators.OR, F32_INFINITY, magnitude.compare(VectorOperators.GE, F16_INFINITY));
        return finite.or(sign).reinterpretAsFloats();
    }

    private static IntVector ints(MemorySegment data, long offset) {
        return (IntVector)
                ShortVector.fromMemorySegment(SHORTS, data, offset + Mapped.zero(data, offset), ByteOrder.LITTLE_ENDIAN)
                        .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
    }
}
