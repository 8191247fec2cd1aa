package org.crosslayer.app.measures;

import org.crosslayer.app.control.Numbers;
import org.crosslayer.engine.evaluation.SpeedReport;
import org.crosslayer.engine.evaluation.SpeedRequest;

/// Speed as it is shown.
///
/// @param prefill reading the prompt
/// @param decode  writing after it
/// @param caption what was timed and how often
public record SpeedWords(Side prefill, Side decode, String caption) {
    /// One kind of speed, in tokens per second.
    ///
    /// @param baseline median without sharing
    /// @param plan     median with the plan
    /// @param verdict  the ratio, or that there is no measurable change
    public record Side(String baseline, String plan, String verdict) {}

    private static final Side UNKNOWN = new Side("–", "–", "");

    /// Before anything is timed.
    static final SpeedWords NONE = new SpeedWords(UNKNOWN, UNKNOWN, "not measured yet");

    static SpeedWords of(SpeedReport report, boolean isShared) {
        SpeedRequest request = report.request();
        String caption = Numbers.format(
                "tokens/s · %d pairs · %d read, %d written · batch %d",
                request.repeats(), request.prompt(), request.generate(), request.batch());
        return new SpeedWords(side(report.prefill(), isShared), side(report.decode(), isShared), caption);
    }

    private static Side side(SpeedReport.Paired paired, boolean isShared) {
        String verdict = isShared
                ? paired.isWithinNoise() ? "no measurable change" : Numbers.format("× %.2f", paired.ratio())
                : "no layer shares";
        return new Side(
                tokensPerSecond(paired.baseline().median()),
                tokensPerSecond(paired.plan().median()),
                verdict);
    }

    private static String tokensPerSecond(double value) {
        return Numbers.format(value < 100 ? "%.1f" : "%,.0f", value);
    }
}
