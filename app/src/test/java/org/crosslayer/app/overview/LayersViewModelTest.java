package org.crosslayer.app.overview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.workspace.EvidenceSettings;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.similarity.Metric;
import org.junit.jupiter.api.Test;

class LayersViewModelTest {
    private final Workspace workspace = new Workspace();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final LayersViewModel viewModel = new LayersViewModel(workspace, runner);

    private void open() {
        workspace.show(new FakeAnalyst("model").subject());
    }

    @Test
    void thePairMostAlikeIsChosenAtFirst() {
        open();
        assertEquals(3, workspace.selection().primary().get());
        assertEquals(2, workspace.selection().pinned().get());
        assertEquals(3, viewModel.closest().get().getFirst().upper());
    }

    @Test
    void aChoiceOfTheUserIsKeptWhenBetterValuesArrive() {
        runner.hold();
        open();
        runner.runNext();
        workspace.selection().choosePair(5, 1);
        runner.runAll();
        assertEquals(5, workspace.selection().primary().get());
    }

    @Test
    void theFirstPictureComesFromOneWindowAndIsRefined() {
        runner.hold();
        open();
        runner.runNext();
        assertEquals(1, shownWindows());
        runner.runAll();
        assertEquals(FakeAnalyst.WINDOWS, shownWindows());
        assertTrue(viewModel.caption().get().endsWith("“text.txt” · 3 windows of 256 tokens"));
    }

    @Test
    void anotherMetricStartsAnew() {
        open();
        runner.hold();
        workspace.evidence().choose(EvidenceSettings.DEFAULT.with(Metric.TV));
        assertNull(workspace.similarity().get());
        runner.runAll();
        assertTrue(viewModel.caption().get().startsWith("total variation distance"));
    }

    private int shownWindows() {
        var shown = workspace.similarity().get();
        assertNotNull(shown);
        return shown.windows();
    }
}
