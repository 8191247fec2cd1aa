package org.crosslayer.app.comparison;

import java.util.List;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.workspace.NamedPlan;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Savings;
import org.crosslayer.engine.evaluation.SpeedReport;
import org.jspecify.annotations.Nullable;

/// A plan in the table of plans side by side, in words.
///
/// @param index    its place on the shelf, from 0
/// @param name     such as `A`
/// @param isActive whether it is the one being worked on
/// @param cells    one for each of [#COLUMNS] but the name
record PlanLine(int index, String name, boolean isActive, List<String> cells) {
    /// The headings, the name first.
    static final List<String> COLUMNS = List.of(
            "Plan",
            "Layers",
            "Perplexity",
            "Difference",
            "× none",
            "All windows",
            "Prefill",
            "Decode",
            "K cache",
            "Operations",
            "Notes");

    /// What was not measured.
    static final String UNKNOWN = "–";

    /// What is known about a plan.
    ///
    /// @param estimate on the first windows
    /// @param exact    on all windows
    /// @param speed    against the model without sharing
    /// @param savings  by arithmetic; null before a model is open
    record Known(
            @Nullable PerplexityReport estimate,
            @Nullable PerplexityReport exact,
            @Nullable SpeedReport speed,
            @Nullable Savings savings) {}

    PlanLine {
        cells = List.copyOf(cells);
    }

    /// @param current what is known about the plan being worked on, which the others are compared with
    static PlanLine of(int index, NamedPlan plan, boolean isActive, Known known, Known current) {
        return new PlanLine(
                index,
                plan.name(),
                isActive,
                List.of(
                        plan.plan().sharedCount() + " of " + plan.plan().nLayers(),
                        known.estimate() == null
                                ? UNKNOWN
                                : number("%.2f", known.estimate().perplexity()),
                        isActive ? "this plan" : difference(known, current),
                        known.estimate() == null
                                ? UNKNOWN
                                : number("%.3f", known.estimate().ratio()),
                        known.exact() == null
                                ? UNKNOWN
                                : number("× %.3f", known.exact().ratio()),
                        known.speed() == null ? UNKNOWN : speed(known.speed().prefill()),
                        known.speed() == null ? UNKNOWN : speed(known.speed().decode()),
                        known.savings() == null
                                ? UNKNOWN
                                : less((double) known.savings().keyBytesPerToken()
                                        / (known.savings().cacheBytesPerToken() / 2.0)),
                        known.savings() == null ? UNKNOWN : less(known.savings().operationShare()),
                        plan.notes().replace('\n', ' ')));
    }

    /// Ratios on different windows are not compared.
    private static String difference(Known known, Known current) {
        @Nullable PerplexityReport one = known.estimate();
        @Nullable PerplexityReport other = current.estimate();
        if (one == null || other == null || !one.protocol().equals(other.protocol())) {
            return UNKNOWN;
        }
        return signed("%+.2f", one.perplexity() - other.perplexity())
                + number(" (× %.3f)", one.perplexity() / other.perplexity());
    }

    private static String speed(SpeedReport.Paired paired) {
        return paired.isWithinNoise() ? "no change" : number("× %.2f", paired.ratio());
    }

    private static String less(double saved) {
        double percent = Math.rint(-1000 * saved) / 10;
        return percent == 0 ? "same" : signed("%+.1f %%", percent);
    }

    private static String signed(String pattern, double value) {
        return number(pattern, value).replace('-', '−');
    }

    private static String number(String pattern, double value) {
        return Numbers.format(pattern, value);
    }
}
