package org.crosslayer.app.sharing;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.MapChangeListener;
import javafx.collections.ObservableList;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.similarity.Metric;
import org.jspecify.annotations.Nullable;

/// The plan, one switch a layer. A shared layer takes from the one directly below it; a run of shared layers is a
/// chain down to the last that computes.
public final class SharingViewModel {
    private final Workspace workspace;
    private final LatestOnly alignment;
    private final ObservableList<LayerRow> rows = FXCollections.observableArrayList();
    /// Kept: a read-only list forgets its listeners once nobody holds it.
    private final ObservableList<LayerRow> shown = FXCollections.unmodifiableObservableList(rows);
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
    private final SortedSet<Integer> waiting = new TreeSet<>();

    public SharingViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        this.alignment = new LatestOnly(runner);
        workspace.subject().addListener((_, _, subject) -> begin(subject));
        workspace.plan().plan().addListener((_, _, _) -> showPlan());
        workspace.similarity().addListener((_, _, similarity) -> showDistances(similarity));
        workspace.measured().addListener((MapChangeListener<AttentionPlan, PerplexityReport>) _ -> showCosts());
    }

    /// One row a layer, lowest first.
    public ObservableList<LayerRow> rows() {
        return shown;
    }

    /// How many layers share.
    public ReadOnlyStringProperty summary() {
        return summary.getReadOnlyProperty();
    }

    public Selection selection() {
        return workspace.selection();
    }

    /// Sets a layer's switch. An aligned copy waits for the heads to be matched if they are not yet.
    ///
    /// @throws IllegalArgumentException if the switch does not offer `mode`
    public void choose(int layer, SharingMode mode) {
        waiting.remove(layer);
        if (mode == SharingMode.ALIGNED && workspace.alignments().get().isEmpty()) {
            waiting.add(layer);
            // A matching under way answers this switch too; beginning it anew would only make everybody wait longer.
            if (!alignment.isPending()) {
                align(Urgency.VIEW);
            }
        } else {
            apply(layer, mode);
        }
        showPlan();
    }

    /// Makes one layer primary and pins the one it would take from.
    public void look(int layer) {
        workspace.selection().choosePair(layer, layer);
    }

    /// Gives every layer its own attention back.
    public void clear() {
        waiting.clear();
        workspace.plan().apply("clear the plan", AttentionPlan.none(rows.size()));
        showPlan();
    }

    private void apply(int layer, SharingMode mode) {
        AttentionPlan plan = workspace.plan().plan().get();
        LayerAttention attention =
                switch (mode) {
                    case OWN -> new LayerAttention.Own();
                    case COPY -> new LayerAttention.CopyPattern(layer - 1);
                    case ALIGNED -> {
                        HeadAlignment matched = workspace.alignments().get().get(layer - 1);
                        yield new LayerAttention.MappedPattern(matched.source(), matched.map());
                    }
                    case LISA -> throw new IllegalArgumentException("layer " + layer + " has no fitted parts");
                };
        workspace.plan().apply(mode.verb() + " layer " + layer, plan.with(layer, attention));
    }

    private void begin(@Nullable Subject subject) {
        waiting.clear();
        int nLayers = subject == null ? 0 : subject.config().nLayers();
        if (rows.size() != nLayers) {
            rows.setAll(java.util.stream.IntStream.range(0, nLayers)
                    .mapToObj(LayerRow::new)
                    .toList());
        }
        showPlan();
        align(Urgency.BACKGROUND);
    }

    private void align(Urgency urgency) {
        @Nullable Subject subject = workspace.subject().get();
        if (subject != null && subject.config().nLayers() > 1) {
            alignment.submit(TaskSpec.of(
                            "Matching heads",
                            urgency,
                            (progress, cancellation, _) -> subject.analyst()
                                    .align(
                                            subject.analyst()
                                                    .windows(subject.text().toArray(), Sampling.alignment(subject)),
                                            MatchMethod.HUNGARIAN,
                                            progress,
                                            cancellation),
                            this::aligned,
                            this::alignmentFailed)
                    .whenCancelled(this::stopWaiting));
        }
    }

    private void aligned(List<HeadAlignment> alignments) {
        workspace.alignments().set(alignments);
        for (int layer : List.copyOf(waiting)) {
            waiting.remove(layer);
            apply(layer, SharingMode.ALIGNED);
        }
        showPlan();
    }

    private void alignmentFailed(UserMessage message) {
        stopWaiting();
        workspace.message().set(message);
    }

    private void stopWaiting() {
        waiting.clear();
        showPlan();
    }

    private void showPlan() {
        AttentionPlan plan = workspace.plan().plan().get();
        for (LayerRow row : rows.subList(0, Math.min(rows.size(), plan.nLayers()))) {
            switch (plan.at(row.layer())) {
                case LayerAttention.Own _, LayerAttention.Deviating _ -> row.show(SharingMode.OWN, "");
                case LayerAttention.CopyPattern(int source) -> row.show(SharingMode.COPY, "← " + source);
                case LayerAttention.MappedPattern(int source, var _) -> row.show(SharingMode.ALIGNED, "← " + source);
                case LayerAttention.Lisa _ -> row.show(SharingMode.LISA, SharingMode.LISA.label());
            }
            if (waiting.contains(row.layer())) {
                row.show(SharingMode.ALIGNED, "← …");
            }
        }
        summary.set(plan.sharedCount() + " of " + plan.nLayers() + " layers share");
        showCosts();
    }

    private void showDistances(@Nullable LayerSimilarity similarity) {
        if (similarity == null) {
            rows.forEach(row -> row.showDistance(Double.NaN, 0));
            return;
        }
        double largest = rows.stream()
                .filter(LayerRow::canShare)
                .mapToDouble(row -> distanceToLayerBelow(similarity, row.layer()))
                .max()
                .orElse(0);
        for (LayerRow row : rows) {
            double distance = row.canShare() ? distanceToLayerBelow(similarity, row.layer()) : Double.NaN;
            row.showDistance(distance, largest > 0 && row.canShare() ? distance / largest : 0);
        }
    }

    private static double distanceToLayerBelow(LayerSimilarity similarity, int layer) {
        double value = similarity.values().at(layer, layer - 1);
        return similarity.options().metric() == Metric.COSINE ? 1 - value : value;
    }

    /// A layer's cost is known once the plan was measured both with and without it sharing.
    private void showCosts() {
        AttentionPlan plan = workspace.plan().plan().get();
        @Nullable PerplexityReport whole = workspace.measured().get(plan);
        for (LayerRow row : rows.subList(0, Math.min(rows.size(), plan.nLayers()))) {
            @Nullable
            PerplexityReport without = plan.isShared(row.layer())
                    ? workspace.measured().get(plan.with(row.layer(), new LayerAttention.Own()))
                    : null;
            row.showCost(whole == null || without == null ? Double.NaN : Math.exp(whole.nll() - without.nll()));
        }
    }
}
