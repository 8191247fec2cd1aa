package org.crosslayer.engine.fitting;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;

/// Solves `(A + λ I) x = b` with a small `λ`, so that heads that are alike do not cancel each other with huge factors.
final class NormalEquations {
    /// Of `λ`, as a share of the mean variance.
    private static final double RIDGE = 1e-3;

    private NormalEquations() {}

    /// @param covariances `A`, symmetric
    /// @param wanted      `b`
    static double[] solve(double[][] covariances, double[] wanted) {
        RealMatrix normal = new Array2DRowRealMatrix(covariances);
        double ridge = RIDGE * normal.getTrace() / wanted.length + Double.MIN_NORMAL;
        for (int i = 0; i < wanted.length; i++) {
            normal.addToEntry(i, i, ridge);
        }
        return new LUDecomposition(normal)
                .getSolver()
                .solve(new ArrayRealVector(wanted))
                .toArray();
    }
}
