package org.crosslayer.app.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.engine.evaluation.Interval;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.experiment.SensitivityResult;
import org.crosslayer.engine.experiment.SharingMethod;
import org.crosslayer.engine.experiment.SharingResult;
import org.crosslayer.engine.experiment.SharingSeries;
import org.crosslayer.engine.model.Deviation;
import org.jspecify.annotations.Nullable;

/// What table and chart show of an experiment: a line a layer, a column a method or size.
///
/// @param first   what is counted: layers, or layers that share
/// @param columns names of the columns
/// @param lines   in the order of measuring
public record Findings(String first, List<String> columns, List<Line> lines) {
    /// Nothing yet.
    static final Findings NONE = new Findings("layer", List.of(), List.of());

    /// One line.
    ///
    /// @param position the layer, or how many layers share
    /// @param layer    the layer, or the one that was added last
    /// @param cells    one a column
    public record Line(int position, int layer, List<Cell> cells) {
        public Line {
            cells = List.copyOf(cells);
        }
    }

    /// One measurement.
    ///
    /// @param report null before the first window
    public record Cell(@Nullable PerplexityReport report) {
        /// The ratio of perplexities; NaN before the first window.
        public double ratio() {
            return report == null ? Double.NaN : report.ratio();
        }

        /// Lower end of the interval of the ratio; the ratio itself without one.
        public double low() {
            return report == null || report.interval() == null
                    ? ratio()
                    : report.interval().low();
        }

        /// Upper end.
        public double high() {
            return report == null || report.interval() == null
                    ? ratio()
                    : report.interval().high();
        }

        /// The ratio in four digits, as the locale writes it; empty before the first window.
        public String text() {
            return report == null ? "" : Numbers.format(ratio() < 10 ? "%.3f" : "%.1f", ratio());
        }

        /// The ratio with its interval and windows, in words.
        public String words() {
            if (report == null) {
                return "not measured yet";
            }
            @Nullable Interval interval = report.interval();
            String between = interval == null
                    ? ""
                    : Numbers.format(
                            ", %.0f %% interval × %.3f to × %.3f",
                            100 * interval.level(), interval.low(), interval.high());
            return Numbers.format("× %.3f", ratio()) + between + ", " + report.windows() + " of "
                    + report.windowsTotal() + " windows";
        }
    }

    public Findings {
        columns = List.copyOf(columns);
        lines = List.copyOf(lines);
    }

    /// One line of points of the sharing experiment.
    static Findings of(SharingResult result, SharingSeries series) {
        List<Line> lines = new ArrayList<>();
        for (int layer : result.order(series)) {
            List<Cell> cells = Stream.of(SharingMethod.values())
                    .map(method -> result.point(series, method, layer))
                    .map(point -> new Cell(point == null ? null : point.report()))
                    .toList();
            lines.add(new Line(series.isCumulative() ? lines.size() + 1 : layer, layer, cells));
        }
        String lisa =
                switch (result.options().training(result.options().layers())) {
                    case FITTED -> "LiSA";
                    case MIXED -> "LiSA mixed";
                    case UNTRAINED -> "LiSA untrained";
                };
        return new Findings(
                series.isCumulative() ? "layers that share" : "layer", List.of("copied", "aligned", lisa), lines);
    }

    /// The deviations of one kind.
    static Findings of(SensitivityResult result, DeviationKind kind) {
        List<Deviation> deviations =
                result.options().deviations().stream().filter(kind::holds).toList();
        List<Line> lines = result.options().layers().stream()
                .map(layer -> new Line(
                        layer,
                        layer,
                        deviations.stream()
                                .map(deviation -> result.point(layer, deviation))
                                .map(point -> new Cell(point == null ? null : point.report()))
                                .toList()))
                .toList();
        return new Findings("layer", deviations.stream().map(kind::name).toList(), lines);
    }

    /// True if layers are added to those before.
    public boolean isCumulative() {
        return !first.equals("layer");
    }

    /// The table for a spreadsheet: cells separated by tabs, ratios with all digits, intervals beside them.
    public String tabular() {
        StringBuilder text = new StringBuilder(isCumulative() ? "layers\tadded" : "layer");
        columns.forEach(column -> text.append('\t').append(column).append("\tlow\thigh"));
        for (Line line : lines) {
            text.append('\n').append(line.position()).append(isCumulative() ? "\t" + line.layer() : "");
            for (Cell cell : line.cells()) {
                boolean isThere = cell.report() != null;
                text.append('\t').append(isThere ? cell.ratio() : "");
                text.append('\t').append(isThere ? cell.low() : "");
                text.append('\t').append(isThere ? cell.high() : "");
            }
        }
        return text.append('\n').toString();
    }
}
