package org.crosslayer.app.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.task.Job;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.workspace.AdapterShelf;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.FittedLayer;
import org.crosslayer.app.workspace.OpenText;
import org.crosslayer.app.workspace.PlanLoader;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.fitting.FitOptions;
import org.crosslayer.engine.fitting.StartMethod;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FitViewModelTest {
    private final Workspace workspace = new Workspace();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final FakeAnalyst analyst = new FakeAnalyst("model");
    private final FitViewModel fits = new FitViewModel(workspace, runner);
    private final LisaOptionsViewModel options = new LisaOptionsViewModel(workspace, runner);
    private final SharingViewModel sharing =
            new SharingViewModel(workspace, runner, fits, options, new PlanLoader(workspace, runner, List.of()));

    @BeforeEach
    void open() {
        workspace.show(analyst.subject());
    }

    private void choose(int layer) {
        sharing.choose(layer, SharingMode.LISA);
    }

    private AttentionPlan plan() {
        return workspace.plan().plan().get();
    }

    private FitState state() {
        return Objects.requireNonNull(fits.state().get(), "a fit");
    }

    /// Cancels the fit in the middle, as soon as it has come to a step.
    private void cancelAtStep(int step) {
        fits.state().addListener((_, _, now) -> {
            if (now != null
                    && now.phase() == FitState.Phase.UNDER_WAY
                    && now.snapshot().curve().size() == step + 1) {
                List.copyOf(runner.jobs()).stream()
                        .filter(job -> job.urgency() == Urgency.FITTING)
                        .forEach(Job::cancel);
            }
        });
    }

    @Test
    void aClickFitsTheLayerAndTheLastStateIsTheBest() {
        choose(3);
        assertEquals(FitState.Phase.DONE, state().phase());
        assertEquals(1, state().fraction());
        LayerAttention.Lisa lisa = (LayerAttention.Lisa) plan().at(3);
        assertEquals(
                Objects.requireNonNull(state().snapshot().best()).adapters().get(3), lisa.adapter());
        FittedLayer fitted = Objects.requireNonNull(
                workspace.shelf().at(new AdapterShelf.Place(3, 2, LisaOptions.defaults(FakeAnalyst.HEADS))));
        assertTrue(fitted.finished());
        assertEquals("text.txt", fitted.calibration());
    }

    @Test
    void betterStatesAreNoStepsToTakeBack() {
        choose(3);
        assertEquals("use LiSA in layer 3", workspace.history().undoLabel().get());
        workspace.history().undo();
        assertEquals(AttentionPlan.none(FakeAnalyst.LAYERS), plan());
        assertEquals("", workspace.history().undoLabel().get());
        workspace.history().redo();
        assertEquals(
                Objects.requireNonNull(state().snapshot().best()).adapters().get(3),
                ((LayerAttention.Lisa) plan().at(3)).adapter());
    }

    @Test
    void layersAskedForBeforeTheFirstStepAreFittedTogether() {
        runner.hold();
        choose(2);
        choose(4);
        choose(5);
        runner.runAll();
        assertEquals(List.of(2, 4, 5), analyst.fitted().getLast().options().layers());
        assertEquals(3, plan().sharedCount());
        assertEquals(
                "use LiSA in layers 2, 4 and 5", workspace.history().undoLabel().get());
    }

    @Test
    void layersAskedForLaterWaitForTheirTurn() {
        fits.state().addListener((_, _, now) -> {
            if (now != null
                    && now.layers().equals(List.of(2))
                    && now.snapshot().curve().size() == 3) {
                choose(4);
            }
        });
        choose(2);
        assertEquals(
                List.of(List.of(2), List.of(4)),
                analyst.fitted().stream().map(each -> each.options().layers()).toList());
        assertEquals(2, plan().sharedCount());
    }

    @Test
    void aCancelledFitKeepsItsBestStateAndCanGoOn() {
        cancelAtStep(2);
        choose(3);
        assertEquals(FitState.Phase.STOPPED, state().phase());
        LayerAttention stopped = plan().at(3);
        assertTrue(stopped instanceof LayerAttention.Lisa);
        assertTrue(state().progress().startsWith("Stopped early; kept is the state after step 50"));
        assertTrue(sharing.rows().get(3).lisaWords().get().endsWith("stopped early."));
        fits.goOn();
        assertEquals(FitState.Phase.DONE, state().phase());
        assertEquals(1, analyst.fitted().size(), "taken up, not begun anew");
        assertNotEquals(stopped, plan().at(3));
    }

    @Test
    void aFitThatRunsAwayIsToldInASentenceAndItsBestStateStays() {
        analyst.failFitAt(3);
        choose(3);
        assertEquals(FitState.Phase.STOPPED, state().phase());
        assertTrue(state().progress().startsWith("Stopped early; kept is the state after step 50"));
        assertTrue(plan().at(3) instanceof LayerAttention.Lisa);
        String message =
                Objects.requireNonNull(workspace.message().get(), "a sentence").toString();
        assertTrue(message.contains("layer 3") && message.contains("step 75"), message);
    }

    @Test
    void thePlanThatIsMeasuredFollowsAsTheStateImproves() {
        List<AttentionPlan> plans = new ArrayList<>();
        workspace.plan().plan().addListener((_, _, plan) -> plans.add(plan));
        choose(3);
        assertTrue(plans.size() > 1, "the first state and the last at least, " + plans.size());
        assertNotEquals(plans.getFirst(), plans.getLast());
    }

    @Test
    void aFitGoesOnWhileAnotherTextIsMeasuredButNotWithAnotherModel() {
        runner.hold();
        choose(3);
        Subject open = Objects.requireNonNull(workspace.subject().get());
        List.copyOf(runner.jobs()).forEach(Job::discard);
        workspace.show(open.with(new OpenText(
                Path.of("other.txt"), "other", List.of(1, 2, 3), open.text().bos())));
        assertFalse(state().flatters());
        runner.runAll();
        assertTrue(plan().isShared(3));
        assertEquals("text.txt", analyst.fitted().getLast().text().name());
        workspace.show(new FakeAnalyst("another").subject());
        assertNull(fits.state().get());
        assertEquals(LisaState.NOT_FITTED, sharing.rows().get(3).lisa().get());
    }

    @Test
    void endToEndAllLisaLayersOfThePlanGoTogether() {
        choose(2);
        options.setSteps(100, 50);
        choose(4);
        assertEquals(List.of(2, 4), analyst.fitted().getLast().options().layers());
        assertTrue(analyst.fitted().getLast().known().containsKey(2));
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedAndWhatWasSetStays() {
        options.setRank(5);
        assertTrue(
                options.problem().get().contains("an even rank"),
                options.problem().get());
        assertEquals(6, Objects.requireNonNull(options.settings().get()).lisa().rank());
        options.setRope(false);
        options.setRank(5);
        assertEquals("", options.problem().get());
        assertEquals(5, Objects.requireNonNull(options.settings().get()).lisa().rank());
    }

    @Test
    void alignedWithoutTrainingIsOfferedAloneAndSaidOnTheRow() {
        sharing.alignWithoutTraining(List.of(2, 3));
        FitOptions asked = analyst.fitted().getLast().options();
        assertEquals(List.of(2, 3), asked.layers());
        assertFalse(asked.isTrained());
        assertTrue(asked.lisa().isAlignmentAlone());
        assertEquals(2, plan().sharedCount());
        assertEquals("← 2 lin.", sharing.rows().get(3).source().get());
        assertTrue(state().progress().startsWith("Aligned without training; held-out"), state().progress());
        String words = sharing.rows().get(3).lisaWords().get();
        assertTrue(words.contains("aligned here on text.txt without training"), words);
        assertTrue(workspace.journal().entries().getLast().arguments().contains("--align-only"));
        assertEquals(LisaState.FITTED, sharing.rows().get(3).lisa().get());
        assertEquals(LisaState.NOT_FITTED, sharing.rows().get(4).lisa().get());
        choose(4);
        assertTrue(analyst.fitted().getLast().options().isTrained(), "the next switch is trained, as the options say");
        assertEquals(List.of(4), analyst.fitted().getLast().options().layers());
        options.setTrained(false);
        choose(5);
        assertFalse(analyst.fitted().getLast().options().isTrained());
    }

    @Test
    void everyChoiceReachesTheFit() {
        options.setCarrier(LisaOptions.Carrier.PATTERN);
        options.setStart(StartMethod.MATCHED);
        options.setSeed(9);
        options.setChained(false);
        choose(4);
        FitOptions asked = analyst.fitted().getLast().options();
        assertEquals(LisaOptions.Carrier.PATTERN, asked.lisa().carrier());
        assertEquals(StartMethod.MATCHED, asked.start());
        assertEquals(9, asked.seed());
        assertFalse(asked.chained());
    }

    @Test
    void fittingOnTheTextThatIsMeasuredIsSaid() {
        assertTrue(options.warning().get().startsWith("Fitted on the text that is measured"));
        assertEquals("text.txt (the open text)", options.calibration().get());
        choose(3);
        assertTrue(state().flatters());
    }
}
