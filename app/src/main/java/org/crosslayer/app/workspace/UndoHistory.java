package org.crosslayer.app.workspace;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// Every step that can be taken back, in one line for the whole program: the plan, and all else that reaches a figure.
/// Steps are taken back in the order in which they were made, whichever pane they were made in.
public final class UndoHistory {
    /// Enough for a day, and little enough that a long session does not grow.
    private static final int MOST_STEPS = 1000;

    private record Step(String label, Runnable undo, Runnable redo) {}

    private final ReadOnlyStringWrapper undoLabel = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper redoLabel = new ReadOnlyStringWrapper("");
    /// The last step last.
    private final Deque<Step> done = new ArrayDeque<>();

    private final Deque<Step> undone = new ArrayDeque<>();
    private boolean walking;

    /// What undo would take back, such as `share layer 3`; empty if there is nothing.
    public ReadOnlyStringProperty undoLabel() {
        return undoLabel.getReadOnlyProperty();
    }

    /// What redo would do again; empty if there is nothing.
    public ReadOnlyStringProperty redoLabel() {
        return redoLabel.getReadOnlyProperty();
    }

    /// Notes a step that was just made; what was undone before is forgotten. What changes because a step is taken
    /// back or again is no step, so whoever listens to a property and records its changes need not tell them apart.
    ///
    /// @param label what it does, as a verb phrase
    /// @param undo  puts things back
    /// @param redo  does it again
    public void record(String label, Runnable undo, Runnable redo) {
        if (walking) {
            return;
        }
        done.addLast(new Step(label, undo, redo));
        if (done.size() > MOST_STEPS) {
            done.removeFirst();
        }
        undone.clear();
        showLabels();
    }

    /// Takes the last step back.
    public void undo() {
        @Nullable Step step = done.pollLast();
        if (step != null) {
            undone.addLast(step);
            walk(step.undo());
        }
    }

    /// Takes the step again that was taken back last.
    public void redo() {
        @Nullable Step step = undone.pollLast();
        if (step != null) {
            done.addLast(step);
            walk(step.redo());
        }
    }

    /// Forgets everything, for another model.
    public void clear() {
        done.clear();
        undone.clear();
        showLabels();
    }

    /// Labels first: whoever hears of the change sees where it leads.
    private void walk(Runnable action) {
        walking = true;
        try {
            showLabels();
            action.run();
        } finally {
            walking = false;
        }
    }

    private void showLabels() {
        undoLabel.set(done.isEmpty() ? "" : done.getLast().label());
        redoLabel.set(undone.isEmpty() ? "" : undone.getLast().label());
    }
}
