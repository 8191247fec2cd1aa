package org.crosslayer.app.figure;

import java.util.ArrayList;
import java.util.List;
import org.crosslayer.viz.chart.ChartColors;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartData.ChartAxis;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.crosslayer.viz.chart.ChartSeries;

/// Heads as points, the same in window and figure. Layers are grouped, and each group has its own colour and marker.
public final class HeadScatter {
    private static final int GROUPS = 4;

    private HeadScatter() {}

    /// Every head that has both values.
    public static ChartData chart(List<HeadPoint> heads, int nLayers, HeadMeasure x, HeadMeasure y) {
        int groups = Math.min(Math.min(GROUPS, ChartColors.SERIES), nLayers);
        List<ChartSeries> series = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            int from = group * nLayers / groups;
            int to = (group + 1) * nLayers / groups;
            List<ChartSeries.Point> points = heads.stream()
                    .filter(head -> head.statistics().layer() >= from
                            && head.statistics().layer() < to)
                    .map(head -> ChartSeries.Point.at(x.of(head), y.of(head)))
                    .filter(point -> Double.isFinite(point.x()) && Double.isFinite(point.y()))
                    .toList();
            String name = to - from == 1 ? "layer " + from : "layers " + from + "–" + (to - 1);
            series.add(new ChartSeries(name, points));
        }
        return new ChartData(axis(x), axis(y), Mark.POINTS, series);
    }

    private static ChartAxis axis(HeadMeasure measure) {
        return measure == HeadMeasure.LAYER ? ChartAxis.counting(measure.title()) : ChartAxis.of(measure.title());
    }
}
