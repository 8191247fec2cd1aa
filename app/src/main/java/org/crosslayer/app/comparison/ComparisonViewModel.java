package org.crosslayer.app.comparison;

import java.util.List;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.MapChangeListener;
import javafx.collections.ObservableList;
import org.crosslayer.app.workspace.NamedPlan;
import org.crosslayer.app.workspace.PlanShelf;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Savings;
import org.crosslayer.engine.evaluation.SpeedReport;
import org.crosslayer.engine.model.AttentionPlan;
import org.jspecify.annotations.Nullable;

/// The plans of the model side by side with all that was measured of them, and the changes of the plan in their
/// order. Measures nothing by itself: what the panes found out is gathered here.
public final class ComparisonViewModel {
    /// Tokens that a token sees, for the operations: the window of the live perplexity.
    private static final int CONTEXT = 512;
    /// More than anybody reads; the oldest go first.
    private static final int MOST_CHANGES = 200;

    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<List<PlanLine>> lines = new ReadOnlyObjectWrapper<>(List.of());
    private final ObservableList<Change> changes = FXCollections.observableArrayList();
    /// Kept: a read-only list forgets its listeners once nobody holds it.
    private final ObservableList<Change> shown = FXCollections.unmodifiableObservableList(changes);
    private @Nullable AttentionPlan last;

    public ComparisonViewModel(Workspace workspace) {
        this.workspace = workspace;
        workspace.plans().plans().addListener((_, _, _) -> show());
        workspace.exact().addListener((MapChangeListener<AttentionPlan, PerplexityReport>) _ -> show());
        workspace.timed().addListener((MapChangeListener<AttentionPlan, SpeedReport>) _ -> show());
        workspace.measured().addListener((MapChangeListener<AttentionPlan, PerplexityReport>) change -> {
            show();
            if (change.wasAdded()) {
                note();
            }
        });
        workspace.plan().plan().addListener((_, _, _) -> note());
        workspace.subject().addListener((_, _, _) -> begin());
        workspace.protocol().addListener((_, _, _) -> begin());
        show();
    }

    /// One line a plan.
    ReadOnlyObjectProperty<List<PlanLine>> lines() {
        return lines.getReadOnlyProperty();
    }

    /// What each change did, the newest last.
    ObservableList<Change> changes() {
        return shown;
    }

    /// All plans.
    List<NamedPlan> all() {
        return workspace.plans().plans().get().all();
    }

    /// The plan being worked on.
    NamedPlan current() {
        return workspace.plans().plans().get().current();
    }

    /// Works on another plan.
    void turnTo(int index) {
        workspace.plans().turnTo(index);
    }

    private void begin() {
        changes.clear();
        last = null;
        show();
        note();
    }

    /// A plan counts once it is measured; one that came back has its number at once.
    private void note() {
        AttentionPlan plan = workspace.plan().plan().get();
        @Nullable PerplexityReport report = workspace.measured().get(plan);
        if (report == null || plan.equals(last)) {
            return;
        }
        boolean isBack = !workspace.history().redoLabel().get().isEmpty();
        String label = workspace.history().undoLabel().get();
        if (changes.size() == MOST_CHANGES) {
            changes.removeFirst();
        }
        changes.add(Change.of(
                isBack ? "undo " + workspace.history().redoLabel().get() : label.isEmpty() ? "at the beginning" : label,
                report));
        last = plan;
    }

    private void show() {
        PlanShelf.Plans plans = workspace.plans().plans().get();
        PlanLine.Known current = known(plans.current());
        lines.set(IntStream.range(0, plans.all().size())
                .mapToObj(index -> PlanLine.of(
                        index,
                        plans.all().get(index),
                        index == plans.active(),
                        known(plans.all().get(index)),
                        current))
                .toList());
    }

    /// What was measured of a plan.
    PlanLine.Known known(NamedPlan named) {
        AttentionPlan plan = named.plan();
        @Nullable Subject subject = workspace.subject().get();
        boolean fits = subject != null && subject.config().nLayers() == plan.nLayers();
        return new PlanLine.Known(
                workspace.measured().get(plan),
                workspace.exact().get(plan),
                workspace.timed().get(plan),
                fits ? Savings.of(subject.config(), plan, CONTEXT) : null);
    }
}
