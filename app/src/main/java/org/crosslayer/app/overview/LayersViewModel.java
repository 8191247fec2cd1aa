package org.crosslayer.app.overview;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.workspace.EvidenceSettings;
import org.crosslayer.app.workspace.PaneSelection;
import org.crosslayer.app.workspace.PlanDocument;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;

/// Compares all pairs of layers: one window of text first, so that there is a picture at once, then more.
public final class LayersViewModel {
    /// Windows of the first picture: one is through in a fraction of a second.
    private static final int GLANCE = 1;
    /// As many as can be read at a glance.
    private static final int CLOSEST = 4;

    private final Workspace workspace;
    private final PaneSelection pane;
    private final LatestOnly first;
    private final LatestOnly refinement;
    private final ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper chosen = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<List<NeighbourPair>> closest = new ReadOnlyObjectWrapper<>(List.of());

    public LayersViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        this.pane = new PaneSelection(workspace.selection());
        this.first = new LatestOnly(runner);
        this.refinement = new LatestOnly(runner);
        workspace.subject().addListener((_, _, _) -> compare());
        workspace.evidence().settings().addListener((_, _, _) -> compare());
        workspace.similarity().addListener((_, _, _) -> describe());
        selection().primary().addListener((_, _, _) -> describe());
        selection().pinned().addListener((_, _, _) -> describe());
    }

    /// The values as far as known; null while there are none.
    public ReadOnlyObjectProperty<@Nullable LayerSimilarity> similarity() {
        return workspace.similarity();
    }

    /// Metric, text and sample size, as they belong under the picture.
    public ReadOnlyStringProperty caption() {
        return caption.getReadOnlyProperty();
    }

    public Selection selection() {
        return pane.selection();
    }

    /// Whether the pane goes where the selection goes.
    public BooleanProperty follows() {
        return pane.follows();
    }

    public PlanDocument plan() {
        return workspace.plan();
    }

    /// The neighbours most alike, the closest first; empty while unknown.
    public ReadOnlyObjectProperty<List<NeighbourPair>> closest() {
        return closest.getReadOnlyProperty();
    }

    /// The chosen pair in words, with its value and standard error.
    public ReadOnlyStringProperty chosen() {
        return chosen.getReadOnlyProperty();
    }

    private void compare() {
        workspace.similarity().set(null);
        refinement.cancel();
        @Nullable Subject subject = workspace.subject().get();
        if (subject != null) {
            EvidenceSettings settings = workspace.evidence().settings().get();
            SimilarityOptions options = settings.options();
            caption.set("Comparing " + options.words() + " …");
            first.submit(TaskSpec.<LayerSimilarity>of(
                    "Comparing layers",
                    Urgency.VIEW,
                    (progress, cancellation, partial) ->
                            windows(subject, settings, GLANCE, partial, progress, cancellation),
                    similarity -> show(subject, settings, similarity),
                    workspace.failures(this::compare)));
            refinement.submit(TaskSpec.<LayerSimilarity>of(
                    "Comparing layers on more text",
                    Urgency.BACKGROUND,
                    (progress, cancellation, partial) ->
                            windows(subject, settings, Integer.MAX_VALUE, partial, progress, cancellation),
                    similarity -> show(subject, settings, similarity),
                    workspace.failures(this::compare)));
        }
    }

    private static LayerSimilarity windows(
            Subject subject,
            EvidenceSettings settings,
            int atMost,
            Consumer<LayerSimilarity> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        List<int[]> all = subject.analyst().windows(subject.text().toArray(), settings.protocol(subject));
        return subject.analyst()
                .similarity(
                        all.subList(0, Math.min(atMost, all.size())),
                        settings.options(),
                        partial,
                        progress,
                        cancellation);
    }

    /// Shows a result unless a better one is on screen: an interrupted refinement begins again with few windows.
    private void show(Subject subject, EvidenceSettings settings, LayerSimilarity similarity) {
        @Nullable LayerSimilarity shown = workspace.similarity().get();
        if (shown != null && shown.windows() > similarity.windows()) {
            return;
        }
        workspace.similarity().set(similarity);
        caption.set(settings.options().words() + " · " + settings.sample(subject, similarity.windows()));
        if (selection().isEmpty()) {
            // Where sharing would cost least, as far as likeness tells; a model of one layer has no neighbours.
            int upper = closest.get().isEmpty() ? 0 : closest.get().getFirst().upper();
            selection().choosePair(upper, upper);
        }
    }

    private void describe() {
        @Nullable LayerSimilarity known = workspace.similarity().get();
        if (known == null) {
            chosen.set("");
            closest.set(List.of());
            return;
        }
        closest.set(NeighbourPair.closestFirst(known).stream().limit(CLOSEST).toList());
        int primary = selection().primary().get();
        int pinned = selection().pinned().get();
        if (primary >= 0 && primary < known.values().rows()) {
            String error = known.windows() > 1
                    ? Numbers.format(" ± %.4f", known.standardError().at(primary, pinned))
                    : "";
            chosen.set(Numbers.format("%.4f", known.values().at(primary, pinned)) + error);
        }
    }
}
