package org.crosslayer.app.measures;

import java.util.Optional;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.engine.evaluation.Divergence;
import org.crosslayer.engine.evaluation.Interval;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.evaluation.TextRates;

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
                report.protocol().words() + text(" · %,d tokens in all", report.scoredTokens()) + rates(report),
                !report.isComplete());
    }

    /// The same with a warning behind the protocol.
    PerplexityWords with(Optional<String> warning) {
        return warning.isEmpty()
                ? this
                : new PerplexityWords(
                        baseline, plan, ratio, interval, status, protocol + " · " + warning.get(), estimate);
    }

    /// How the predictions differ, in one line.
    static String of(Divergence divergence, boolean isComplete, int windows) {
        return text(
                "KL %.4f ± %.4f nats, at most %.2f · same likeliest token %.1f %%%s",
                divergence.mean(),
                divergence.meanError(),
                divergence.max(),
                100 * divergence.sameTop(),
                isComplete ? "" : " (" + windows + (windows == 1 ? " window" : " windows") + ")");
    }

    /// For each word and byte, where the protocol has it so.
    private static String rates(PerplexityReport report) {
        TextRates rates = report.protocol().kind() == ProtocolKind.LM_EVAL ? report.rates() : null;
        return rates == null
                ? ""
                : text(
                        " · word perplexity %,.1f, byte perplexity %.3f, %.3f bits per byte",
                        rates.wordPerplexity(), rates.bytePerplexity(), rates.bitsPerByte());
    }

    private static String text(String format, Object... values) {
        return Numbers.format(format, values);
    }
}
