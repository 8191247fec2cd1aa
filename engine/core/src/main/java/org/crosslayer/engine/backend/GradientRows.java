package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Vector kernels of the gradients over single rows; offsets in bytes, lengths in values.
final class GradientRows {
    private GradientRows() {}

    /// `out = a · x + b · y`; `out` may be `x` or `y`.
    static void combine(
            MemorySegment x,
            long xAt,
            float a,
            MemorySegment y,
            long yAt,
            float b,
            MemorySegment out,
            long outAt,
            int length) {
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector scaled = VectorMath.load(y, yAt + skip).mul(b);
            VectorMath.store(VectorMath.load(x, xAt + skip).fma(VectorMath.broadcast(a), scaled), out, outAt + skip);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector scaled = VectorMath.load(y, yAt + skip, mask).mul(b);
            FloatVector sum = VectorMath.load(x, xAt + skip, mask).fma(VectorMath.broadcast(a), scaled);
            VectorMath.store(sum, out, outAt + skip, mask);
        }
    }

    /// `out = x (y − shift)`; `out` may be `y`.
    static void productOfShifted(
            MemorySegment x,
            long xAt,
            MemorySegment y,
            long yAt,
            float shift,
            MemorySegment out,
            long outAt,
            int length) {
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector shifted = VectorMath.load(y, yAt + skip).sub(shift);
            VectorMath.store(VectorMath.load(x, xAt + skip).mul(shifted), out, outAt + skip);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector shifted = VectorMath.load(y, yAt + skip, mask).sub(shift);
            VectorMath.store(VectorMath.load(x, xAt + skip, mask).mul(shifted), out, outAt + skip, mask);
        }
    }

    /// `out = x y`.
    static void product(
            MemorySegment x, long xAt, MemorySegment y, long yAt, MemorySegment out, long outAt, int length) {
        productOfShifted(x, xAt, y, yAt, 0, out, outAt, length);
    }

    /// `Σ x y z`.
    static float dot(MemorySegment x, long xAt, MemorySegment y, long yAt, MemorySegment z, long zAt, int length) {
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector xy = VectorMath.load(x, xAt + skip).mul(VectorMath.load(y, yAt + skip));
            sum = xy.fma(VectorMath.load(z, zAt + skip), sum);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector xy = VectorMath.load(x, xAt + skip, mask).mul(VectorMath.load(y, yAt + skip, mask));
            sum = xy.fma(VectorMath.load(z, zAt + skip, mask), sum);
        }
        return VectorMath.sum(sum);
    }

    /// `Σ p (x − y − shift)`.
    static float weightedDifference(
            MemorySegment p, MemorySegment x, long xAt, MemorySegment y, long yAt, float shift, int length) {
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector difference = VectorMath.load(x, xAt + skip)
                    .sub(VectorMath.load(y, yAt + skip))
                    .sub(shift);
            sum = VectorMath.load(p, skip).fma(difference, sum);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector difference = VectorMath.load(x, xAt + skip, mask)
                    .sub(VectorMath.load(y, yAt + skip, mask))
                    .sub(shift);
            sum = VectorMath.load(p, skip, mask).fma(difference, sum);
        }
        return VectorMath.sum(sum);
    }

    /// `Σ x`.
    static float sum(MemorySegment x, long at, int length) {
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            sum = sum.add(VectorMath.load(x, at + (long) j * Float.BYTES));
        }
        if (j < length) {
            sum = sum.add(VectorMath.load(x, at + (long) j * Float.BYTES, VectorMath.tail(j, length)));
        }
        return VectorMath.sum(sum);
    }
}
