package org.crosslayer.app.experiment;

import java.util.ArrayList;
import java.util.List;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartData.ChartAxis;
import org.crosslayer.viz.chart.ChartSeries;
import org.jspecify.annotations.Nullable;

/// Findings as a chart: a line of points a column, with intervals.
final class FindingsChart {
    private static final String RATIO = "perplexity ratio";

    private FindingsChart() {}

    /// The chart; null while nothing is measured.
    ///
    /// @param logarithmic equal steps for equal ratios
    static @Nullable ChartData of(Findings findings, boolean logarithmic) {
        List<ChartSeries> series = new ArrayList<>();
        for (int column = 0; column < findings.columns().size(); column++) {
            List<ChartSeries.Point> points = new ArrayList<>();
            for (Findings.Line line : findings.lines()) {
                Findings.Cell cell = line.cells().get(column);
                // Not measured yet is no number: a gap, but the axis has its length from the start.
                points.add(ChartSeries.Point.between(line.position(), cell.ratio(), cell.low(), cell.high()));
            }
            series.add(new ChartSeries(findings.columns().get(column), points));
        }
        ChartData chart = new ChartData(
                ChartAxis.counting(findings.first()),
                logarithmic ? ChartAxis.logarithmic(RATIO) : ChartAxis.of(RATIO),
                ChartData.Mark.LINES,
                series);
        return chart.points().anyMatch(point -> Double.isFinite(point.y())) ? chart : null;
    }
}
