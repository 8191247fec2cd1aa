package org.crosslayer.app.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.similarity.HeadStatistics;
import org.crosslayer.engine.similarity.SinkHandling;
import org.crosslayer.viz.chart.ChartColors;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartData.ChartAxis;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.crosslayer.viz.chart.ChartSeries;
import org.crosslayer.viz.paper.Panel;

/// Heads as points, by where they look.
final class HeadPanels {
    /// Layers are grouped so that each group has its own colour and marker.
    private static final int GROUPS = 4;

    private final Evidence evidence;

    HeadPanels(Evidence evidence) {
        this.evidence = evidence;
    }

    /// What a head may be placed by.
    enum Measure {
        LAYER("layer", HeadStatistics::layer),
        ENTROPY("entropy (nats)", HeadStatistics::entropy),
        SINK("attention on the first key", HeadStatistics::sink),
        DISTANCE("distance (tokens)", HeadStatistics::distance),
        PREVIOUS("attention on the key before", HeadStatistics::previous),
        SELF("attention on the own key", HeadStatistics::self),
        INDUCTION("attention after the earlier occurrence", HeadStatistics::induction);

        private final String title;

        @SuppressWarnings("ImmutableEnumChecker") // accessors of a record
        private final ToDoubleFunction<HeadStatistics> value;

        Measure(String title, ToDoubleFunction<HeadStatistics> value) {
            this.title = title;
            this.value = value;
        }
    }

    Made scatter(PanelRecipe.Scatter recipe) throws EngineException, RecipeException {
        Measure x = Words.constant(Measure.class, recipe.x(), Measure.ENTROPY, "x");
        Measure y = Words.constant(Measure.class, recipe.y(), Measure.SINK, "y");
        SinkHandling sink = Words.constant(SinkHandling.class, recipe.sink(), SinkHandling.KEEP, "sink");
        List<int[]> windows = evidence.windows();
        List<HeadStatistics> heads =
                evidence.model().heads(windows, sink, evidence.progress(), evidence.cancellation());
        int nLayers = evidence.model().config().nLayers();
        int groups = Math.min(Math.min(GROUPS, ChartColors.SERIES), nLayers);
        List<ChartSeries> series = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            int from = group * nLayers / groups;
            int to = (group + 1) * nLayers / groups;
            List<ChartSeries.Point> points = heads.stream()
                    .filter(head -> head.layer() >= from && head.layer() < to)
                    .map(head -> ChartSeries.Point.at(x.value.applyAsDouble(head), y.value.applyAsDouble(head)))
                    .toList();
            String name = to - from == 1 ? "layer " + from : "layers " + from + "–" + (to - 1);
            series.add(new ChartSeries(name, points));
        }
        ChartData data = new ChartData(
                x == Measure.LAYER ? ChartAxis.counting(x.title) : ChartAxis.of(x.title),
                ChartAxis.of(y.title),
                Mark.POINTS,
                series);
        long rows = windows.stream().mapToLong(ids -> ids.length).sum();
        return new Made(
                new Panel.Chart("", data),
                "Every head of " + evidence.subject(windows.size()) + " as a point; means over n = " + rows + " rows; "
                        + sink.words() + ".");
    }
}
