package org.crosslayer.app.overview;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.workspace.EvidenceSettings;
import org.crosslayer.app.workspace.LayerTrials;
import org.crosslayer.app.workspace.PaneSelection;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.similarity.LayerInfluence;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.jspecify.annotations.Nullable;

/// One number a layer, three ways: how far its attention is from that of the layer below, how much it changes the
/// residual stream, and what sharing it alone costs. Nothing is computed while nobody looks.
public final class ProfileViewModel {
    private final Workspace workspace;
    private final PaneSelection pane;
    private final Inquiry<LayerInfluence> inquiry;
    private final ReadOnlyObjectWrapper<@Nullable LayerSimilarity> divergence = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable LayerInfluence> influence = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<LayerTrials.Trial>> costs = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper chosen = new ReadOnlyStringWrapper("");

    public ProfileViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        pane = new PaneSelection(workspace.selection());
        inquiry = new Inquiry<>(
                workspace,
                runner,
                new Inquiry.Topic<>(
                        "Reading the residual stream",
                        settings -> settings,
                        (analyst, windows, settings, partial, progress, cancellation) ->
                                analyst.influence(windows, settings.sink(), partial, progress, cancellation),
                        LayerInfluence::windows),
                this::draw);
        trials().looking().bind(looking());
        workspace.similarity().addListener((_, _, _) -> draw());
        trials().known().addListener((_, _, _) -> draw());
        trials().measuring().addListener((_, _, _) -> draw());
        selection().primary().addListener((_, _, _) -> draw());
    }

    /// Whether somebody looks.
    public BooleanProperty looking() {
        return inquiry.looking();
    }

    /// Against the layer below; null while unknown.
    public ReadOnlyObjectProperty<@Nullable LayerSimilarity> divergence() {
        return divergence.getReadOnlyProperty();
    }

    /// Block influence; null while unknown.
    public ReadOnlyObjectProperty<@Nullable LayerInfluence> influence() {
        return influence.getReadOnlyProperty();
    }

    /// Of the layers that were tried alone, as far as they are known.
    public ReadOnlyObjectProperty<List<LayerTrials.Trial>> costs() {
        return costs.getReadOnlyProperty();
    }

    /// What the numbers are and over how much text.
    public ReadOnlyStringProperty caption() {
        return caption.getReadOnlyProperty();
    }

    /// The chosen layer's numbers.
    public ReadOnlyStringProperty chosen() {
        return chosen.getReadOnlyProperty();
    }

    /// How the divergence shown was computed; null while unknown.
    public @Nullable SimilarityOptions options() {
        @Nullable LayerSimilarity similarity = workspace.similarity().get();
        return similarity == null ? null : similarity.options();
    }

    public Selection selection() {
        return pane.selection();
    }

    /// Whether the pane goes where the selection goes.
    public BooleanProperty follows() {
        return pane.follows();
    }

    /// True while layers are being tried alone.
    public ReadOnlyBooleanProperty measuring() {
        return trials().measuring();
    }

    /// Tries all layers alone.
    public void measure() {
        trials().ask();
    }

    /// Looks at a layer and the one below it.
    public void choose(int layer) {
        selection().choosePair(layer, layer);
    }

    /// Asks why the chosen layer is hard to share.
    public void explain() {
        if (!selection().isEmpty()) {
            workspace.explain(selection().primary().get());
        }
    }

    private LayerTrials trials() {
        return workspace.trials();
    }

    private void draw() {
        if (!looking().get()) {
            return;
        }
        @Nullable LayerSimilarity similarity = workspace.similarity().get();
        @Nullable LayerInfluence read = inquiry.found();
        List<LayerTrials.Trial> tried = trials().known().get();
        divergence.set(similarity);
        influence.set(read);
        costs.set(tried);
        caption.set(words(similarity, read, tried));
        chosen.set(reading(similarity, read, tried));
    }

    private String words(
            @Nullable LayerSimilarity similarity, @Nullable LayerInfluence read, List<LayerTrials.Trial> tried) {
        @Nullable Subject subject = workspace.subject().get();
        if (subject == null) {
            return "";
        }
        EvidenceSettings settings = workspace.evidence().settings().get();
        String left = settings.options().words() + " · "
                + (similarity == null ? "comparing …" : settings.sample(subject, similarity.windows()));
        String middle = read == null
                ? "block influence: reading …"
                : "block influence on " + read.windows() + " of " + read.windowsTotal() + " windows, n = "
                        + read.rows();
        String right = tried.isEmpty()
                ? "Δ perplexity of a layer sharing alone: not measured yet"
                : "Δ perplexity: " + tried.size() + " of " + (subject.config().nLayers() - 1) + " layers alone, "
                        + tried.getFirst().report().protocol().words() + ", n = "
                        + tried.getFirst().report().scoredTokens() + " tokens";
        return left + " · " + middle + " · " + right;
    }

    private String reading(
            @Nullable LayerSimilarity similarity, @Nullable LayerInfluence read, List<LayerTrials.Trial> tried) {
        int layer = selection().primary().get();
        if (layer == Selection.NONE) {
            return "";
        }
        StringBuilder words = new StringBuilder("Layer " + layer);
        if (similarity != null && layer > 0 && layer < similarity.values().rows()) {
            words.append(
                    Numbers.format(" · %.4f from layer %d", similarity.values().at(layer, layer - 1), layer - 1));
        }
        if (read != null && layer < read.layers().size()) {
            words.append(Numbers.format(
                    " · block influence %.4f, angular distance %.4f",
                    read.layers().get(layer).block(), read.layers().get(layer).angularDistance()));
        }
        tried.stream()
                .filter(trial -> trial.layer() == layer)
                .findFirst()
                .ifPresent(trial -> words.append(Numbers.format(
                        " · shared alone %+.2f %%", 100 * (trial.report().ratio() - 1))));
        return words.toString();
    }
}
