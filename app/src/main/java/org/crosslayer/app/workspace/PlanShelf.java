package org.crosslayer.app.workspace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.crosslayer.engine.model.AttentionPlan;

/// Several plans for the same model: A, B, C and more, one of which is the [PlanDocument] being worked on. Which one
/// that is, and what they are called, are steps of the program's [UndoHistory] like those of the plan itself: so a
/// step is always taken back in the plan in which it was made.
public final class PlanShelf {
    /// As many as the digits of a keyboard.
    public static final int MOST = 9;

    private static final List<String> FIRST = List.of("A", "B", "C");

    /// What is on the shelf.
    ///
    /// @param all    the plans, at least one
    /// @param active index of the one being worked on
    public record Plans(List<NamedPlan> all, int active) {
        public Plans {
            all = List.copyOf(all);
            if (active < 0 || active >= all.size()) {
                throw new IllegalArgumentException("of " + all.size() + " plans none has the index " + active);
            }
        }

        /// The one being worked on.
        public NamedPlan current() {
            return all.get(active);
        }

        Plans with(NamedPlan changed) {
            List<NamedPlan> others = new ArrayList<>(all);
            others.set(active, changed);
            return new Plans(others, active);
        }

        Plans each(UnaryOperator<AttentionPlan> change) {
            return new Plans(
                    all.stream().map(one -> one.with(change.apply(one.plan()))).toList(), active);
        }
    }

    /// What the history keeps of a step. Two steps are never the same, whatever they hold.
    private final class Step {
        private Plans before;
        private Plans after;

        Step(Plans before, Plans after) {
            this.before = before;
            this.after = after;
        }

        void undo() {
            show(before);
        }

        void redo() {
            show(after);
        }

        void change(UnaryOperator<AttentionPlan> better) {
            before = before.each(better);
            after = after.each(better);
        }
    }

    private final PlanDocument document;
    private final UndoHistory history;
    private final ReadOnlyObjectWrapper<Plans> plans;
    /// The steps that can still be taken back or again; the history owns them.
    private final Set<Step> steps = Collections.newSetFromMap(new WeakHashMap<>());

    /// @param document the plan being worked on; from now on one of those on the shelf
    /// @param history  takes the steps
    public PlanShelf(PlanDocument document, UndoHistory history) {
        this.document = document;
        this.history = history;
        plans = new ReadOnlyObjectWrapper<>(empty(document.plan().get().nLayers()));
        document.plan().addListener((_, _, plan) -> follow(plan));
        document.whenSubstituted(better -> {
            steps.forEach(step -> step.change(better));
            plans.set(plans.get().each(better));
        });
    }

    /// The plans, and which of them is worked on.
    public ReadOnlyObjectProperty<Plans> plans() {
        return plans.getReadOnlyProperty();
    }

    /// Works on another plan.
    public void turnTo(int index) {
        Plans now = plans.get();
        if (index >= 0 && index < now.all().size() && index != now.active()) {
            step("turn to plan " + now.all().get(index).name(), new Plans(now.all(), index));
        }
    }

    /// Puts a copy of the plan being worked on behind the others, and works on that.
    public void duplicate() {
        Plans now = plans.get();
        if (now.all().size() < MOST) {
            List<NamedPlan> more = new ArrayList<>(now.all());
            NamedPlan copy = now.current();
            more.add(new NamedPlan(freeName(now), copy.notes(), copy.plan()));
            step("duplicate plan " + copy.name(), new Plans(more, more.size() - 1));
        }
    }

    /// Makes another plan the same as the one being worked on, and works on that.
    public void copyTo(int index) {
        Plans now = plans.get();
        if (index != now.active()) {
            List<NamedPlan> changed = new ArrayList<>(now.all());
            changed.set(index, changed.get(index).with(now.current().plan()));
            step(
                    "copy plan " + now.current().name() + " to "
                            + changed.get(index).name(),
                    new Plans(changed, index));
        }
    }

    /// Takes the plan being worked on off the shelf; the last one stays.
    public void remove() {
        Plans now = plans.get();
        if (now.all().size() > 1) {
            List<NamedPlan> fewer = new ArrayList<>(now.all());
            fewer.remove(now.active());
            step("remove plan " + now.current().name(), new Plans(fewer, Math.min(now.active(), fewer.size() - 1)));
        }
    }

    /// Gives the plan being worked on another name; an empty one or one that is taken is none.
    ///
    /// @return whether it has that name now
    public boolean rename(String name) {
        Plans now = plans.get();
        String wanted = name.strip();
        if (wanted.equals(now.current().name())) {
            return true;
        }
        if (wanted.isEmpty() || now.all().stream().anyMatch(one -> one.name().equals(wanted))) {
            return false;
        }
        step(
                "rename plan " + now.current().name(),
                now.with(new NamedPlan(wanted, now.current().notes(), plan())));
        return true;
    }

    /// Writes something down about the plan being worked on.
    public void note(String notes) {
        Plans now = plans.get();
        if (!notes.equals(now.current().notes())) {
            step(
                    "notes on plan " + now.current().name(),
                    now.with(new NamedPlan(now.current().name(), notes, plan())));
        }
    }

    /// Puts back what was saved, with nothing to undo.
    public void restore(Plans saved) {
        history.clear();
        show(saved);
    }

    /// Three empty plans for a model of `nLayers` layers, with nothing to undo.
    void reset(int nLayers) {
        plans.set(empty(nLayers));
        document.reset(nLayers);
    }

    private AttentionPlan plan() {
        return document.plan().get();
    }

    private void step(String label, Plans after) {
        Step step = new Step(plans.get(), after);
        steps.add(step);
        history.record(label, step::undo, step::redo);
        show(after);
    }

    /// The shelf first, so that the document finds itself in it.
    private void show(Plans next) {
        plans.set(next);
        document.show(next.current().plan());
    }

    private void follow(AttentionPlan plan) {
        Plans now = plans.get();
        if (!now.current().plan().equals(plan)) {
            plans.set(now.with(now.current().with(plan)));
        }
    }

    private static Plans empty(int nLayers) {
        return new Plans(
                FIRST.stream()
                        .map(name -> new NamedPlan(name, "", AttentionPlan.none(nLayers)))
                        .toList(),
                0);
    }

    private static String freeName(Plans now) {
        List<String> taken = now.all().stream().map(NamedPlan::name).toList();
        return Stream.iterate('A', letter -> (char) (letter + 1))
                .map(String::valueOf)
                .filter(name -> !taken.contains(name))
                .findFirst()
                .orElseThrow();
    }
}
