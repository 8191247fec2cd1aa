package org.crosslayer.app.measures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.task.Job;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.JournalEntry;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExactRunTest {
    private static final String NOTHING = "all windows: not measured";

    private final Workspace workspace = new Workspace();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final ExactRun exact = new ExactRun(workspace, runner);

    @BeforeEach
    void open() {
        workspace.show(new FakeAnalyst("model").subject());
        workspace
                .plan()
                .apply("copy", AttentionPlan.none(FakeAnalyst.LAYERS).with(2, new LayerAttention.CopyPattern(1)));
    }

    @Test
    void itsNumberStandsApartFromTheEstimate() {
        assertEquals(NOTHING, exact.words().get());
        exact.start();
        assertEquals(
                "exact 22.20 · × 1.105 (1.010 to 1.200) · 3 of 3 windows",
                exact.words().get());
        assertTrue(workspace.measured().isEmpty(), "no estimate comes of it");
        assertFalse(exact.running().get());
    }

    @Test
    void itReadsAllWindowsAndIsACommandThatDoesTheSame() {
        exact.start();
        JournalEntry entry = workspace.journal().entries().getLast();
        assertEquals("perplexity", entry.arguments().getFirst());
        assertFalse(
                entry.arguments().contains("--max-windows"), entry.arguments().toString());
        assertEquals(workspace.plan().plan().get(), entry.plan());
    }

    @Test
    void anotherPlanStopsItAndEachPlanKeepsItsOwn() {
        exact.start();
        String first = exact.words().get();
        runner.hold();
        workspace.plan().apply("more", workspace.plan().plan().get().with(4, new LayerAttention.CopyPattern(3)));
        assertEquals(NOTHING, exact.words().get());
        exact.start();
        assertTrue(exact.running().get());
        workspace.history().undo();
        assertFalse(exact.running().get());
        assertEquals(first, exact.words().get());
        runner.runAll();
        assertEquals(1, workspace.exact().size());
    }

    @Test
    void cancellingMakesTheButtonUsableAgain() {
        runner.hold();
        exact.start();
        List.copyOf(runner.jobs()).forEach(Job::cancel);
        assertFalse(exact.running().get());
        assertEquals(NOTHING, exact.words().get());
    }
}
