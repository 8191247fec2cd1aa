package org.crosslayer.app.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.crosslayer.engine.evaluation.Divergence;
import org.crosslayer.engine.evaluation.Interval;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.evaluation.TextExtent;
import org.crosslayer.engine.evaluation.TextRates;
import org.jspecify.annotations.Nullable;

/// A perplexity as the command line tells it: never a bare number.
final class PerplexityText {
    private PerplexityText() {}

    /// The fixed keys; those of the comparison only where there is one.
    ///
    /// @param sharing the plan in words; null without one
    static Map<String, Object> result(PerplexityReport report, @Nullable String sharing) {
        Protocol protocol = report.protocol();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("perplexity", report.perplexity());
        result.put("nll", report.nll());
        result.put("windows", report.windows());
        result.put("scoredTokens", report.scoredTokens());
        result.put("protocol", protocol.name());
        result.put("window", protocol.window());
        if (protocol.kind() == ProtocolKind.STRIDE) {
            result.put("stride", protocol.stride());
        }
        result.put("bos", protocol.usesBos());
        result.put("protocolWords", protocol.words());
        TextRates rates = rates(report);
        TextExtent extent = report.extent();
        if (rates != null && extent != null) {
            result.put("wordPerplexity", rates.wordPerplexity());
            result.put("bytePerplexity", rates.bytePerplexity());
            result.put("bitsPerByte", rates.bitsPerByte());
            result.put("words", extent.words());
            result.put("bytes", extent.bytes());
        }
        if (sharing != null) {
            result.put("plan", sharing);
            result.put("baselinePerplexity", report.baselinePerplexity());
            result.put("ratio", report.ratio());
            result.put("interval", report.interval());
            Divergence divergence = report.divergence();
            if (divergence != null) {
                result.put("klDivergence", divergence(divergence));
                result.put(
                        "sameTop", Map.of("share", divergence.sameTop(), "standardError", divergence.sameTopError()));
            }
        }
        return result;
    }

    private static Map<String, Object> divergence(Divergence divergence) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("mean", divergence.mean());
        result.put("standardError", divergence.meanError());
        result.put("max", divergence.max());
        result.put("median", divergence.median());
        result.put("quantiles", divergence.quantiles());
        return result;
    }

    /// Number, comparison, protocol and plan, in a few lines.
    ///
    /// @param sharing the plan in words; null without one
    static String words(PerplexityReport report, @Nullable String sharing) {
        String perplexity = text("perplexity %.4f", report.perplexity());
        if (sharing != null) {
            perplexity += text(
                    " with sharing, %.4f without: × %.4f%s",
                    report.baselinePerplexity(), report.ratio(), interval(report.interval()));
        }
        StringBuilder words = new StringBuilder(perplexity);
        TextRates rates = rates(report);
        TextExtent extent = report.extent();
        if (rates != null && extent != null) {
            words.append(text(
                    "%nword perplexity %.4f, byte perplexity %.4f, %.4f bits per byte; %d words, %d bytes",
                    rates.wordPerplexity(),
                    rates.bytePerplexity(),
                    rates.bitsPerByte(),
                    extent.words(),
                    extent.bytes()));
        }
        words.append(text(
                "%nprotocol %s: %d of %d %s; %d tokens scored",
                report.protocol().kind().title(),
                report.windows(),
                report.windowsTotal(),
                report.protocol().words(),
                report.scoredTokens()));
        Divergence divergence = report.divergence();
        if (divergence != null) {
            words.append(System.lineSeparator()).append(words(divergence));
        }
        if (sharing != null) {
            words.append(System.lineSeparator()).append(sharing);
        }
        return words.toString();
    }

    private static String words(Divergence divergence) {
        StringBuilder quantiles = new StringBuilder();
        for (Divergence.Quantile quantile : divergence.quantiles()) {
            double percent = 100 * quantile.fraction();
            String name = percent == 100
                    ? "maximum"
                    : percent == 0 ? "minimum" : percent == 50 ? "median" : text("%s %%", number(percent));
            quantiles.append(quantiles.isEmpty() ? "" : ", ").append(text("%s %.4f", name, quantile.nats()));
        }
        return text(
                "KL to the model without sharing %.5f ± %.5f nats (mean ± standard error over tokens)%n    %s%n"
                        + "same likeliest token %.2f ± %.2f %%",
                divergence.mean(),
                divergence.meanError(),
                quantiles,
                100 * divergence.sameTop(),
                100 * divergence.sameTopError());
    }

    private static String number(double percent) {
        return percent == Math.rint(percent) ? text("%.0f", percent) : text("%.1f", percent);
    }

    private static String interval(@Nullable Interval interval) {
        return interval == null
                ? ""
                : text(" (%.0f %% interval %.4f to %.4f)", interval.level() * 100, interval.low(), interval.high());
    }

    /// Only the protocol that is known for them: elsewhere the first token of each window has no cost, so the
    /// text was
    /// not predicted as a whole.
    private static @Nullable TextRates rates(PerplexityReport report) {
        return report.protocol().kind() == ProtocolKind.LM_EVAL ? report.rates() : null;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
