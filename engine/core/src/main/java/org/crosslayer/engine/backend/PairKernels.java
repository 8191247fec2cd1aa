package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Sums over rows that compare patterns; offsets in bytes, lengths in values.
///
/// With `g(x) = x ln x` the Jensen–Shannon divergence of two rows of the same sum is
/// `¼ Σ g(2p) + ¼ Σ g(2q) − ½ Σ g(p + q)`: the usual form with `m = (p + q)/2`, whose factors of a half cancel. That
/// is one logarithm for each pair and key, because the first two sums belong to one row each. All three are summed
/// in the same order, so that equal rows give exactly 0.
final class PairKernels {
    private static final double LN_2 = Math.log(2);

    private PairKernels() {}

    /// The sum of the divergences of some rows from the three sums over them, in `[0, rows · ln 2]`.
    static double jensenShannon(double twiceP, double twiceQ, double joint, int rows) {
        return Math.clamp((twiceP + twiceQ) / 4 - joint / 2, 0, rows * LN_2);
    }

    /// `½ Σ |p − q|`.
    static double totalVariation(MemorySegment p, long pAt, MemorySegment q, long qAt, int length) {
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            sum = sum.add(VectorMath.load(p, pAt + skip)
                    .sub(VectorMath.load(q, qAt + skip))
                    .abs());
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            sum = sum.add(VectorMath.load(p, pAt + skip, mask)
                    .sub(VectorMath.load(q, qAt + skip, mask))
                    .abs());
        }
        return VectorMath.sum(sum) / 2.0;
    }
}
