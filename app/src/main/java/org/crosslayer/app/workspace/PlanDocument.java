package org.crosslayer.app.workspace;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.crosslayer.engine.model.AttentionPlan;

/// The plan being worked on, with every step that can be taken back.
public final class PlanDocument {
    private record Step(String label, AttentionPlan before, AttentionPlan after) {}

    private final ReadOnlyObjectWrapper<AttentionPlan> plan = new ReadOnlyObjectWrapper<>(AttentionPlan.none(0));
    private final ReadOnlyStringWrapper undoLabel = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper redoLabel = new ReadOnlyStringWrapper("");
    private final Deque<Step> done = new ArrayDeque<>();
    private final Deque<Step> undone = new ArrayDeque<>();

    /// The plan as it stands.
    public ReadOnlyObjectProperty<AttentionPlan> plan() {
        return plan.getReadOnlyProperty();
    }

    /// What undo would take back, such as `share layer 3`; empty if there is nothing.
    public ReadOnlyStringProperty undoLabel() {
        return undoLabel.getReadOnlyProperty();
    }

    /// What redo would do again; empty if there is nothing.
    public ReadOnlyStringProperty redoLabel() {
        return redoLabel.getReadOnlyProperty();
    }

    /// Takes a step; one that changes nothing is none.
    ///
    /// @param label what it does, as a verb phrase
    public void apply(String label, AttentionPlan changed) {
        if (!changed.equals(plan.get())) {
            done.push(new Step(label, plan.get(), changed));
            undone.clear();
            show(changed);
        }
    }

    /// Takes the last step back.
    public void undo() {
        if (!done.isEmpty()) {
            Step step = done.pop();
            undone.push(step);
            show(step.before());
        }
    }

    /// Takes the step again that was taken back last.
    public void redo() {
        if (!undone.isEmpty()) {
            Step step = undone.pop();
            done.push(step);
            show(step.after());
        }
    }

    /// Starts anew for a model of `nLayers` layers, with nothing to undo.
    public void reset(int nLayers) {
        done.clear();
        undone.clear();
        show(AttentionPlan.none(nLayers));
    }

    private void show(AttentionPlan changed) {
        undoLabel.set(done.isEmpty() ? "" : done.getFirst().label());
        redoLabel.set(undone.isEmpty() ? "" : undone.getFirst().label());
        plan.set(changed);
    }
}
