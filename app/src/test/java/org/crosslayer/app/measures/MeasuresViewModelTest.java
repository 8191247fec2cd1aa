package org.crosslayer.app.measures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.task.Job;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.OpenText;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.tokenizer.BosCheck;
import org.crosslayer.engine.tokenizer.BosRule;
import org.junit.jupiter.api.Test;

class MeasuresViewModelTest {
    private final Workspace workspace = new Workspace();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final MeasuresViewModel viewModel = new MeasuresViewModel(workspace, runner);
    private final FakeAnalyst analyst = new FakeAnalyst("model");

    private void share(int layer) {
        AttentionPlan plan = workspace.plan().plan().get();
        workspace.plan().apply("copy", plan.with(layer, new LayerAttention.CopyPattern(layer - 1)));
    }

    @Test
    void theBaselineIsMeasuredAsSoonAsSomethingIsOpen() {
        workspace.show(analyst.subject());
        assertEquals("20.09", viewModel.perplexity().get().baseline());
        assertEquals("3 of 3 windows", viewModel.perplexity().get().status());
    }

    @Test
    void aChangeOfThePlanMovesThePerplexityAndItsRatio() {
        workspace.show(analyst.subject());
        share(2);
        PerplexityWords words = viewModel.perplexity().get();
        assertEquals("22.20", words.plan());
        assertEquals("× 1.105", words.ratio());
        assertEquals("95 % interval × 1.010 to × 1.200", words.interval());
    }

    @Test
    void aBosThatTheModelWantsAndTheProtocolLeavesAwayIsWarnedAbout() {
        Subject usual = analyst.subject();
        BosCheck wanted = new BosCheck("<s>", new BosRule(true, "config"), false);
        OpenText text = new OpenText(
                usual.text().path(), usual.text().content(), usual.text().ids(), wanted);
        workspace.show(new Subject(usual.analyst(), usual.summary(), usual.device(), text));
        String protocol = viewModel.perplexity().get().protocol();
        assertTrue(protocol.contains("This model wants BOS (“<s>”)"), protocol);
    }

    @Test
    void estimatesAreNamedSoUntilAllWindowsAreDone() {
        List<String> seen = new ArrayList<>();
        viewModel.perplexity().addListener((_, _, words) -> seen.add(words.status()));
        workspace.show(analyst.subject());
        assertEquals(List.of("estimate · 1 of 3 windows", "estimate · 2 of 3 windows", "3 of 3 windows"), seen);
    }

    @Test
    void numbersOfAnEarlierPlanAreMarkedStaleUntilTheFirstEstimate() {
        workspace.show(analyst.subject());
        runner.hold();
        share(2);
        assertTrue(viewModel.perplexityStale().get());
        runner.runAll();
        assertFalse(viewModel.perplexityStale().get());
    }

    @Test
    void undoShowsWhatWasMeasuredBeforeWithoutMeasuringAgain() {
        workspace.show(analyst.subject());
        share(2);
        workspace.history().undo();
        assertEquals("20.09", viewModel.perplexity().get().plan());
        assertEquals(2, analyst.evaluated().size());
    }

    @Test
    void onlyTheNewestPlanIsMeasured() {
        workspace.show(analyst.subject());
        runner.hold();
        share(2);
        share(3);
        share(4);
        runner.runAll();
        assertEquals(2, analyst.evaluated().size());
        assertEquals(3, analyst.evaluated().getLast().sharedCount());
    }

    @Test
    void speedIsTimedOnceTheUserPauses() {
        workspace.show(analyst.subject());
        share(2);
        assertEquals("–", viewModel.speed().get().prefill().plan());
        runner.endPause();
        assertEquals("× 1.20", viewModel.speed().get().prefill().verdict());
        assertEquals("no measurable change", viewModel.speed().get().decode().verdict());
    }

    @Test
    void speedOfAnEarlierPlanIsMarkedStaleAndGoneOnceNothingShares() {
        workspace.show(analyst.subject());
        share(2);
        runner.endPause();
        share(3);
        assertTrue(viewModel.speedStale().get());
        workspace.history().undo();
        workspace.history().undo();
        assertEquals(SpeedWords.NONE, viewModel.speed().get());
        assertFalse(viewModel.speedStale().get());
    }

    @Test
    void aBurstOfSwitchesEndsInOneEvaluationOfTheLastState() {
        workspace.show(analyst.subject());
        runner.hold();
        for (int click = 0; click < 50; click++) {
            AttentionPlan plan = workspace.plan().plan().get();
            int layer = 1 + click % 5;
            LayerAttention other =
                    plan.isShared(layer) ? new LayerAttention.Own() : new LayerAttention.CopyPattern(layer - 1);
            workspace.plan().apply("switch " + click, plan.with(layer, other));
        }
        AttentionPlan last = workspace.plan().plan().get().with(1, new LayerAttention.CopyPattern(0));
        workspace.plan().apply("the last", last);
        assertEquals(1, runner.jobs().size());
        runner.runAll();
        assertEquals(List.of(AttentionPlan.none(FakeAnalyst.LAYERS), last), analyst.evaluated());
    }

    @Test
    void whatIsSavedFollowsThePlanAndTheContext() {
        workspace.show(analyst.subject());
        assertEquals("same", value("savings-parameters"));
        share(2);
        // One of six layers; the cache keeps its values.
        assertEquals("−16.7 %", value("savings-parameters"));
        assertEquals("−16.7 %", value("savings-channels"));
        assertEquals("−16.7 %", value("savings-keys"));
        String usual = value("savings-operations");
        viewModel.context().set(2048);
        assertTrue(!usual.equals(value("savings-operations")));
        assertEquals(List.of(128, 256, 512, 1024, 2048), viewModel.contexts().get());
    }

    private String value(String id) {
        return viewModel.savings().get().lines().stream()
                .filter(line -> line.id().equals(id))
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void betterPartsOfTheSameShapeAreMeasuredButNotTimedAgain() {
        workspace.show(analyst.subject());
        LisaAdapter first = LisaAdapter.random(analyst.summary().config(), LisaOptions.defaults(FakeAnalyst.HEADS), 1);
        LisaAdapter better = LisaAdapter.random(analyst.summary().config(), LisaOptions.defaults(FakeAnalyst.HEADS), 2);
        AttentionPlan plan = workspace.plan().plan().get().with(3, new LayerAttention.Lisa(2, first));
        workspace.plan().apply("use LiSA", plan);
        runner.endPause();
        SpeedWords timed = viewModel.speed().get();
        workspace.plan().substitute(Map.of(first, better));
        assertEquals(timed, viewModel.speed().get());
        assertFalse(viewModel.speedStale().get());
        assertFalse(runner.isPausing());
        assertTrue(workspace.measured().containsKey(workspace.plan().plan().get()));
    }

    @Test
    void partsThatWereFittedOnTheMeasuredTextFlatter() {
        workspace.show(analyst.subject());
        LisaAdapter adapter =
                LisaAdapter.random(analyst.summary().config(), LisaOptions.defaults(FakeAnalyst.HEADS), 1);
        AttentionPlan plan = workspace.plan().plan().get().with(3, new LayerAttention.Lisa(2, adapter));
        workspace.shelf().putAll(plan, "somewhere", "text.txt", true);
        assertEquals("", viewModel.warning().get());
        workspace.plan().apply("use LiSA", plan);
        assertEquals(
                "Flattered: a layer was fitted on this very text.",
                viewModel.warning().get());
    }

    @Test
    void afterThePauseThePredictionsAreComparedToo() {
        workspace.show(analyst.subject());
        share(2);
        assertEquals("", viewModel.divergence().get());
        runner.endPause();
        assertEquals(
                "KL 0.1250 ± 0.0031 nats, at most 4.50 · same likeliest token 87.5 %",
                viewModel.divergence().get());
        share(3);
        assertEquals("", viewModel.divergence().get(), "it belonged to the plan before");
    }

    @Test
    void anotherProtocolForgetsWhatWasMeasuredAndMeasuresAnew() {
        workspace.show(analyst.subject());
        assertTrue(viewModel.perplexity().get().protocol().startsWith("windows of 512 tokens without overlap"));
        viewModel.protocol().set(ProtocolKind.STRIDE);
        assertEquals(2, analyst.evaluated().size());
        assertTrue(viewModel.perplexity().get().protocol().contains("each 256 further"));
        assertEquals(1, workspace.measured().size());
    }

    @Test
    void anotherSwitchBeginsThePauseAnew() {
        workspace.show(analyst.subject());
        share(2);
        workspace.history().undo();
        assertFalse(runner.isPausing());
    }

    @Test
    void cancellingTheTimingMakesTheButtonUsableAgain() {
        workspace.show(analyst.subject());
        runner.hold();
        viewModel.measureSpeed();
        assertTrue(viewModel.timing().get());
        List.copyOf(runner.jobs()).forEach(Job::cancel);
        assertFalse(viewModel.timing().get());
    }
}
