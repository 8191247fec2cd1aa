package org.crosslayer.app.measures;

import java.util.Locale;
import org.crosslayer.engine.evaluation.Interval;
import org.crosslayer.engine.evaluation.PerplexityReport;

/// A perplexity as it is shown: never a bare number.
///
/// @param baseline the model without sharing
/// @param plan     the model with the plan
/// @param ratio    plan over baseline
/// @param interval where the ratio lies with the stated probability; empty where it cannot be told
/// @param status   windows done, and the word estimate until all are
/// @param protocol how it is measured
/// @param estimate true until all windows are done
public record PerplexityWords(
        String baseline, String plan, String ratio, String interval, String status, String protocol, boolean estimate) {
    /// Before anything is measured.
    static final PerplexityWords NONE = new PerplexityWords("–", "–", "", "", "not measured yet", "", true);

    static PerplexityWords of(PerplexityReport report, boolean isShared) {
        Interval interval = report.interval();
        String between = !isShared || interval == null
                ? ""
                : text("%.0f %% interval × %.3f to × %.3f", 100 * interval.level(), interval.low(), interval.high());
        String done = report.windows() + " of " + report.windowsTotal()
                + (report.windowsTotal() == 1 ? " window" : " windows");
        return new PerplexityWords(
                text("%.2f", report.baselinePerplexity()),
                text("%.2f", report.perplexity()),
                isShared ? text("× %.3f", report.ratio()) : "no layer shares",
                between,
                report.isComplete() ? done : "estimate · " + done,
                report.protocol().words() + text(" · %,d tokens in all", report.scoredTokens()),
                !report.isComplete());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
