package org.crosslayer.app.details;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.model.LayerAttention;
import org.junit.jupiter.api.Test;

class LossesViewModelTest {
    private final Workspace workspace = new Workspace();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final LossesViewModel viewModel = new LossesViewModel(workspace, runner);

    private void open() {
        workspace.show(new FakeAnalyst("model").subject());
    }

    private void share(int layer) {
        workspace
                .plan()
                .apply("share", workspace.plan().plan().get().with(layer, new LayerAttention.CopyPattern(layer - 1)));
    }

    @Test
    void nothingIsMeasuredWhileNobodyLooks() {
        runner.hold();
        open();
        share(2);
        assertEquals(0, runner.jobs().size());
        viewModel.looking().set(true);
        assertEquals(1, runner.jobs().size());
    }

    @Test
    void everyTokenHasItsChangeAndTheWorstComeFirst() {
        viewModel.looking().set(true);
        open();
        assertTrue(viewModel.caption().get().startsWith("No layer shares"));
        share(2);
        assertEquals("+2.000 nats · token 42 “c” · id 99 · 3.000 without sharing, 5.000 with", viewModel.reading(42));
        assertEquals("−0.500 nats · token 43 “d” · id 100 · 3.000 without sharing, 2.500 with", viewModel.reading(43));
        assertEquals("token 0 “a” · id 97 · not scored", viewModel.reading(0));
        assertEquals("", viewModel.reading(-1));
        assertEquals(42, viewModel.worst().get().getFirst() % 100);
        assertTrue(
                viewModel.caption().get().contains("1533 tokens in 3 windows of 512"),
                viewModel.caption().get());
    }

    @Test
    void anEarlierPlansColoursAreMarkedAsSuch() {
        viewModel.looking().set(true);
        open();
        share(2);
        assertFalse(viewModel.stale().get());
        runner.hold();
        share(4);
        assertTrue(viewModel.stale().get());
        runner.runAll();
        assertFalse(viewModel.stale().get());
        assertTrue(viewModel.reading(1).startsWith("+0.200 nats"));
    }

    @Test
    void aBurstOfSwitchesIsMeasuredOnce() {
        viewModel.looking().set(true);
        open();
        runner.hold();
        for (int i = 0; i < 50; i++) {
            workspace
                    .plan()
                    .apply(
                            "switch",
                            workspace
                                    .plan()
                                    .plan()
                                    .get()
                                    .with(
                                            1 + i % 5,
                                            i % 2 == 0
                                                    ? new LayerAttention.CopyPattern(i % 5)
                                                    : new LayerAttention.Own()));
        }
        assertEquals(1, runner.jobs().size());
    }

    @Test
    void goingBackToWhatIsShownAsksNothing() {
        viewModel.looking().set(true);
        open();
        share(2);
        runner.hold();
        viewModel.looking().set(false);
        viewModel.looking().set(true);
        assertEquals(0, runner.jobs().size());
        workspace.protocol().set(ProtocolKind.LLAMA_CPP);
        assertEquals(1, runner.jobs().size());
    }

    @Test
    void aTokenIsLockedAndReleased() {
        viewModel.looking().set(true);
        open();
        viewModel.lock(42);
        assertEquals(42, workspace.selection().query().get());
        viewModel.lock(7);
        assertEquals(7, workspace.selection().query().get());
        viewModel.lock(7);
        assertEquals(Selection.NONE, workspace.selection().query().get());
    }

    @Test
    void scalesAreSymmetricAndKnown() {
        assertTrue(LossesViewModel.SCALES.contains(viewModel.scale().get()));
        assertEquals(
                List.of("+0.100", "−0.100", "+0.000"),
                List.of(LossesViewModel.change(0.1), LossesViewModel.change(-0.1), LossesViewModel.change(0)));
    }
}
