package org.crosslayer.engine.fitting;

import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;

/// What fitting needs where layers hand on patterns instead of scores: the way back through normalised rows, and a
/// distance between patterns that exists where an entry is 0.
///
/// Computed on the heap, in double, on any backend: two operations of one pass over a slab, for an option that is
/// there to be compared with.
final class PatternGradients {
    private final Backend backend;

    PatternGradients(Backend backend) {
        this.backend = backend;
    }

    /// Backwards through [Backend#normalizeRows] of a window: `dx = [x > 0] (dP − Σ P dP) / Σ max(0, x)`, and 0 for
    /// a row with nothing above 0, which is uniform whatever is in it.
    ///
    /// @param x        before normalising, `[h, n, n]`
    /// @param pattern  after it
    /// @param dPattern gradient of the pattern
    /// @param dX       filled, hidden entries with 0; may be `dPattern`
    void normalizeRows(Tensor x, Tensor pattern, Tensor dPattern, Tensor dX) {
        float[] before = backend.read(x);
        float[] after = backend.read(pattern);
        float[] d = backend.read(dPattern);
        float[] out = new float[d.length];
        for (int row = 0; row < x.slices() * x.rows(); row++) {
            int at = row * x.columns();
            int end = at + row % x.rows() + 1;
            double sum = 0;
            double mean = 0;
            for (int j = at; j < end; j++) {
                sum += after[j] > 0 ? Math.max(0, before[j]) : 0;
                mean += (double) after[j] * d[j];
            }
            for (int j = at; j < end && sum > 0; j++) {
                out[j] = before[j] > 0 && after[j] > 0 ? (float) ((d[j] - mean) / sum) : 0;
            }
        }
        backend.write(out, dX);
    }

    /// `Σ JSD(teacher, pattern)` over heads and causal rows, in nats: it exists where the pattern is 0, where the
    /// divergence of scores does not.
    ///
    /// @param weight   of a row in the loss
    /// @param dPattern filled with the gradient of `weight` times the sum: `½ ln(p / m)` with `m = (t + p) / 2`,
    ///     and 0 where `p` is 0
    double divergence(Tensor teacher, Tensor pattern, float weight, Tensor dPattern) {
        float[] wanted = backend.read(teacher);
        float[] got = backend.read(pattern);
        float[] out = new float[got.length];
        double total = 0;
        for (int row = 0; row < pattern.slices() * pattern.rows(); row++) {
            int at = row * pattern.columns();
            for (int j = at; j < at + row % pattern.rows() + 1; j++) {
                double t = wanted[j];
                double p = got[j];
                double mean = (t + p) / 2;
                if (t > 0) {
                    total += t * Math.log(t / mean) / 2;
                }
                if (p > 0) {
                    double logarithm = Math.log(p / mean) / 2;
                    total += p * logarithm;
                    out[j] = (float) (weight * logarithm);
                }
            }
        }
        backend.write(out, dPattern);
        return total;
    }
}
