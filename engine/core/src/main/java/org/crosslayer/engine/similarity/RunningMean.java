package org.crosslayer.engine.similarity;

/// Means of several quantities over windows, with their standard errors, in one pass.
///
/// Welford's update, which does not lose small spreads beside large means: B. P. Welford, "Note on a method for
/// calculating corrected sums of squares and products", Technometrics 4 (1962).
final class RunningMean {
    private final double[] means;
    private final double[] squares;
    private int count;

    /// No windows yet.
    ///
    /// @param size how many quantities
    RunningMean(int size) {
        means = new double[size];
        squares = new double[size];
    }

    /// Takes one more window, `[size]`.
    void add(double[] values) {
        if (values.length != means.length) {
            throw new IllegalArgumentException(values.length + " values for " + means.length + " means");
        }
        count++;
        for (int i = 0; i < means.length; i++) {
            double distance = values[i] - means[i];
            means[i] += distance / count;
            squares[i] += distance * (values[i] - means[i]);
        }
    }

    /// The mean so far; 0 before the first window.
    double mean(int index) {
        return means[index];
    }

    /// All means so far, a copy, `[size]`.
    double[] means() {
        return means.clone();
    }

    /// The standard error of the mean, from the sample variance; 0 with fewer than two windows.
    double standardError(int index) {
        return count < 2 ? 0 : Math.sqrt(squares[index] / (count - 1) / count);
    }

    /// How many windows.
    int count() {
        return count;
    }
}
