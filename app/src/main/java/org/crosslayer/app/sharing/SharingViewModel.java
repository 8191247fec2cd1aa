package org.crosslayer.app.sharing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
import org.crosslayer.app.workspace.AdapterShelf;
import org.crosslayer.app.workspace.FittedLayer;
import org.crosslayer.app.workspace.PlanLoader;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.SavedPlan;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
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
    private final FitViewModel fits;
    private final LisaOptionsViewModel options;
    private final PlanLoader plans;
    /// Switches that were chosen and cannot be made yet, by layer.
    private final SortedMap<Integer, SharingMode> waiting = new TreeMap<>();

    /// @param fits    fits the LiSA layers that are missing
    /// @param options says how
    /// @param plans   offers fitted plans
    public SharingViewModel(
            Workspace workspace, TaskRunner runner, FitViewModel fits, LisaOptionsViewModel options, PlanLoader plans) {
        this.workspace = workspace;
        this.alignment = new LatestOnly(runner);
        this.fits = fits;
        this.options = options;
        this.plans = plans;
        workspace.shelf().version().addListener((_, _, _) -> useNewParts());
        fits.state().addListener((_, _, _) -> followFit());
        options.settings().addListener((_, _, _) -> showPlan());
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

    /// Fitted plans that can be had with one click.
    public ObservableList<SavedPlan> offers() {
        return plans.offers();
    }

    /// Makes a fitted plan the present one.
    public void use(SavedPlan plan) {
        waiting.clear();
        plans.use(plan);
    }

    /// Opens a plan file.
    public void open(Path plan) {
        plans.open(plan);
    }

    /// Saves the plan and its fitted parts.
    public void save(Path plan) {
        plans.save(plan);
    }

    /// How LiSA layers are made.
    LisaOptionsViewModel lisaOptions() {
        return options;
    }

    /// Sets a layer's switch. An aligned copy waits for the heads to be matched if they are not yet; LiSA waits for the
    /// first state of a fit that begins now, if its parts are not there yet.
    public void choose(int layer, SharingMode mode) {
        waiting.remove(layer);
        if (mode == SharingMode.LISA) {
            chooseLisa(layer);
        } else if (mode == SharingMode.ALIGNED && workspace.alignments().get().isEmpty()) {
            waiting.put(layer, mode);
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
                    case LISA -> throw new IllegalStateException("LiSA takes fitted parts");
                };
        workspace.plan().apply(mode.verb() + " layer " + layer, plan.with(layer, attention));
    }

    private void chooseLisa(int layer) {
        @Nullable LisaSettings settings = options.settings().get();
        if (settings != null && !useParts(List.of(layer))) {
            waiting.put(layer, SharingMode.LISA);
            fits.want(layer, settings);
        }
    }

    /// Switches layers to LiSA whose parts are on the shelf, as one step.
    ///
    /// @return false if none of them is
    private boolean useParts(List<Integer> layers) {
        AttentionPlan plan = workspace.plan().plan().get();
        List<Integer> used = new ArrayList<>();
        for (int layer : layers) {
            AdapterShelf.@Nullable Place place = place(layer, plan);
            @Nullable
            FittedLayer fitted = place == null ? null : workspace.shelf().at(place);
            if (place != null && fitted != null) {
                try {
                    plan = plan.with(layer, new LayerAttention.Lisa(place.source(), fitted.adapter()));
                } catch (IllegalArgumentException e) {
                    workspace
                            .message()
                            .set(new UserMessage(
                                    "LiSA not possible here",
                                    "Not with the present plan: " + e.getMessage() + ".",
                                    "Switch that layer first.",
                                    ""));
                }
                used.add(layer);
                waiting.remove(layer);
            }
        }
        if (used.isEmpty()) {
            return false;
        }
        workspace.plan().apply(SharingMode.LISA.verb() + " " + FitState.words(used), plan);
        return true;
    }

    /// Where a LiSA layer takes from, by the options that are set; null before a model is open.
    private AdapterShelf.@Nullable Place place(int layer, AttentionPlan plan) {
        @Nullable LisaSettings settings = options.settings().get();
        if (settings == null || layer == 0) {
            return null;
        }
        int source = layer - 1;
        while (!settings.chained() && source > 0 && plan.at(source) instanceof LayerAttention.Lisa) {
            source--;
        }
        return new AdapterShelf.Place(layer, source, settings.lisa());
    }

    private void useNewParts() {
        List<Integer> wanted = waiting.entrySet().stream()
                .filter(entry -> entry.getValue() == SharingMode.LISA)
                .map(Map.Entry::getKey)
                .toList();
        boolean _ = useParts(wanted);
        showPlan();
    }

    /// A fit that ended without a single state leaves the switch where it was.
    private void followFit() {
        waiting.entrySet().removeIf(entry -> entry.getValue() == SharingMode.LISA && !fits.isPending(entry.getKey()));
        showPlan();
    }

    private void begin(@Nullable Subject subject) {
        waiting.entrySet().removeIf(entry -> entry.getValue() != SharingMode.LISA || !fits.isPending(entry.getKey()));
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
        for (Map.Entry<Integer, SharingMode> entry : List.copyOf(waiting.entrySet())) {
            if (entry.getValue() == SharingMode.ALIGNED) {
                waiting.remove(entry.getKey());
                apply(entry.getKey(), SharingMode.ALIGNED);
            }
        }
        showPlan();
    }

    private void alignmentFailed(UserMessage message) {
        stopWaiting();
        workspace.message().set(message);
    }

    private void stopWaiting() {
        waiting.values().removeIf(mode -> mode == SharingMode.ALIGNED);
        showPlan();
    }

    private void showPlan() {
        AttentionPlan plan = workspace.plan().plan().get();
        for (LayerRow row : rows.subList(0, Math.min(rows.size(), plan.nLayers()))) {
            switch (plan.at(row.layer())) {
                case LayerAttention.Own _, LayerAttention.Deviating _ -> row.show(SharingMode.OWN, "");
                case LayerAttention.CopyPattern(int source) -> row.show(SharingMode.COPY, "← " + source);
                case LayerAttention.MappedPattern(int source, var _) -> row.show(SharingMode.ALIGNED, "← " + source);
                case LayerAttention.Lisa(int source, var adapter) ->
                    row.show(SharingMode.LISA, "← " + source + details(row.layer(), adapter));
            }
            @Nullable SharingMode chosen = waiting.get(row.layer());
            if (chosen != null) {
                row.show(chosen, "← …");
            }
            showLisa(row, plan);
        }
        summary.set(plan.sharedCount() + " of " + plan.nLayers() + " layers share");
        showCosts();
    }

    private String details(int layer, LisaAdapter adapter) {
        return fits.isPending(layer)
                ? " " + Math.round(100 * fits.fraction(layer)) + " %"
                : " r" + adapter.options().rank();
    }

    private void showLisa(LayerRow row, AttentionPlan plan) {
        AdapterShelf.@Nullable Place place = place(row.layer(), plan);
        @Nullable FittedLayer fitted = place == null ? null : workspace.shelf().at(place);
        LisaState state = fits.isPending(row.layer())
                ? LisaState.FITTING
                : fitted == null ? LisaState.NOT_FITTED : LisaState.FITTED;
        String from = fitted == null
                ? ""
                : " " + fitted.origin() + (fitted.finished() || state == LisaState.FITTING ? "." : ", stopped early.");
        String rank = place == null ? "" : " Rank " + place.options().rank() + ".";
        row.showLisa(state, state.explanation() + rank + from);
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
