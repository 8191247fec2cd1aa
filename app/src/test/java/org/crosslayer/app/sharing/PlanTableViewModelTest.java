package org.crosslayer.app.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.task.Job;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.PlanLoader;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.junit.jupiter.api.Test;

/// Ranges, presets, sources and costs of the plan table.
class PlanTableViewModelTest {
    /// e^0.1: what a shared layer costs in the double.
    private static final double OF_ONE = Math.exp(FakeAnalyst.COST_OF_A_LAYER);

    private final Workspace workspace = new Workspace();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final FitViewModel fits = new FitViewModel(workspace, runner);
    private final LisaOptionsViewModel options = new LisaOptionsViewModel(workspace, runner);
    private final PlanLoader plans = new PlanLoader(workspace, runner, List.of());
    private final SharingViewModel viewModel = new SharingViewModel(workspace, runner, fits, options, plans);
    private final FakeAnalyst analyst = new FakeAnalyst("model");

    private void open() {
        workspace.show(analyst.subject());
    }

    private AttentionPlan plan() {
        return workspace.plan().plan().get();
    }

    private List<Integer> shared() {
        return IntStream.range(0, plan().nLayers())
                .filter(plan()::isShared)
                .boxed()
                .toList();
    }

    private LayerRow row(int layer) {
        return viewModel.rows().get(layer);
    }

    @Test
    void theRowsComeOnceWithTheFirstPictureOrAfterAWhileWithoutOne() {
        int[] came = {0};
        viewModel.afterPicture(() -> came[0]++);
        assertEquals(0, came[0], "there is no picture yet");
        runner.endPause();
        assertEquals(1, came[0], "none came");

        viewModel.afterPicture(() -> came[0]++);
        LayerSimilarity picture = analyst.similarity(
                List.of(new int[16]), SimilarityOptions.DEFAULT, _ -> {}, Progress.NONE, Cancellation.NEVER);
        workspace.similarity().set(picture);
        assertEquals(2, came[0], "with the picture");
        runner.endPause();
        assertEquals(2, came[0], "and not again");

        viewModel.afterPicture(() -> came[0]++);
        assertEquals(3, came[0], "at once where there is one");
        assertFalse(runner.isPausing());
    }

    @Test
    void aRangeIsSwitchedInOneStepAndLayerZeroStaysAsItIs() {
        open();
        viewModel.choose(List.of(0, 1, 2, 3), SharingMode.ALIGNED);
        assertEquals(List.of(1, 2, 3), shared());
        assertEquals(
                "copy aligned into layers 1–3", workspace.history().undoLabel().get());
        workspace.history().undo();
        assertEquals(List.of(), shared());
        assertEquals("", workspace.history().undoLabel().get());
    }

    @Test
    void aRangeThatWaitsForItsHeadsIsOneStepToo() {
        runner.hold();
        open();
        viewModel.choose(List.of(2, 3, 4), SharingMode.ALIGNED);
        assertEquals(SharingMode.ALIGNED, row(3).mode().get());
        runner.runAll();
        assertEquals(List.of(2, 3, 4), shared());
        workspace.history().undo();
        assertEquals(List.of(), shared());
    }

    @Test
    void aRangeOfLisaLayersIsFittedTogether() {
        open();
        runner.hold();
        viewModel.choose(List.of(2, 3, 4), SharingMode.LISA);
        runner.runAll();
        assertEquals(List.of(2, 3, 4), shared());
        assertEquals(1, analyst.fitted().size());
        assertEquals(List.of(2, 3, 4), analyst.fitted().getFirst().options().layers());
    }

    @Test
    void layersTakeFromAnyLowerLayerAndKeepTheirMethod() {
        open();
        viewModel.choose(5, SharingMode.ALIGNED);
        viewModel.chooseSource(List.of(1, 4, 5), 1);
        assertEquals(new LayerAttention.CopyPattern(1), plan().at(4));
        assertEquals(new LayerAttention.MappedPattern(1, List.of(1, 0, 3, 2)), plan().at(5), "matched with layer 1");
        assertFalse(plan().isShared(1), "a layer cannot take from itself");
        viewModel.choose(5, SharingMode.COPY);
        assertEquals(new LayerAttention.CopyPattern(1), plan().at(5), "another method, the same source");
        assertEquals("← 1", row(5).source().get());
    }

    @Test
    void presetsAreOneStepEach() {
        open();
        viewModel.choose(5, SharingMode.COPY);
        viewModel.everyNth(2);
        assertEquals(List.of(1, 3, 5), shared());
        assertTrue(plan().at(3) instanceof LayerAttention.MappedPattern);
        viewModel.span(2, 4);
        assertEquals(new LayerAttention.CopyPattern(2), plan().at(3));
        assertEquals(new LayerAttention.CopyPattern(2), plan().at(4));
        assertEquals(
                "share layer 2 up to layer 4", workspace.history().undoLabel().get());
        viewModel.clear();
        assertEquals(List.of(), shared());
        workspace.history().undo();
        workspace.history().undo();
        workspace.history().undo();
        assertEquals(List.of(5), shared());
    }

    @Test
    void layersOfThePlanAreMeasuredAloneAndTogether() {
        open();
        viewModel.choose(2, SharingMode.COPY);
        viewModel.choose(4, SharingMode.COPY);
        assertEquals(OF_ONE, row(2).cost().get(), 1e-9);
        assertEquals(OF_ONE, row(4).cost().get(), 1e-9);
        assertEquals(1, row(4).costShare().get(), 1e-9);
        assertEquals(OF_ONE, row(2).total().get(), 1e-9);
        assertTrue(Double.isNaN(row(3).cost().get()), "nobody has asked for layers that do not share");
        assertTrue(Double.isNaN(row(3).total().get()));
        assertFalse(viewModel.measuring().get());
    }

    @Test
    void everyLayerIsTriedAloneWhenAskedFor() {
        open();
        viewModel.choose(2, SharingMode.COPY);
        viewModel.measureAlone();
        assertEquals(OF_ONE, row(5).cost().get(), 1e-9);
        assertTrue(row(5).trial().get());
        assertFalse(row(2).trial().get());
        assertTrue(Double.isNaN(row(0).cost().get()));
    }

    @Test
    void stoppingKeepsWhatIsKnownAndTheNextSwitchBeginsAgain() {
        open();
        runner.hold();
        viewModel.measureAlone();
        assertTrue(viewModel.measuring().get());
        viewModel.stopMeasuring();
        assertFalse(viewModel.measuring().get());
        assertTrue(runner.jobs().isEmpty());
        viewModel.measureAlone();
        List.copyOf(runner.jobs()).forEach(Job::cancel);
        assertFalse(viewModel.measuring().get(), "cancelled in the status bar");
        viewModel.choose(3, SharingMode.COPY);
        assertTrue(viewModel.measuring().get());
    }

    @Test
    void aTableThatNobodySeesMeasuresNothing() {
        open();
        viewModel.tableShown().set(false);
        viewModel.choose(List.of(3, 4), SharingMode.COPY);
        assertEquals(List.of(), analyst.evaluated());
        viewModel.tableShown().set(true);
        assertEquals(2, analyst.evaluated().size(), "each of them alone");
    }

    @Test
    void aBudgetIsFilledWithTheCheapestLayersOnceAllWereTried() {
        open();
        assertEquals(List.of(), viewModel.suggestions());
        viewModel.measureAlone();
        Suggestion widest = viewModel.suggestions().getLast();
        assertEquals(1, widest.plan().sharedCount(), "one layer costs 10.5 %, two would cost 22 %");
        assertEquals("Within +20 %: 1 layer, by itself +10.5 %", widest.words());
        assertEquals("Within +5 %: no layer", viewModel.suggestions().get(1).words());
        viewModel.take(widest);
        assertEquals(1, shared().size());
        assertEquals("share within a budget", workspace.history().undoLabel().get());
    }

    @Test
    void layersInWordsNameRuns() {
        assertEquals("layer 3", LayerWords.of(List.of(3)));
        assertEquals("layers 3 and 4", LayerWords.of(List.of(3, 4)));
        assertEquals("layers 1, 3–6 and 9", LayerWords.of(List.of(1, 3, 4, 5, 6, 9)));
    }
}
