package org.crosslayer.app.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanShelfTest {
    private final Workspace workspace = new Workspace();
    private final PlanShelf shelf = workspace.plans();

    @BeforeEach
    void open() {
        workspace.show(new FakeAnalyst("model").subject());
    }

    private AttentionPlan plan() {
        return workspace.plan().plan().get();
    }

    private void copyInto(int layer) {
        workspace
                .plan()
                .apply("copy into layer " + layer, plan().with(layer, new LayerAttention.CopyPattern(layer - 1)));
    }

    private List<String> names() {
        return shelf.plans().get().all().stream().map(NamedPlan::name).toList();
    }

    @Test
    void eachPlanKeepsItsOwnSwitches() {
        copyInto(3);
        shelf.turnTo(1);
        assertEquals(0, plan().sharedCount());
        copyInto(4);
        copyInto(5);
        shelf.turnTo(0);
        assertTrue(plan().isShared(3));
        assertEquals(1, plan().sharedCount());
        assertEquals(2, shelf.plans().get().all().get(1).plan().sharedCount());
    }

    @Test
    void stepsAreTakenBackInThePlanInWhichTheyWereMade() {
        copyInto(3);
        shelf.turnTo(1);
        copyInto(4);
        workspace.history().undo();
        assertEquals(1, shelf.plans().get().active());
        assertEquals(0, plan().sharedCount());
        assertEquals("turn to plan B", workspace.history().undoLabel().get());
        workspace.history().undo();
        assertEquals(0, shelf.plans().get().active());
        assertTrue(plan().isShared(3));
        workspace.history().undo();
        assertFalse(plan().isShared(3));
        workspace.history().redo();
        workspace.history().redo();
        workspace.history().redo();
        assertEquals("B", shelf.plans().get().current().name());
        assertTrue(plan().isShared(4));
    }

    @Test
    void aDuplicateHasTheNextFreeLetterAndGoesItsOwnWay() {
        copyInto(3);
        shelf.duplicate();
        assertEquals(List.of("A", "B", "C", "D"), names());
        copyInto(4);
        assertEquals(
                List.of(4),
                shelf.plans()
                        .get()
                        .current()
                        .differencesTo(shelf.plans().get().all().getFirst()));
        workspace.history().undo();
        workspace.history().undo();
        assertEquals(List.of("A", "B", "C"), names());
    }

    @Test
    void aNameIsTakenOnceAndANoteStaysWithItsPlan() {
        assertFalse(shelf.rename("B"));
        assertFalse(shelf.rename("  "));
        assertTrue(shelf.rename("span of nine"));
        shelf.note("as in the paper");
        shelf.turnTo(2);
        assertEquals("", shelf.plans().get().current().notes());
        shelf.turnTo(0);
        assertEquals("as in the paper", shelf.plans().get().current().notes());
        copyInto(2);
        assertEquals("span of nine", shelf.plans().get().current().name());
    }

    @Test
    void theLastPlanCannotBeRemoved() {
        shelf.remove();
        shelf.remove();
        shelf.remove();
        assertEquals(1, names().size());
        workspace.history().undo();
        assertEquals(2, names().size());
    }

    @Test
    void betterPartsReachThePlansThatAreNotWorkedOn() {
        LisaOptions options = LisaOptions.defaults(FakeAnalyst.HEADS);
        LisaAdapter first =
                LisaAdapter.random(new FakeAnalyst("model").summary().config(), options, 1);
        LisaAdapter better =
                LisaAdapter.random(new FakeAnalyst("model").summary().config(), options, 2);
        workspace.plan().apply("use LiSA", plan().with(3, new LayerAttention.Lisa(2, first)));
        shelf.turnTo(1);
        workspace.plan().substitute(Map.of(first, better));
        assertEquals(
                new LayerAttention.Lisa(2, better),
                shelf.plans().get().all().getFirst().plan().at(3));
        workspace.history().undo();
        assertEquals(new LayerAttention.Lisa(2, better), plan().at(3));
    }

    @Test
    void anotherModelBeginsWithThreeEmptyPlans() {
        copyInto(3);
        shelf.duplicate();
        workspace.show(new FakeAnalyst("other").subject());
        assertEquals(List.of("A", "B", "C"), names());
        assertEquals(0, plan().sharedCount());
        assertEquals("", workspace.history().undoLabel().get());
    }
}
