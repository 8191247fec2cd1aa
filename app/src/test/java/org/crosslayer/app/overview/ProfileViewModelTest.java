package org.crosslayer.app.overview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.workspace.EvidenceSettings;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.LayerTrials;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.evaluation.Interval;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.similarity.Metric;
import org.crosslayer.engine.similarity.SinkHandling;
import org.junit.jupiter.api.Test;

class ProfileViewModelTest {
    private final Workspace workspace = new Workspace();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final LayersViewModel layers = new LayersViewModel(workspace, runner);
    private final ProfileViewModel viewModel = new ProfileViewModel(workspace, runner);
    private final FakeAnalyst analyst = new FakeAnalyst("model");

    @Test
    void nothingIsComputedWhileNobodyLooks() {
        workspace.show(analyst.subject());
        workspace.evidence().choose(EvidenceSettings.DEFAULT.with(SinkHandling.DROP_KEY));
        assertEquals(0, analyst.asked("influence"));
        viewModel.looking().set(true);
        assertEquals(1, analyst.asked("influence"));
        viewModel.looking().set(false);
        viewModel.looking().set(true);
        assertEquals(1, analyst.asked("influence"));
        workspace.evidence().choose(EvidenceSettings.DEFAULT);
        assertEquals(2, analyst.asked("influence"));
    }

    @Test
    void chartsHoldWhatIsKnown() {
        viewModel.looking().set(true);
        workspace.show(analyst.subject());
        var influence = viewModel.influence().get();
        var divergence = viewModel.divergence().get();
        assertNotNull(influence);
        assertNotNull(divergence);
        assertEquals(FakeAnalyst.LAYERS, influence.layers().size());
        assertEquals(FakeAnalyst.LAYERS, divergence.values().rows());
        assertEquals(List.of(), viewModel.costs().get());
        assertTrue(
                viewModel.caption().get().contains("first key kept"),
                viewModel.caption().get());
        assertTrue(viewModel.caption().get().contains("3 windows of 256 tokens"));
        assertTrue(viewModel.caption().get().contains("not measured yet"));
        assertEquals(
                "Layer 3 · 0.0500 from layer 2 · block influence 0.3000, angular distance 0.0300",
                viewModel.chosen().get());
        assertEquals(layers.chosen().get(), "0.0500 ± 0.0500");
    }

    @Test
    void partialCostsAreShownAsTheyCome() {
        viewModel.looking().set(true);
        workspace.show(analyst.subject());
        viewModel.measure();
        assertEquals(1, workspace.trials().requests().get());
        workspace.trials().show(List.of(trial(1, 3.02), trial(3, 3.1)));
        var costs = viewModel.costs().get();
        assertNotNull(costs);
        assertEquals(List.of(1, 3), costs.stream().map(trial -> trial.layer()).toList());
        assertTrue(
                viewModel.caption().get().contains("2 of 5 layers alone"),
                viewModel.caption().get());
        assertTrue(
                viewModel.chosen().get().endsWith("shared alone +10.52 %"),
                viewModel.chosen().get());
    }

    @Test
    void anotherMetricChangesTheCaptionAndUndoPutsItBack() {
        viewModel.looking().set(true);
        workspace.show(analyst.subject());
        String before = viewModel.caption().get();
        workspace.evidence().choose(EvidenceSettings.DEFAULT.with(Metric.COSINE));
        assertTrue(
                viewModel.caption().get().startsWith("cosine similarity"),
                viewModel.caption().get());
        workspace.history().undo();
        assertEquals(before, viewModel.caption().get());
    }

    @Test
    void whyAsksAboutTheChosenLayer() {
        viewModel.looking().set(true);
        workspace.show(analyst.subject());
        viewModel.choose(4);
        viewModel.explain();
        assertEquals(4, workspace.suspect().get());
    }

    private LayerTrials.Trial trial(int layer, double nll) {
        return new LayerTrials.Trial(
                layer,
                new PerplexityReport(
                        Sampling.perplexity(analyst.subject(), ProtocolKind.WINDOWS),
                        3,
                        3,
                        1533,
                        nll,
                        3,
                        new Interval(1.01, 1.2, 0.95)));
    }
}
