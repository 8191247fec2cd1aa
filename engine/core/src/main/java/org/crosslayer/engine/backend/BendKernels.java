package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// What is done to a row of scores between the product and the softmax: soft caps and distance biases. Offsets are in
/// bytes, lengths in values.
final class BendKernels {
    /// 0, 1, 2, …
    private static final FloatVector STEPS =
            FloatVector.zero(VectorMath.SPECIES).addIndex(1);

    private BendKernels() {}

    /// `x = cap · tanh(x / cap)`, with `tanh u = 1 − 2 / (1 + e^(2u))`.
    static void cap(MemorySegment x, long at, float cap, int length) {
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long here = at + (long) j * Float.BYTES;
            VectorMath.store(capped(VectorMath.load(x, here), cap), x, here);
        }
        if (j < length) {
            long here = at + (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            VectorMath.store(capped(VectorMath.load(x, here, mask), cap), x, here, mask);
        }
    }

    private static FloatVector capped(FloatVector x, float cap) {
        FloatVector grown = VectorMath.exp(x.mul(2 / cap));
        return VectorMath.broadcast(cap).sub(VectorMath.broadcast(2 * cap).div(grown.add(1f)));
    }

    /// `x[j] += slope · (j − (length − 1))`.
    static void addRamp(MemorySegment x, long at, float slope, int length) {
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long here = at + (long) j * Float.BYTES;
            VectorMath.store(raised(VectorMath.load(x, here), slope, j - (length - 1)), x, here);
        }
        if (j < length) {
            long here = at + (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            VectorMath.store(raised(VectorMath.load(x, here, mask), slope, j - (length - 1)), x, here, mask);
        }
    }

    private static FloatVector raised(FloatVector x, float slope, int firstDistance) {
        return STEPS.add(firstDistance).fma(VectorMath.broadcast(slope), x);
    }
}
