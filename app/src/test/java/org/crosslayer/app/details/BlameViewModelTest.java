package org.crosslayer.app.details;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.similarity.MatchMethod;
import org.junit.jupiter.api.Test;

class BlameViewModelTest {
    private final Workspace workspace = new Workspace();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final BlameViewModel viewModel = new BlameViewModel(workspace, runner);
    private final FakeAnalyst analyst = new FakeAnalyst("model");

    private void open() {
        workspace.show(analyst.subject());
        workspace.alignments().set(analyst.align(List.of(), MatchMethod.HUNGARIAN, (_, _) -> {}, () -> false));
    }

    private Blame blame() {
        return Objects.requireNonNull(viewModel.blame().get());
    }

    @Test
    void withoutAQuestionItInvites() {
        viewModel.looking().set(true);
        open();
        assertTrue(viewModel.summary().get().startsWith("Right-click a row"));
        workspace.explain(0);
        assertTrue(viewModel.summary().get().startsWith("Layer 0 has no layer below"));
        assertNull(viewModel.blame().get());
    }

    @Test
    void aLayerThatDoesNotShareIsTriedAsAnAlignedCopy() {
        viewModel.looking().set(true);
        open();
        workspace.explain(3);
        assertEquals(2, blame().source());
        assertEquals(new Blame.Head(0, 3, 0), blame().heads().getFirst());
        assertEquals(42, blame().tokens().getFirst() % 100);
        assertTrue(viewModel
                .summary()
                .get()
                .startsWith("Layer 3 does not share; with an aligned copy of layer 2 it adds +0."));
        assertEquals(0, workspace.plan().plan().get().sharedCount(), "the plan itself is left alone");
    }

    @Test
    void aSharedLayerIsComparedWithWhereItsAttentionReallyComesFrom() {
        viewModel.looking().set(true);
        open();
        workspace
                .plan()
                .apply(
                        "two",
                        workspace
                                .plan()
                                .plan()
                                .get()
                                .with(2, new LayerAttention.CopyPattern(1))
                                .with(3, new LayerAttention.MappedPattern(2, List.of(2, 2, 0, 1))));
        workspace.explain(3);
        assertEquals(1, blame().source());
        assertTrue(blame().isShared());
        assertEquals(
                List.of(2, 2, 0, 1),
                blame().heads().stream().map(Blame.Head::sourceHead).toList());
        assertEquals(0.1 * (1 + (20 - 1 - 5 - 1) / 100.0), blame().losses().meanChange(), 0.02);
    }

    @Test
    void passagesAreOrderedAndKnowTheirWorstToken() {
        viewModel.looking().set(true);
        open();
        workspace.explain(3);
        Blame.Passage first = blame().passages().getFirst();
        assertEquals(42, first.worstToken() % 100);
        assertTrue(first.meanChange() >= blame().passages().getLast().meanChange());
        assertTrue(
                first.worstToken() >= first.firstToken() && first.worstToken() < first.firstToken() + first.tokens());
        assertTrue(blame().shareOfHalf() > 0 && blame().shareOfHalf() < 0.5);
    }

    @Test
    void aClickLocksBothHeadsAndTheToken() {
        viewModel.looking().set(true);
        open();
        workspace.explain(3);
        Selection selection = workspace.selection();
        viewModel.chooseHead(blame().heads().get(1));
        assertEquals(3, selection.primary().get());
        assertEquals(2, selection.pinned().get());
        assertEquals(1, selection.head().get());
        assertEquals(2, selection.pinnedHead().get());
        assertEquals(blame().tokens().getFirst(), selection.query().get());
        viewModel.chooseToken(77);
        assertEquals(77, selection.query().get());
        assertEquals(1, selection.head().get(), "the head that was chosen stays");
    }

    @Test
    void aTokenAloneBringsTheWorstHead() {
        viewModel.looking().set(true);
        open();
        workspace.explain(4);
        viewModel.chooseToken(142);
        assertEquals(4, workspace.selection().primary().get());
        assertEquals(
                blame().heads().getFirst().head(), workspace.selection().head().get());
        assertEquals(142, workspace.selection().query().get());
    }

    @Test
    void nothingIsComputedUntilSomebodyLooksAndTheSameQuestionIsAnsweredOnce() {
        open();
        runner.hold();
        workspace.explain(3);
        assertEquals(0, runner.jobs().size());
        viewModel.looking().set(true);
        assertEquals(1, runner.jobs().size());
        runner.runAll();
        assertNotNull(viewModel.blame().get());
        workspace.explain(3);
        assertEquals(0, runner.jobs().size());
        assertNotNull(viewModel.blame().get());
    }

    @Test
    void itCanBeStopped() {
        viewModel.looking().set(true);
        open();
        runner.hold();
        workspace.explain(3);
        runner.jobs().getFirst().cancel();
        assertTrue(viewModel.summary().get().startsWith("Stopped."));
    }

    @Test
    void theAnswerCanBeCopied() {
        viewModel.looking().set(true);
        open();
        workspace.explain(3);
        List<String> lines = BlameTable.of(blame()).lines().toList();
        assertEquals("kind\tlayer\tsource\twhich\tgets\tnats\ttext", lines.getFirst());
        assertEquals("head\t3\t2\t0\t3\t0.0\t", lines.get(1));
        assertEquals(
                1
                        + blame().heads().size()
                        + blame().passages().size()
                        + blame().tokens().size(),
                lines.size());
    }
}
