package org.crosslayer.app.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;

/// The plan being worked on, with every step that can be taken back.
public final class PlanDocument {
    private record Step(String label, AttentionPlan before, AttentionPlan after) {
        Step with(Map<LisaAdapter, LisaAdapter> better) {
            return new Step(label, PlanDocument.with(before, better), PlanDocument.with(after, better));
        }
    }

    private final ReadOnlyObjectWrapper<AttentionPlan> plan = new ReadOnlyObjectWrapper<>(AttentionPlan.none(0));
    private final ReadOnlyStringWrapper undoLabel = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper redoLabel = new ReadOnlyStringWrapper("");
    /// The last step last.
    private final List<Step> done = new ArrayList<>();

    private final List<Step> undone = new ArrayList<>();

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
            done.addLast(new Step(label, plan.get(), changed));
            undone.clear();
            show(changed);
        }
    }

    /// Takes the last step back.
    public void undo() {
        if (!done.isEmpty()) {
            Step step = done.removeLast();
            undone.addLast(step);
            show(step.before());
        }
    }

    /// Takes the step again that was taken back last.
    public void redo() {
        if (!undone.isEmpty()) {
            Step step = undone.removeLast();
            done.addLast(step);
            show(step.after());
        }
    }

    /// Puts other fitted parts where some stood, in the plan and in every step that can be taken back or again: an
    /// improvement of what was chosen is no step of its own.
    ///
    /// @param better for each adapter that is replaced the one that takes its place
    public void substitute(Map<LisaAdapter, LisaAdapter> better) {
        done.replaceAll(step -> step.with(better));
        undone.replaceAll(step -> step.with(better));
        AttentionPlan changed = with(plan.get(), better);
        if (!changed.equals(plan.get())) {
            show(changed);
        }
    }

    private static AttentionPlan with(AttentionPlan plan, Map<LisaAdapter, LisaAdapter> better) {
        AttentionPlan changed = plan;
        for (int layer = 0; layer < plan.nLayers(); layer++) {
            if (plan.at(layer) instanceof LayerAttention.Lisa(int source, LisaAdapter adapter)) {
                changed = changed.with(layer, new LayerAttention.Lisa(source, better.getOrDefault(adapter, adapter)));
            }
        }
        return changed;
    }

    /// Starts anew for a model of `nLayers` layers, with nothing to undo.
    public void reset(int nLayers) {
        done.clear();
        undone.clear();
        show(AttentionPlan.none(nLayers));
    }

    private void show(AttentionPlan changed) {
        undoLabel.set(done.isEmpty() ? "" : done.getLast().label());
        redoLabel.set(undone.isEmpty() ? "" : undone.getLast().label());
        plan.set(changed);
    }
}
