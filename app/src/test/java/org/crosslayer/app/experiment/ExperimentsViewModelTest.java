package org.crosslayer.app.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.experiment.SharingSeries;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentsViewModelTest {
    private final Workspace workspace = new Workspace();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final ExperimentsViewModel viewModel = new ExperimentsViewModel(workspace, runner);
    private final FakeAnalyst analyst = new FakeAnalyst("model");

    @TempDir
    Path folder;

    @BeforeEach
    void openAModel() {
        workspace.show(analyst.subject());
    }

    @Test
    void oneClickGivesATableOfEveryLayerByEveryMethod() {
        viewModel.start();
        Findings findings = viewModel.findings().get();
        assertEquals(List.of("copied", "aligned", "LiSA untrained"), findings.columns());
        assertEquals(
                List.of(1, 2, 3, 4, 5),
                findings.lines().stream().map(Findings.Line::layer).toList());
        assertEquals("1.105", findings.lines().getFirst().cells().getFirst().text());
        assertEquals(
                "× 1.105, 95 % interval × 1.010 to × 1.200, 3 of 3 windows",
                findings.lines().getFirst().cells().getFirst().words());
        assertFalse(viewModel.running().get());
    }

    @Test
    void theCaptionSaysWhatTheNumbersAreOf() {
        viewModel.start();
        assertEquals(
                "model · “text.txt” · 3 of 3 windows of 512 tokens without overlap, tokens 2…512 scored, no BOS · heads"
                        + " matched by hungarian · LiSA aligned without training, no low-rank part",
                viewModel.caption().get());
        viewModel.kind().set(ExperimentKind.SENSITIVITY);
        assertEquals("", viewModel.caption().get());
        viewModel.deviation().set(DeviationKind.NOISE);
        viewModel.start();
        assertTrue(viewModel.caption().get().endsWith("one layer at a time, noise σ on the scores, seed 1"));
    }

    @Test
    void fittedLayersOfThePlanAreUsedAndNamed() {
        ModelConfig config = analyst.summary().config();
        LisaAdapter adapter = LisaAdapter.identity(config, LisaOptions.defaults(config.nHeads()));
        workspace.plan().apply("LiSA", workspace.plan().plan().get().with(2, new LayerAttention.Lisa(1, adapter)));
        viewModel.start();
        assertEquals("LiSA mixed", viewModel.findings().get().columns().getLast());
        assertTrue(
                viewModel.caption().get().endsWith("LiSA fitted but for layers 1, 3, 4, 5, aligned without training"));
    }

    @Test
    void cumulativeLinesCountTheLayersThatShare() {
        viewModel.start();
        viewModel.series().set(SharingSeries.TOP_DOWN);
        Findings findings = viewModel.findings().get();
        assertEquals("layers that share", findings.first());
        assertEquals(
                List.of(5, 4, 3, 2, 1),
                findings.lines().stream().map(Findings.Line::layer).toList());
        assertEquals(
                List.of(1, 2, 3, 4, 5),
                findings.lines().stream().map(Findings.Line::position).toList());
        assertEquals(
                "2 layers, layer 4 added, copied: × 1.221, 95 % interval × 1.010 to × 1.200, 3 of 3 windows",
                viewModel.reading("copied", 2));
        assertTrue(findings.tabular().startsWith("layers\tadded\tcopied\tlow\thigh\taligned"));
        assertTrue(findings.tabular().lines().toList().get(1).startsWith("1\t5\t1.105170"));
    }

    @Test
    void sensitivityShowsOneKindOfDeviationAtATime() {
        viewModel.kind().set(ExperimentKind.SENSITIVITY);
        viewModel.start();
        assertEquals(
                List.of("ε 0.01", "ε 0.03", "ε 0.1", "ε 0.3"),
                viewModel.findings().get().columns());
        assertEquals(6, viewModel.findings().get().lines().size());
        viewModel.deviation().set(DeviationKind.NOISE);
        assertEquals(
                List.of("σ 0.1", "σ 0.3", "σ 1.0"), viewModel.findings().get().columns());
    }

    @Test
    void whatWasFoundStaysWhileTheOtherExperimentIsLookedAt() {
        viewModel.start();
        Findings before = viewModel.findings().get();
        viewModel.kind().set(ExperimentKind.SENSITIVITY);
        assertEquals(Findings.NONE, viewModel.findings().get());
        viewModel.kind().set(ExperimentKind.SHARING);
        assertEquals(before, viewModel.findings().get());
    }

    @Test
    void everythingElseGoesFirst() {
        runner.hold();
        viewModel.start();
        assertEquals(Urgency.BACKGROUND, runner.jobs().getLast().urgency());
        assertTrue(viewModel.running().get());
        runner.runAll();
        assertFalse(viewModel.running().get());
    }

    @Test
    void stoppedBeforeItBeganNothingIsKnown() {
        runner.hold();
        viewModel.start();
        viewModel.stop();
        runner.runAll();
        assertFalse(viewModel.running().get());
        assertEquals(Findings.NONE, viewModel.findings().get());
    }

    @Test
    void anotherTextForgetsWhatWasFound() {
        viewModel.start();
        workspace.show(new FakeAnalyst("other").subject());
        assertEquals(Findings.NONE, viewModel.findings().get());
        assertEquals("", viewModel.caption().get());
    }

    @Test
    void aChosenLayerIsChosenEverywhere() {
        viewModel.choose(4);
        assertEquals(4, workspace.selection().primary().get());
        assertEquals(3, workspace.selection().pinned().get());
        workspace.selection().choosePair(4, 1);
        viewModel.choose(4);
        assertEquals(1, workspace.selection().pinned().get(), "the same layer again changes nothing");
    }

    @Test
    void allMeasurementsAreSavedAsCsv() throws IOException {
        viewModel.start();
        assertEquals("model-sharing.csv", viewModel.fileName());
        Path file = folder.resolve(viewModel.fileName());
        viewModel.save(file);
        List<String> lines = Files.readAllLines(file);
        assertEquals(1 + 3 * 3 * 5, lines.size());
        assertTrue(lines.get(1).startsWith("single,copied,1,1,,3,"), lines.get(1));
        viewModel.save(folder);
        assertTrue(workspace.message().get() != null, "a folder cannot be written as a file");
    }
}
