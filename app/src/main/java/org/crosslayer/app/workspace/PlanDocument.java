package org.crosslayer.app.workspace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;

/// The plan being worked on. Its steps are part of the program's [UndoHistory].
public final class PlanDocument {
    /// What the history keeps of a step: it changes when better fitted parts take the place of those in it. Two
    /// steps are never the same, whatever they hold.
    private final class Step {
        private AttentionPlan before;
        private AttentionPlan after;

        Step(AttentionPlan before, AttentionPlan after) {
            this.before = before;
            this.after = after;
        }

        void undo() {
            plan.set(before);
        }

        void redo() {
            plan.set(after);
        }

        void change(UnaryOperator<AttentionPlan> better) {
            before = better.apply(before);
            after = better.apply(after);
        }
    }

    private final UndoHistory history;
    private final ReadOnlyObjectWrapper<AttentionPlan> plan = new ReadOnlyObjectWrapper<>(AttentionPlan.none(0));
    /// The steps that can still be taken back or again: the history owns them, and what it forgets goes.
    private final Set<Step> steps = Collections.newSetFromMap(new WeakHashMap<>());
    private final List<Consumer<UnaryOperator<AttentionPlan>>> substituted = new ArrayList<>();

    /// @param history takes its steps
    public PlanDocument(UndoHistory history) {
        this.history = history;
    }

    /// The plan as it stands.
    public ReadOnlyObjectProperty<AttentionPlan> plan() {
        return plan.getReadOnlyProperty();
    }

    /// Takes a step; one that changes nothing is none.
    ///
    /// @param label what it does, as a verb phrase
    public void apply(String label, AttentionPlan changed) {
        if (!changed.equals(plan.get())) {
            Step step = new Step(plan.get(), changed);
            steps.add(step);
            history.record(label, step::undo, step::redo);
            plan.set(changed);
        }
    }

    /// Puts other fitted parts where some stood, in the plan and in every step that can be taken back or again: an
    /// improvement of what was chosen is no step of its own.
    ///
    /// @param better for each adapter that is replaced the one that takes its place
    public void substitute(Map<LisaAdapter, LisaAdapter> better) {
        UnaryOperator<AttentionPlan> change = each -> with(each, better);
        steps.forEach(step -> step.change(change));
        plan.set(change.apply(plan.get()));
        substituted.forEach(listener -> listener.accept(change));
    }

    /// Tells whoever keeps other plans of the model of every such change.
    void whenSubstituted(Consumer<UnaryOperator<AttentionPlan>> listener) {
        substituted.add(listener);
    }

    /// Shows another plan without a step: whoever does this takes the step.
    void show(AttentionPlan other) {
        plan.set(other);
    }

    /// Starts anew for a model of `nLayers` layers, with nothing to undo.
    public void reset(int nLayers) {
        history.clear();
        plan.set(AttentionPlan.none(nLayers));
    }

    private static AttentionPlan with(AttentionPlan plan, Map<LisaAdapter, LisaAdapter> better) {
        AttentionPlan changed = plan;
        for (int layer = 0; layer < plan.nLayers(); layer++) {
            if (plan.at(layer) instanceof LayerAttention.Lisa(int source, LisaAdapter adapter)
                    && better.containsKey(adapter)) {
                changed = changed.with(layer, new LayerAttention.Lisa(source, better.get(adapter)));
            }
        }
        return changed;
    }
}
