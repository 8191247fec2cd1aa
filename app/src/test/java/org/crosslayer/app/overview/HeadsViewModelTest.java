package org.crosslayer.app.overview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.workspace.EvidenceSettings;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.similarity.HeadMode;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.similarity.Metric;
import org.crosslayer.engine.similarity.SinkHandling;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.junit.jupiter.api.Test;

class HeadsViewModelTest {
    private final Workspace workspace = new Workspace();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final HeadsViewModel viewModel = new HeadsViewModel(workspace, runner);
    private final FakeAnalyst analyst = new FakeAnalyst("model");

    @Test
    void nothingIsComputedWhileNobodyLooksAndNothingTwice() {
        workspace.show(analyst.subject());
        assertEquals(0, analyst.asked("headSimilarity"));
        viewModel.looking().set(true);
        viewModel.looking().set(false);
        viewModel.looking().set(true);
        workspace.evidence().choose(EvidenceSettings.DEFAULT.with(HeadMode.SAME_INDEX));
        assertEquals(1, analyst.asked("headSimilarity"), "heads have no head mode");
        viewModel.looking().set(false);
        workspace.evidence().choose(EvidenceSettings.DEFAULT.with(SinkHandling.DROP_KEY));
        assertEquals(1, analyst.asked("headSimilarity"), "stale, but hidden");
        viewModel.looking().set(true);
        assertEquals(2, analyst.asked("headSimilarity"));
    }

    @Test
    void theLastOfManyChoicesWins() {
        viewModel.looking().set(true);
        runner.hold();
        workspace.show(analyst.subject());
        for (Metric metric : Metric.values()) {
            workspace.evidence().choose(EvidenceSettings.DEFAULT.with(metric));
        }
        runner.runAll();
        assertEquals(1, analyst.asked("headSimilarity"));
        assertTrue(viewModel.caption().get().startsWith("total variation distance, all pairs of heads"));
    }

    @Test
    void aCellIsLookedAtEverywhere() {
        open();
        viewModel.choose(new HeadPair(1, 14));
        assertEquals(3, workspace.selection().primary().get());
        assertEquals(2, workspace.selection().head().get());
        assertEquals(0, workspace.selection().pinned().get());
        assertEquals(1, workspace.selection().pinnedHead().get());
        assertEquals(new HeadPair(14, 1), viewModel.selected().get());
        assertEquals("L3H2 and L0H1: 0.3100", viewModel.chosen().get());
        workspace.selection().head().set(0);
        assertEquals(new HeadPair(12, 1), viewModel.selected().get());
    }

    @Test
    void aBlockShowsWhoIsMatched() {
        open();
        viewModel.zoomTo(new HeadPair(9, 6));
        assertEquals(new HeadsViewModel.Block(2, 1), viewModel.block().get());
        assertEquals(0, viewModel.matched().get().size());
        workspace.alignments().set(analyst.align(List.of(), MatchMethod.HUNGARIAN, Progress.NONE, Cancellation.NEVER));
        assertEquals(FakeAnalyst.HEADS, viewModel.matched().get().size());
        assertEquals(new HeadPair(8, 7), viewModel.matched().get().getFirst());
        viewModel.showAll();
        assertNull(viewModel.block().get());
        assertEquals(0, viewModel.matched().get().size());
    }

    @Test
    void theCaptionSaysHowMuchWasRead() {
        open();
        assertNotNull(viewModel.similarity().get());
        assertEquals(
                "Jensen–Shannon divergence (log base e), all pairs of heads, first key kept · “text.txt” · 3 windows of"
                        + " 256 tokens, n = 3 rows",
                viewModel.caption().get());
    }

    private void open() {
        viewModel.looking().set(true);
        workspace.show(analyst.subject());
    }
}
