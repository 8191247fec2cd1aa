package org.crosslayer.app.figure;

import java.util.List;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.HeadStatistics;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.similarity.SinkHandling;
import org.crosslayer.viz.paper.Panel;

/// Heads as points, by where they look.
final class HeadPanels {
    private final Evidence evidence;

    HeadPanels(Evidence evidence) {
        this.evidence = evidence;
    }

    Made scatter(PanelRecipe.Scatter recipe) throws EngineException, RecipeException {
        HeadMeasure x = Words.constant(HeadMeasure.class, recipe.x(), HeadMeasure.ENTROPY, "x");
        HeadMeasure y = Words.constant(HeadMeasure.class, recipe.y(), HeadMeasure.SINK, "y");
        SinkHandling sink = Words.constant(SinkHandling.class, recipe.sink(), SinkHandling.KEEP, "sink");
        boolean hasDonors = x == HeadMeasure.DONOR || y == HeadMeasure.DONOR;
        List<int[]> windows = evidence.windows();
        List<HeadStatistics> heads =
                evidence.model().heads(windows, sink, evidence.progress(), evidence.cancellation());
        List<HeadAlignment> donors = hasDonors
                ? evidence.model().align(windows, MatchMethod.HUNGARIAN, evidence.progress(), evidence.cancellation())
                : List.of();
        long rows = windows.stream().mapToLong(ids -> ids.length).sum();
        return new Made(
                new Panel.Chart(
                        "",
                        HeadScatter.chart(
                                HeadPoint.of(heads, donors),
                                evidence.model().config().nLayers(),
                                x,
                                y)),
                "Every head of " + evidence.subject(windows.size()) + " as a point; means over n = " + rows + " rows; "
                        + sink.words() + "."
                        + (hasDonors
                                ? " Donor: the head of the layer below matched one to one (Hungarian method) by"
                                        + " Jensen–Shannon divergence, " + SinkHandling.KEEP.words() + "."
                                : ""));
    }
}
