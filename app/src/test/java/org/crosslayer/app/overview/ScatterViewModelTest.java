package org.crosslayer.app.overview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.crosslayer.app.figure.HeadMeasure;
import org.crosslayer.app.figure.HeadScatter;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.workspace.EvidenceSettings;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.similarity.Metric;
import org.crosslayer.engine.similarity.SinkHandling;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.junit.jupiter.api.Test;

class ScatterViewModelTest {
    private final Workspace workspace = new Workspace();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final ScatterViewModel viewModel = new ScatterViewModel(workspace, runner);
    private final FakeAnalyst analyst = new FakeAnalyst("model");

    @Test
    void nothingIsComputedWhileNobodyLooksAndNothingTwice() {
        workspace.show(analyst.subject());
        assertEquals(0, analyst.asked("headStatistics"));
        viewModel.looking().set(true);
        viewModel.x().set(HeadMeasure.DISTANCE);
        workspace.evidence().choose(EvidenceSettings.DEFAULT.with(Metric.TV));
        assertEquals(1, analyst.asked("headStatistics"), "neither axes nor metric change what heads do");
        workspace.evidence().choose(EvidenceSettings.DEFAULT.with(SinkHandling.DROP_KEY));
        assertEquals(2, analyst.asked("headStatistics"));
        assertTrue(viewModel.caption().get().contains("first key dropped"));
    }

    @Test
    void aProjectKeepsTheAxesAndBringingThemBackIsNoStep() {
        viewModel.x().set(HeadMeasure.DISTANCE);
        var kept = viewModel.save();
        ScatterViewModel other = new ScatterViewModel(workspace, runner);
        String step = workspace.history().undoLabel().get();
        other.restore(kept);
        assertEquals(HeadMeasure.DISTANCE, other.x().get());
        assertEquals(HeadMeasure.SINK, other.y().get());
        other.restore(Map.of("x", "no such measure", "y", 3));
        assertEquals(HeadMeasure.DISTANCE, other.x().get(), "what makes no sense is passed over");
        assertEquals(step, workspace.history().undoLabel().get());
    }

    @Test
    void everyHeadIsAPointAndAPointIsAHead() {
        open();
        assertEquals(FakeAnalyst.LAYERS * FakeAnalyst.HEADS, points());
        assertEquals(
                "L4H2 · entropy (nats) 4.2000 · attention on the first key 0.2000", viewModel.reading(4.2, 1.0 / 5));
        viewModel.choose(4.2, 1.0 / 5);
        assertEquals(4, workspace.selection().primary().get());
        assertEquals(3, workspace.selection().pinned().get());
        assertEquals(2, workspace.selection().head().get());
        var chosen = viewModel.chosen().get();
        assertNotNull(chosen);
        assertEquals(4, chosen.statistics().layer());
        assertEquals(2, chosen.statistics().head());
        workspace.selection().head().set(Selection.MEAN);
        assertNull(viewModel.chosen().get());
    }

    @Test
    void axesAreStepsThatAreTakenBack() {
        open();
        viewModel.x().set(HeadMeasure.INDUCTION);
        viewModel.y().set(HeadMeasure.PREVIOUS);
        assertEquals(
                "place heads up by attention on the key before",
                workspace.history().undoLabel().get());
        workspace.history().undo();
        workspace.history().undo();
        assertEquals(HeadMeasure.ENTROPY, viewModel.x().get());
        assertEquals(HeadMeasure.SINK, viewModel.y().get());
        assertEquals("", workspace.history().undoLabel().get());
    }

    @Test
    void headsAreNearToTheirDonorsOnceTheyAreMatched() {
        open();
        viewModel.y().set(HeadMeasure.DONOR);
        assertEquals(0, points());
        workspace.alignments().set(analyst.align(List.of(), MatchMethod.HUNGARIAN, Progress.NONE, Cancellation.NEVER));
        assertEquals((FakeAnalyst.LAYERS - 1) * FakeAnalyst.HEADS, points(), "layer 0 has no donor");
        assertTrue(viewModel.caption().get().contains("donor: matched one to one"));
    }

    private long points() {
        ScatterViewModel.Placed placed = viewModel.placed().get();
        assertNotNull(placed);
        return HeadScatter.chart(placed.heads(), placed.nLayers(), placed.x(), placed.y())
                .points()
                .count();
    }

    private void open() {
        viewModel.looking().set(true);
        workspace.show(analyst.subject());
    }
}
