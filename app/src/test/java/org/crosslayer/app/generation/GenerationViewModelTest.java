package org.crosslayer.app.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.evaluation.Continuation;
import org.crosslayer.engine.evaluation.GenerationOptions;
import org.crosslayer.engine.evaluation.PairedGeneration;
import org.crosslayer.engine.model.LayerAttention;
import org.junit.jupiter.api.Test;

class GenerationViewModelTest {
    private final Workspace workspace = new Workspace();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final GenerationViewModel viewModel = new GenerationViewModel(workspace, runner);

    private void open() {
        workspace.show(new FakeAnalyst("model").subject());
    }

    private void share() {
        workspace.plan().apply("share", workspace.plan().plan().get().with(2, new LayerAttention.CopyPattern(1)));
    }

    @Test
    void thePromptBeginsAsTheTextAndIsTheUsersOnceWritten() {
        open();
        assertTrue("abcdefghij".repeat(20).startsWith(viewModel.prompt().get()));
        viewModel.prompt().set("mine");
        open();
        assertEquals("mine", viewModel.prompt().get());
    }

    @Test
    void theFirstDifferenceIsTold() {
        open();
        share();
        viewModel.tokens().set(8);
        viewModel.start();
        assertEquals("first difference at token 6 of 8", viewModel.status().get());
        assertEquals("Plan: 1 layer shares", viewModel.planWords().get());
        assertFalse(viewModel.running().get());
        assertEquals(
                "for information: 500.0 and 500.0 tokens/s, one of each in turns, no warm-up, no device · likeliest token",
                viewModel.conditions().get());
        PairedGeneration now = viewModel.result().get();
        assertNotNull(now);
        Difference difference = Difference.of(now);
        assertEquals("abcde", difference.shared(true));
        assertEquals("FGH", difference.rest(true));
        assertEquals("fgh", difference.rest(false));
        assertTrue(viewModel.copied().contains("without sharing\tabcdefgh\nplan\tabcdeFGH\n"));
    }

    @Test
    void withoutSharingBothAreTheSame() {
        open();
        viewModel.tokens().set(3);
        viewModel.start();
        assertEquals("no difference in 3 tokens", viewModel.status().get());
        assertEquals("Plan: no layer shares", viewModel.planWords().get());
    }

    @Test
    void anotherPlanMarksTheTextsAsEarlierOnes() {
        open();
        viewModel.start();
        share();
        assertEquals(
                "Plan: no layer shares, changed since", viewModel.planWords().get());
        viewModel.start();
        assertEquals("Plan: 1 layer shares", viewModel.planWords().get());
    }

    @Test
    void stoppedItKeepsWhatIsWritten() {
        open();
        runner.hold();
        viewModel.start();
        assertTrue(viewModel.running().get());
        viewModel.stop();
        assertFalse(viewModel.running().get());
        assertEquals(0, runner.jobs().size());
        assertEquals("stopped", viewModel.status().get());
        runner.runAll();
        assertNull(viewModel.result().get());
    }

    @Test
    void aCancelledJobInTheStatusBarStopsItToo() {
        open();
        runner.hold();
        viewModel.start();
        runner.jobs().getFirst().cancel();
        assertFalse(viewModel.running().get());
    }

    @Test
    void textsPartBeforeAHalfSign() {
        Difference difference = Difference.of(new PairedGeneration(
                GenerationOptions.greedy(3),
                "",
                new Continuation(List.of(1, 2), "a👧 one two", true, 1, 1),
                new Continuation(List.of(1, 3), "a👦 one two", true, 1, 1)));
        assertEquals("a", difference.shared(false));
        assertEquals("👦", difference.word(true));
        assertEquals(
                " one two",
                difference.rest(true).substring(difference.word(true).length()));
    }
}
