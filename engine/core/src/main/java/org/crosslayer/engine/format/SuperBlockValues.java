package org.crosslayer.engine.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.crosslayer.engine.tensor.DType;

/// The exact values of GGML's blocks of 256 elements, whose groups of 16 or 32 have scales of their own.
///
/// Source: as [BlockValues].
final class SuperBlockValues {
    private static final int ELEMENTS = 256;
    private static final int HALF = ELEMENTS / 2;
    private static final int QUARTER = 32;
    private static final int GROUP = 16;

    private SuperBlockValues() {}

    /// Unpacks one block.
    static void read(DType dtype, MemorySegment data, long at, float[] target, int offset) {
        switch (dtype) {
            case Q2_K -> q2(data, at, target, offset);
            case Q3_K -> q3(data, at, target, offset);
            case Q4_K -> q45(data, at, -1, at + 16, target, offset);
            case Q5_K -> q45(data, at, at + 16, at + 48, target, offset);
            case Q6_K -> q6(data, at, target, offset);
            case IQ4_XS -> iq4(data, at, target, offset);
            default -> throw new IllegalArgumentException(dtype + " cannot be unpacked");
        }
    }

    /// `scales [16], codes [64], d, dmin`: four groups of 32 two-bit codes in each 32 bytes.
    private static void q2(MemorySegment data, long at, float[] target, int offset) {
        float d = BlockValues.half(data, at + 80);
        float dMin = BlockValues.half(data, at + 82);
        for (int i = 0; i < ELEMENTS; i++) {
            int group = i / GROUP;
            int code = twoBits(data, at + 16, i);
            target[offset + i] = d * bits(data, at, group, 0, 4) * code - dMin * bits(data, at, group, 4, 4);
        }
    }

    private static int twoBits(MemorySegment data, long at, int i) {
        return bits(data, at, i / HALF * QUARTER + i % QUARTER, 2 * (i % HALF / QUARTER), 2);
    }

    /// `high [32], codes [64], scales [12], d`: a third bit for each two-bit code, zero for four less.
    private static void q3(MemorySegment data, long at, float[] target, int offset) {
        float d = BlockValues.half(data, at + 108);
        for (int i = 0; i < ELEMENTS; i++) {
            int high = bits(data, at, i % QUARTER, i / QUARTER, 1);
            float scale = d * (scaleOfSix(data, at + 96, i / GROUP) - 32);
            target[offset + i] = scale * (twoBits(data, at + 32, i) - (high == 0 ? 4 : 0));
        }
    }

    /// Six bits, the lower four in eight bytes of two, the upper two in four bytes of four.
    private static int scaleOfSix(MemorySegment data, long at, int group) {
        int low = bits(data, at, group % 8, 4 * (group / 8), 4);
        return low | (bits(data, at, 8 + group % 4, 2 * (group / 4), 2) << 4);
    }

    /// `d, dmin, scales [12]`, for Q5_K a fifth bit of every code, then `codes [128]`.
    private static void q45(MemorySegment data, long at, long fifth, long codes, float[] target, int offset) {
        float d = BlockValues.half(data, at);
        float dMin = BlockValues.half(data, at + 2);
        for (int i = 0; i < ELEMENTS; i++) {
            int group = i / QUARTER;
            int place = i % QUARTER;
            int code = bits(data, codes, group / 2 * QUARTER + place, 4 * (group % 2), 4);
            if (fifth >= 0) {
                code |= bits(data, fifth, place, group, 1) << 4;
            }
            float scale = d * pairOfSix(data, at + 4, group, 0);
            float minimum = dMin * pairOfSix(data, at + 4, group, 4);
            target[offset + i] = scale * code - minimum;
        }
    }

    /// Eight scales and eight minima of six bits in twelve bytes.
    ///
    /// @param which 0 for a scale, 4 for a minimum
    private static int pairOfSix(MemorySegment data, long at, int group, int which) {
        if (group < 4) {
            return bits(data, at, group + which, 0, 6);
        }
        return bits(data, at, group + 4, which, 4) | (bits(data, at, group - 4 + which, 6, 2) << 4);
    }

    /// `low [128], high [64], scales [16], d`.
    private static void q6(MemorySegment data, long at, float[] target, int offset) {
        float d = BlockValues.half(data, at + 208);
        for (int i = 0; i < ELEMENTS; i++) {
            int half = i / HALF;
            int quarter = i % HALF / QUARTER;
            int place = i % QUARTER;
            int low = bits(data, at, half * 2 * QUARTER + quarter % 2 * QUARTER + place, 4 * (quarter / 2), 4);
            int high = bits(data, at + 128, half * QUARTER + place, 2 * quarter, 2);
            float scale = d * data.get(ValueLayout.JAVA_BYTE, at + 192 + i / GROUP);
            target[offset + i] = scale * ((low | (high << 4)) - 32);
        }
    }

    /// `d, upper scale bits, lower scale bits [4], codes [128]`: eight blocks as IQ4_NL's.
    private static void iq4(MemorySegment data, long at, float[] target, int offset) {
        float d = BlockValues.half(data, at);
        for (int block = 0; block < ELEMENTS / BlockValues.SMALL; block++) {
            int low = bits(data, at + 4, block / 2, 4 * (block % 2), 4);
            int high = bits(data, at + 2, block / 4, 2 * (block % 4), 2);
            float scale = d * ((low | (high << 4)) - 32);
            long codes = at + 8 + BlockValues.SMALL / 2L * block;
            int to = offset + block * BlockValues.SMALL;
            BlockValues.nibbles(data, codes, BlockValues.NON_LINEAR, 0, scale, BlockValues.NONE, target, to);
        }
    }

    /// Some neighbouring bits of the byte `at + place`.
    private static int bits(MemorySegment data, long at, int place, int shift, int count) {
        return (Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, at + place)) >> shift) & ((1 << count) - 1);
    }
}
