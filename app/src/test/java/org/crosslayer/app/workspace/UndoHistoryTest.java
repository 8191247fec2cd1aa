package org.crosslayer.app.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import org.junit.jupiter.api.Test;

class UndoHistoryTest {
    private final UndoHistory history = new UndoHistory();
    private final IntegerProperty one = new SimpleIntegerProperty();
    private final IntegerProperty other = new SimpleIntegerProperty();

    private void set(IntegerProperty property, int value, String label) {
        int before = property.get();
        property.set(value);
        history.record(label, () -> property.set(before), () -> property.set(value));
    }

    @Test
    void stepsOfSeveralPanesAreTakenBackInOneLine() {
        set(one, 1, "first");
        set(other, 2, "second");
        set(one, 3, "third");
        assertEquals("third", history.undoLabel().get());
        history.undo();
        assertEquals(1, one.get());
        assertEquals("second", history.undoLabel().get());
        assertEquals("third", history.redoLabel().get());
        history.undo();
        assertEquals(0, other.get());
        history.redo();
        history.redo();
        assertEquals(3, one.get());
        assertEquals(2, other.get());
        assertEquals("", history.redoLabel().get());
    }

    @Test
    void whatChangesBecauseAStepIsTakenBackIsNoStep() {
        one.addListener((_, before, now) ->
                history.record("set", () -> one.set(before.intValue()), () -> one.set(now.intValue())));
        one.set(5);
        one.set(6);
        history.undo();
        assertEquals(5, one.get());
        assertEquals("set", history.redoLabel().get());
        history.redo();
        assertEquals(6, one.get());
        assertEquals("", history.redoLabel().get());
    }

    @Test
    void aNewStepForgetsWhatWasUndone() {
        set(one, 1, "first");
        history.undo();
        set(one, 2, "other");
        assertEquals("", history.redoLabel().get());
        history.redo();
        assertEquals(2, one.get());
    }

    @Test
    void theOldestStepsOfALongSessionAreForgotten() {
        for (int value = 1; value <= 5000; value++) {
            set(one, value, "set " + value);
        }
        for (int count = 0; count < 5000; count++) {
            history.undo();
        }
        assertEquals(4000, one.get());
        assertEquals("", history.undoLabel().get());
    }
}
