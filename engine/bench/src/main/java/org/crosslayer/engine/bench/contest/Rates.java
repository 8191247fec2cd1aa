package org.crosslayer.engine.bench.contest;

import java.util.List;
import java.util.Locale;

/// What rounds of a side come to.
///
/// @param who     the player, and what is peculiar about the number
/// @param measure what the number is
/// @param samples in the measure's unit, round by round
record Rates(String who, Measure measure, List<Double> samples) {
    static Rates of(String player, Measure measure, List<Long> numbers) {
        return new Rates(
                player + measure.note(),
                measure,
                numbers.stream().map(measure::value).toList());
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
