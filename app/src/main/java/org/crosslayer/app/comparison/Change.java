package org.crosslayer.app.comparison;

import org.crosslayer.app.control.Numbers;
import org.crosslayer.engine.evaluation.Interval;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.jspecify.annotations.Nullable;

/// What a change of the plan did.
///
/// @param label what it was, such as `copy into layer 5`
/// @param ratio perplexity over that without sharing
/// @param low   where its interval begins; the ratio where there is none
/// @param high  where it ends
record Change(String label, double ratio, double low, double high) {
    static Change of(String label, PerplexityReport report) {
        @Nullable Interval interval = report.interval();
        return new Change(
                label,
                report.ratio(),
                interval == null ? report.ratio() : interval.low(),
                interval == null ? report.ratio() : interval.high());
    }

    /// In words, with the difference to the one before.
    ///
    /// @param number its number, from 0
    /// @param before null for the first
    String words(int number, @Nullable Change before) {
        String now = Numbers.format("%d · %s: × %.3f", number, label, ratio);
        return before == null
                ? now
                : now
                        + Numbers.format(" (%+.3f)", ratio - before.ratio).replace('-', '−')
                        + " after × "
                        + Numbers.format("%.3f", before.ratio);
    }
}
