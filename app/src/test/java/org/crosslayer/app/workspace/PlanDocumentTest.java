package org.crosslayer.app.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanDocumentTest {
    private final PlanDocument document = new PlanDocument();
    private final AttentionPlan none = AttentionPlan.none(4);
    private final AttentionPlan shared = none.with(2, new LayerAttention.CopyPattern(1));

    @BeforeEach
    void beginWithFourLayers() {
        document.reset(4);
    }

    @Test
    void undoAndRedoWalkThroughTheStepsAndNameThem() {
        document.apply("copy into layer 2", shared);
        assertEquals("copy into layer 2", document.undoLabel().get());
        document.undo();
        assertEquals(none, document.plan().get());
        assertEquals("", document.undoLabel().get());
        assertEquals("copy into layer 2", document.redoLabel().get());
        document.redo();
        assertEquals(shared, document.plan().get());
    }

    @Test
    void aNewStepAfterUndoForgetsWhatWasUndone() {
        document.apply("copy into layer 2", shared);
        document.undo();
        document.apply("copy into layer 3", none.with(3, new LayerAttention.CopyPattern(2)));
        assertEquals("", document.redoLabel().get());
    }

    @Test
    void aStepThatChangesNothingCannotBeUndone() {
        document.apply("clear the plan", none);
        assertEquals("", document.undoLabel().get());
    }

    @Test
    void undoAtTheBeginningDoesNothing() {
        document.undo();
        document.redo();
        assertEquals(none, document.plan().get());
    }

    @Test
    void anotherModelBeginsWithoutHistory() {
        document.apply("copy into layer 2", shared);
        document.reset(6);
        assertEquals(AttentionPlan.none(6), document.plan().get());
        assertEquals("", document.undoLabel().get());
    }
}
