package org.crosslayer.engine.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.crosslayer.engine.tensor.DType;
import org.jspecify.annotations.Nullable;

/// The exact values of GGML's packed blocks of 32 elements, in plain loops: the truth for every faster
/// reading.
///
/// Source: the block structs and `dequantize_row_*` functions of ggml (`ggml-common.h`, `ggml-quants.c`).
/// Half-precision numbers are little-endian. Larger blocks are in [SuperBlockValues].
public final class BlockValues {
    /// Elements of a small block.
    static final int SMALL = 32;
    /// What the sixteen codes of IQ4_NL and IQ4_XS stand for, times the scale.
    static final byte[] NON_LINEAR = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
    /// What the sixteen codes of MXFP4 stand for, times half the scale.
    static final byte[] MICRO_FLOAT = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

    /// A minimum that changes nothing, not even the sign of a zero.
    static final float NONE = -0f;

    private BlockValues() {}

    /// Copies of the two tables of codes, for kernels.
    public static byte[] codes(DType dtype) {
        return (dtype == DType.MXFP4 ? MICRO_FLOAT : NON_LINEAR).clone();
    }

    /// Unpacks whole blocks.
    ///
    /// @param dtype a block type that [DType#isWeight()]
    /// @param at    byte of `data` at which the first block starts
    /// @param count elements, a multiple of the block's
    /// @throws IllegalArgumentException for any other type
    public static void read(DType dtype, MemorySegment data, long at, int count, float[] target, int offset) {
        int elements = dtype.blockElements();
        long bytes = dtype.bytesOf(elements);
        for (int block = 0; block < count / elements; block++) {
            long from = at + block * bytes;
            int to = offset + block * elements;
            switch (dtype) {
                case Q4_0 -> nibbles(data, from + 2, null, -8, half(data, from), NONE, target, to);
                case Q4_1 -> nibbles(data, from + 4, null, 0, half(data, from), half(data, from + 2), target, to);
                case Q5_0 -> fives(data, from + 2, -16, half(data, from), NONE, target, to);
                case Q5_1 -> fives(data, from + 4, 0, half(data, from), half(data, from + 2), target, to);
                case Q8_0 -> {
                    float scale = half(data, from);
                    for (int i = 0; i < SMALL; i++) {
                        target[to + i] = data.get(ValueLayout.JAVA_BYTE, from + 2 + i) * scale;
                    }
                }
                case IQ4_NL -> nibbles(data, from + 2, NON_LINEAR, 0, half(data, from), NONE, target, to);
                case MXFP4 -> nibbles(data, from + 1, MICRO_FLOAT, 0, microScale(data, from), NONE, target, to);
                default -> SuperBlockValues.read(dtype, data, from, target, to);
            }
        }
    }

    /// A half-precision number.
    public static float half(MemorySegment data, long at) {
        return Float.float16ToFloat(data.get(Elements.I16, at));
    }

    /// Half of the power of two that an E8M0 byte stands for, subnormal where it is below 2⁻¹²⁶.
    public static float microScale(MemorySegment data, long at) {
        int exponent = Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, at));
        return Float.intBitsToFloat(exponent < 2 ? 0x0020_0000 << exponent : (exponent - 1) << 23);
    }

    /// Sixteen bytes: element `i` is the lower half of byte `i`, element `16 + i` the upper one.
    ///
    /// @param codes what they stand for; null for themselves plus `shift`
    static void nibbles(
            MemorySegment data,
            long at,
            byte @Nullable [] codes,
            int shift,
            float scale,
            float minimum,
            float[] target,
            int offset) {
        for (int i = 0; i < SMALL / 2; i++) {
            int both = Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, at + i));
            int low = codes == null ? (both & 0xf) + shift : codes[both & 0xf];
            int high = codes == null ? (both >> 4) + shift : codes[both >> 4];
            target[offset + i] = low * scale + minimum;
            target[offset + SMALL / 2 + i] = high * scale + minimum;
        }
    }

    /// As nibbles, with the fifth bits of all elements in the four bytes before them.
    private static void fives(
            MemorySegment data, long at, int shift, float scale, float minimum, float[] target, int offset) {
        int fifth = data.get(Elements.I32, at);
        for (int i = 0; i < SMALL / 2; i++) {
            int both = Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, at + Integer.BYTES + i));
            int low = ((both & 0xf) | ((fifth >>> i) & 1) << 4) + shift;
            int high = ((both >> 4) | ((fifth >>> (SMALL / 2 + i)) & 1) << 4) + shift;
            target[offset + i] = low * scale + minimum;
            target[offset + SMALL / 2 + i] = high * scale + minimum;
        }
    }
}
