package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Sums over two rows that compare patterns; offsets in bytes, lengths in values.
///
/// With `f(x) = x ln x` the Jensen–Shannon divergence of two rows that each sum to one is
/// `½ Σ f(p) + ½ Σ f(q) − Σ f((p + q)/2)`: one logarithm for each pair and key, because the first two sums
/// belong to one row each. All three are summed in the same order, so that equal rows give exactly 0.
final class PairKernels {
    private static final double LN_2 = Math.log(2);

    private PairKernels() {}

    /// `Σ f(x)` over one row.
    static double negativeEntropy(MemorySegment x, long at, int length) {
        return VectorEntropy.sum(x, at, x, at, length);
    }

    /// `Σ f((p + q)/2)`.
    static double mixedNegativeEntropy(MemorySegment p, long pAt, MemorySegment q, long qAt, int length) {
        return VectorEntropy.sum(p, pAt, q, qAt, length);
    }

    /// The divergence from its three sums, in `[0, ln 2]`.
    static double jensenShannon(double entropyP, double entropyQ, double entropyMixed) {
        return Math.clamp((entropyP + entropyQ) / 2 - entropyMixed, 0, LN_2);
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
