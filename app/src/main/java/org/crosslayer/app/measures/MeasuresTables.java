package org.crosslayer.app.measures;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.crosslayer.app.control.TableExport;
import org.crosslayer.engine.evaluation.Interval;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.SpeedReport;
import org.jspecify.annotations.Nullable;

/// What was measured as tables for other programs: numbers in neutral form, each line with what it was measured by.
final class MeasuresTables {
    private static final List<String> PERPLEXITY = List.of(
            "run",
            "baseline",
            "plan",
            "ratio",
            "intervalLow",
            "intervalHigh",
            "windows",
            "windowsTotal",
            "scoredTokens",
            "protocol");
    private static final List<String> SPEED =
            List.of("phase", "model", "tokensPerSecond", "ratio", "read", "written", "batch", "device", "samples");

    private MeasuresTables() {}

    /// The live measurement and the exact run, as far as they are there; null if neither is.
    static @Nullable String of(@Nullable PerplexityReport live, @Nullable PerplexityReport exact) {
        if (live == null && exact == null) {
            return null;
        }
        StringBuilder table = new StringBuilder(TableExport.line(PERPLEXITY));
        add(table, "live", live);
        add(table, "exact", exact);
        return table.toString();
    }

    /// Reading and writing, each without and with the plan, with all samples; null if nothing was timed.
    static @Nullable String of(@Nullable SpeedReport report) {
        if (report == null) {
            return null;
        }
        StringBuilder table = new StringBuilder(TableExport.line(SPEED));
        add(table, "prefill", report, report.prefill());
        add(table, "decode", report, report.decode());
        return table.toString();
    }

    private static void add(StringBuilder table, String run, @Nullable PerplexityReport report) {
        if (report == null) {
            return;
        }
        @Nullable Interval interval = report.interval();
        table.append(TableExport.line(List.of(
                run,
                Double.toString(report.baselinePerplexity()),
                Double.toString(report.perplexity()),
                Double.toString(report.ratio()),
                interval == null ? "" : Double.toString(interval.low()),
                interval == null ? "" : Double.toString(interval.high()),
                Integer.toString(report.windows()),
                Integer.toString(report.windowsTotal()),
                Long.toString(report.scoredTokens()),
                report.protocol().words())));
    }

    private static void add(StringBuilder table, String phase, SpeedReport report, SpeedReport.Paired paired) {
        add(table, phase, "baseline", "1", report, paired.baseline());
        add(table, phase, "plan", Double.toString(paired.ratio()), report, paired.plan());
    }

    private static void add(
            StringBuilder table,
            String phase,
            String model,
            String ratio,
            SpeedReport report,
            SpeedReport.Samples samples) {
        List<String> cells = new ArrayList<>(List.of(phase, model, Double.toString(samples.median()), ratio));
        Stream.of(
                        report.request().prompt(),
                        report.request().generate(),
                        report.request().batch())
                .map(String::valueOf)
                .forEach(cells::add);
        cells.add(report.device());
        cells.add(
                String.join(" ", samples.samples().stream().map(String::valueOf).toList()));
        table.append(TableExport.line(cells));
    }
}
