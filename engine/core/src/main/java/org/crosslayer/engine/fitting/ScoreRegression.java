package org.crosslayer.engine.fitting;

import java.util.ArrayList;
import java.util.List;

/// Least squares of one head's scores on other scores, centred in each row and weighted by the head's own pattern.
final class ScoreRegression {
    private final int terms;
    /// `[terms + 1][terms + 1]`, upper half; the target is the last.
    private final double[][] covariances;

    /// @param terms how many scores may explain the head's
    ScoreRegression(int terms) {
        this.terms = terms;
        covariances = new double[terms + 1][terms + 1];
    }

    /// Adds one causal row.
    ///
    /// @param weights the head's pattern, `[keys]`
    /// @param row     a term each, `[keys]`
    /// @param target  the head's scores, `[keys]`
    void add(float[] weights, List<float[]> row, float[] target) {
        List<float[]> all = new ArrayList<>(row);
        all.add(target);
        double[] weighted = new double[weights.length];
        for (int u = 0; u <= terms; u++) {
            float[] x = all.get(u);
            double mean = 0;
            for (int j = 0; j < weights.length; j++) {
                mean += weights[j] * (double) x[j];
            }
            for (int j = 0; j < weights.length; j++) {
                weighted[j] = weights[j] * (x[j] - mean);
            }
            for (int v = u; v <= terms; v++) {
                covariances[u][v] += dot(weighted, all.get(v));
            }
        }
    }

    /// The terms from `always` on that, chosen one after the other, explain most of some heads' scores together with
    /// the terms below `always`.
    ///
    /// @param heads  regressions on terms that mean the same in each
    /// @param always terms that take part in any case
    /// @param count  how many more
    static List<Integer> choose(List<ScoreRegression> heads, int always, int count) {
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < count) {
            int best = -1;
            double most = Double.NEGATIVE_INFINITY;
            for (int term = always; term < heads.getFirst().terms; term++) {
                if (!chosen.contains(term)) {
                    List<Integer> tried = new ArrayList<>(chosen);
                    tried.add(term);
                    double explained = heads.stream()
                            .mapToDouble(head -> head.explained(always, tried))
                            .sum();
                    if (explained > most) {
                        most = explained;
                        best = term;
                    }
                }
            }
            chosen.add(best);
        }
        return chosen;
    }

    /// The factors of the terms below `always` and of the chosen ones, in this order.
    double[] solve(int always, List<Integer> chosen) {
        List<Integer> used = used(always, chosen);
        double[][] normal = new double[used.size()][used.size()];
        double[] wanted = new double[used.size()];
        for (int i = 0; i < used.size(); i++) {
            for (int j = 0; j < used.size(); j++) {
                normal[i][j] = covariance(used.get(i), used.get(j));
            }
            wanted[i] = covariance(used.get(i), terms);
        }
        return NormalEquations.solve(normal, wanted);
    }

    private double explained(int always, List<Integer> chosen) {
        List<Integer> used = used(always, chosen);
        double[] factors = solve(always, chosen);
        double sum = 0;
        for (int i = 0; i < factors.length; i++) {
            sum += factors[i] * covariance(used.get(i), terms);
        }
        return sum;
    }

    private static List<Integer> used(int always, List<Integer> chosen) {
        List<Integer> used = new ArrayList<>();
        for (int term = 0; term < always; term++) {
            used.add(term);
        }
        used.addAll(chosen);
        return used;
    }

    private double covariance(int u, int v) {
        return covariances[Math.min(u, v)][Math.max(u, v)];
    }

    private static double dot(double[] x, float[] y) {
        double even = 0;
        double odd = 0;
        int j = 0;
        for (; j + 1 < x.length; j += 2) {
            even += x[j] * y[j];
            odd += x[j + 1] * y[j + 1];
        }
        return even + odd + (j < x.length ? x[j] * y[j] : 0);
    }
}
