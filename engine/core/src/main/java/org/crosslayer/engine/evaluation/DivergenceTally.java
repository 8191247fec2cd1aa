package org.crosslayer.engine.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Adds up row by row how two predictions differ. Keeps one number a token, never a row of logits.
final class DivergenceTally {
    private final List<double[]> parts = new ArrayList<>();
    private long same;

    /// Compares rows of logits.
    ///
    /// @param baseline `[rows, nVocab]`
    /// @param plan     likewise
    void add(float[] baseline, float[] plan, int rows) {
        if (baseline.length != plan.length) {
            throw new IllegalArgumentException(
                    "logits of " + baseline.length + " and of " + plan.length + " numbers cannot be compared");
        }
        int nVocab = baseline.length / rows;
        double[] nats = new double[rows];
        for (int row = 0; row < rows; row++) {
            int from = row * nVocab;
            int before = top(baseline, from, nVocab);
            int after = top(plan, from, nVocab);
            same += before == after ? 1 : 0;
            nats[row] = divergence(baseline, plan, from, nVocab, baseline[from + before], plan[from + after]);
        }
        parts.add(nats);
    }

    private static int top(float[] logits, int from, int nVocab) {
        int top = 0;
        for (int i = 1; i < nVocab; i++) {
            if (logits[from + i] > logits[from + top]) {
                top = i;
            }
        }
        return top;
    }

    /// `KL(p‖q) = Σ p (x − y) + ln Σ e^y − ln Σ e^x` for the softmax p of logits x and q of y, in nats;
    /// rounding may not
    /// take it below 0.
    private static double divergence(float[] x, float[] y, int from, int nVocab, double mostX, double mostY) {
        double sumX = 0;
        double sumY = 0;
        double weighted = 0;
        for (int i = from; i < from + nVocab; i++) {
            double e = Math.exp(x[i] - mostX);
            sumX += e;
            sumY += Math.exp(y[i] - mostY);
            weighted += e * ((double) x[i] - y[i]);
        }
        return Math.max(0, weighted / sumX + Math.log(sumY) + mostY - Math.log(sumX) - mostX);
    }

    /// What is known so far.
    Divergence divergence() {
        double[] sorted =
                parts.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
        return Divergence.of(sorted, same);
    }
}
