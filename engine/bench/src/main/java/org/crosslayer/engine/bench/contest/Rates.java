package org.crosslayer.engine.bench.contest;

import java.util.List;
import java.util.Locale;

/// What rounds of a task come to: so much work in so many nanoseconds.
///
/// @param samples work in a second, round by round
record Rates(String who, List<Double> samples) {
    private static final double NANOS = 1e9;

    static Rates of(String who, double work, List<Long> nanos) {
        return new Rates(who, nanos.stream().map(time -> work / time * NANOS).toList());
    }

    double median() {
        List<Double> sorted = samples.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /// The slowest and the fastest round.
    String spread() {
        double low = samples.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double high = samples.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return String.format(Locale.ROOT, "%.4g … %.4g", low, high);
    }
}
