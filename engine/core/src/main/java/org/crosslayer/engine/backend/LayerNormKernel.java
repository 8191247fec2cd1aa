package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Layer norm of one row of float32 in native memory, the mean taken off before squares are summed, so that a row far
/// from 0 loses no digits.
final class LayerNormKernel {
    private LayerNormKernel() {}

    /// `out = (x − mean) / sqrt(variance + eps) · gain`; `at` is the row's offset in bytes in both, `length` in values.
    static void normalize(MemorySegment x, long at, MemorySegment gain, float eps, MemorySegment out, int length) {
        float mean = GradientRows.sum(x, at, length) / length;
        float variance = squares(x, at, mean, length) / length;
        write(x, at, mean, (float) (1 / Math.sqrt((double) variance + eps)), gain, out, length);
    }

    /// `Σ (x − mean)²`.
    private static float squares(MemorySegment x, long at, float mean, int length) {
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            FloatVector distance =
                    VectorMath.load(x, at + (long) j * Float.BYTES).sub(mean);
            sum = distance.fma(distance, sum);
        }
        if (j < length) {
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector distance =
                    VectorMath.load(x, at + (long) j * Float.BYTES, mask).sub(mean, mask);
            sum = distance.fma(distance, sum);
        }
        return VectorMath.sum(sum);
    }

    private static void write(
            MemorySegment x, long at, float mean, float inverse, MemorySegment gain, MemorySegment out, int length) {
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector centred = VectorMath.load(x, at + skip).sub(mean);
            VectorMath.store(centred.mul(inverse).mul(VectorMath.load(gain, skip)), out, at + skip);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector centred = VectorMath.load(x, at + skip, mask).sub(mean);
            VectorMath.store(centred.mul(inverse).mul(VectorMath.load(gain, skip, mask)), out, at + skip, mask);
        }
    }
}
