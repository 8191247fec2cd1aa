package org.crosslayer.engine.backend;

import org.hipparchus.special.Erf;

/// Formulas of single values and single rows, in double.
final class ScalarMath {
    private static final double LN_2 = Math.log(2);
    private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
    /// Of the tanh approximation of the GELU, Hendrycks and Gimpel, "Gaussian Error Linear Units", section 2.
    private static final double GELU_CUBIC = 0.044715;

    private ScalarMath() {}

    static double activate(Activation activation, double x) {
        return switch (activation) {
            case SILU -> x / (1 + Math.exp(-x));
            case GELU -> x * 0.5 * (1 + Erf.erf(x / Math.sqrt(2)));
            case GELU_TANH -> x * 0.5 * (1 + Math.tanh(SQRT_2_OVER_PI * (x + GELU_CUBIC * x * x * x)));
            case RELU -> Math.max(0, x);
        };
    }

    /// The derivative of [#activate].
    static double slope(Activation activation, double x) {
        return switch (activation) {
            case SILU -> {
                double share = 1 / (1 + Math.exp(-x));
                yield share * (1 + x * (1 - share));
            }
            case GELU -> 0.5 * (1 + Erf.erf(x / Math.sqrt(2))) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
            case GELU_TANH -> {
                double bend = Math.tanh(SQRT_2_OVER_PI * (x + GELU_CUBIC * x * x * x));
                double inner = SQRT_2_OVER_PI * (1 + 3 * GELU_CUBIC * x * x);
                yield 0.5 * (1 + bend) + 0.5 * x * (1 - bend * bend) * inner;
            }
            case RELU -> x > 0 ? 1 : 0;
        };
    }

    /// The term of one pair of rows of `keys` values each.
    static double pairTerm(PairTerm term, float[] p, int pFrom, float[] q, int qFrom, int keys) {
        double sum = 0;
        for (int j = 0; j < keys; j++) {
            double a = p[pFrom + j];
            double b = q[qFrom + j];
            sum += switch (term) {
                case JENSEN_SHANNON -> (relativeEntropy(a, (a + b) / 2) + relativeEntropy(b, (a + b) / 2)) / 2;
                case TOTAL_VARIATION -> Math.abs(a - b) / 2;
                case DOT -> a * b;
            };
        }
        return term == PairTerm.JENSEN_SHANNON ? Math.clamp(sum, 0, LN_2) : sum;
    }

    /// `a ln(a / m)`, with `0 ln 0 = 0`.
    private static double relativeEntropy(double a, double m) {
        return a > 0 ? a * Math.log(a / m) : 0;
    }
}
