package org.crosslayer.app.alignment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.workspace.PaneSelection;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.similarity.ExplainedScores;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.MatchMethod;
import org.jspecify.annotations.Nullable;

/// Which heads of the two chosen layers belong together, and how much of the upper layer's scores it is given. Nothing
/// is computed while nobody looks.
public final class AlignmentViewModel {
    /// What the table lists.
    public enum Scope {
        /// The heads of the chosen layer, the worst first.
        HEADS("worst heads"),
        /// All layers of the plan that share.
        LAYERS("layers of the plan");

        private final String words;

        Scope(String words) {
            this.words = words;
        }

        /// As in a list of choices.
        public String words() {
            return words;
        }
    }

    private record Pair(int layer, int source) {}

    private record Asked(int layer, LayerAttention.Shared attention) {}

    private final Workspace workspace;
    private final PaneSelection pane;
    private final LatestOnly matching;
    private final LatestOnly explaining;
    private final BooleanProperty looking = new SimpleBooleanProperty();
    private final ObjectProperty<Scope> scope = new SimpleObjectProperty<>(Scope.HEADS);
    private final ReadOnlyObjectWrapper<@Nullable AlignmentPicture> picture = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<ShareLine>> lines = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
    private final Map<Pair, HeadAlignment> matched = new HashMap<>();
    private final Map<Asked, ExplainedScores> explained = new HashMap<>();
    private @Nullable Pair beingMatched;
    private List<Asked> beingExplained = List.of();

    public AlignmentViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        this.pane = new PaneSelection(workspace.selection());
        this.matching = new LatestOnly(runner);
        this.explaining = new LatestOnly(runner);
        workspace.subject().addListener((_, _, _) -> forget());
        workspace.alignments().addListener((_, _, _) -> show());
        workspace.plan().plan().addListener((_, _, _) -> show());
        pane.selection().pinned().addListener((_, _, _) -> show());
        pane.selection().primary().addListener((_, _, _) -> show());
        looking.addListener((_, _, _) -> show());
        scope.addListener((_, _, _) -> show());
    }

    /// Whether the pane goes where the selection goes.
    public BooleanProperty follows() {
        return pane.follows();
    }

    /// Whether somebody looks.
    public BooleanProperty looking() {
        return looking;
    }

    /// What the table lists.
    public ObjectProperty<Scope> scope() {
        return scope;
    }

    /// The two layers' heads; null until they are matched.
    public ReadOnlyObjectProperty<@Nullable AlignmentPicture> picture() {
        return picture.getReadOnlyProperty();
    }

    /// The table.
    public ReadOnlyObjectProperty<List<ShareLine>> lines() {
        return lines.getReadOnlyProperty();
    }

    /// The chosen layer in a sentence.
    public ReadOnlyStringProperty summary() {
        return summary.getReadOnlyProperty();
    }

    private void forget() {
        matched.clear();
        explained.clear();
        matching.cancel();
        explaining.cancel();
        show();
    }

    private void show() {
        @Nullable Subject subject = workspace.subject().get();
        int layer = pane.selection().primary().get();
        int source = pane.selection().pinned().get();
        if (!looking.get() || subject == null) {
            return;
        }
        if (layer <= source || layer >= subject.config().nLayers()) {
            picture.set(null);
            lines.set(List.of());
            summary.set("Choose two layers: the first has none below it.");
            return;
        }
        @Nullable HeadAlignment alignment = alignment(layer, source);
        if (alignment == null) {
            picture.set(null);
            lines.set(List.of());
            summary.set("Matching the heads of layers " + layer + " and " + source + " …");
            match(subject, new Pair(layer, source));
            return;
        }
        LayerAttention.Shared attention = attention(alignment);
        List<Asked> asked = scope.get() == Scope.HEADS ? List.of(new Asked(layer, attention)) : planned();
        draw(alignment, attention, asked);
        explain(subject, asked, () -> draw(alignment, attention, asked));
    }

    private void draw(HeadAlignment alignment, LayerAttention.Shared attention, List<Asked> asked) {
        picture.set(new AlignmentPicture(
                alignment,
                attention instanceof LayerAttention.Lisa lisa ? lisa.adapter().skip() : null));
        @Nullable ExplainedScores known = explained.get(new Asked(alignment.layer(), attention));
        summary.set(words(alignment, known, attention));
        if (scope.get() == Scope.HEADS) {
            lines.set(ShareLine.heads(alignment, known));
        } else {
            lines.set(asked.stream()
                    .map(explained::get)
                    .filter(each -> each != null)
                    .map(each -> ShareLine.layer(each, alignment(each.layer(), each.source())))
                    .toList());
        }
    }

    private @Nullable HeadAlignment alignment(int layer, int source) {
        for (HeadAlignment alignment : workspace.alignments().get()) {
            if (alignment.layer() == layer && alignment.source() == source) {
                return alignment;
            }
        }
        return matched.get(new Pair(layer, source));
    }

    /// What the plan has the layer take from that source; if it does not, an aligned copy.
    private LayerAttention.Shared attention(HeadAlignment alignment) {
        AttentionPlan plan = workspace.plan().plan().get();
        return plan.at(alignment.layer()) instanceof LayerAttention.Shared shared
                        && shared.source() == alignment.source()
                        && handsOnScores(shared)
                ? shared
                : new LayerAttention.MappedPattern(alignment.source(), alignment.map());
    }

    private List<Asked> planned() {
        AttentionPlan plan = workspace.plan().plan().get();
        List<Asked> asked = new ArrayList<>();
        for (int layer = 0; layer < plan.nLayers(); layer++) {
            if (plan.at(layer) instanceof LayerAttention.Shared shared && handsOnScores(shared)) {
                asked.add(new Asked(layer, shared));
            }
        }
        return asked;
    }

    private static boolean handsOnScores(LayerAttention.Shared shared) {
        return !(shared instanceof LayerAttention.Lisa(int _, LisaAdapter adapter))
                || adapter.options().carrier() == LisaOptions.Carrier.SCORES;
    }

    private void match(Subject subject, Pair pair) {
        // Neighbours are matched for the plan anyway.
        if (pair.layer() == pair.source() + 1 || (pair.equals(beingMatched) && matching.isPending())) {
            return;
        }
        beingMatched = pair;
        matching.submit(TaskSpec.<HeadAlignment>of(
                "Matching heads of layers " + pair.layer() + " and " + pair.source(),
                Urgency.VIEW,
                (progress, cancellation, _) -> subject.analyst()
                        .align(
                                subject.analyst().windows(subject.text().toArray(), Sampling.alignment(subject)),
                                pair.layer(),
                                pair.source(),
                                MatchMethod.HUNGARIAN,
                                progress,
                                cancellation),
                alignment -> {
                    matched.put(pair, alignment);
                    show();
                },
                workspace.failures(this::show)));
    }

    /// @param draws called after each layer; it only draws, for asking again would begin anew
    private void explain(Subject subject, List<Asked> asked, Runnable draws) {
        List<Asked> unknown =
                asked.stream().filter(each -> !explained.containsKey(each)).toList();
        if (unknown.isEmpty()) {
            explaining.cancel();
            return;
        }
        if (explaining.isPending() && beingExplained.equals(unknown)) {
            return;
        }
        beingExplained = unknown;
        explaining.submit(new TaskSpec<Map<Asked, ExplainedScores>>(
                "Explaining scores",
                Urgency.BACKGROUND,
                (progress, cancellation, partial) -> {
                    List<int[]> windows =
                            subject.analyst().windows(subject.text().toArray(), Sampling.explanation(subject));
                    for (Asked each : unknown) {
                        partial.accept(Map.of(
                                each,
                                subject.analyst()
                                        .explained(windows, each.layer(), each.attention(), progress, cancellation)));
                    }
                    return Map.of();
                },
                found -> {
                    explained.putAll(found);
                    draws.run();
                },
                _ -> {},
                workspace.failures(this::show),
                () -> {},
                _ -> {}));
    }

    private static String words(
            HeadAlignment alignment, @Nullable ExplainedScores known, LayerAttention.Shared attention) {
        String costs = Numbers.format(
                "Layer %d from %d: divergence %.3f by number, %.3f matched",
                alignment.layer(), alignment.source(), alignment.sameIndexCost(), alignment.matchedCost());
        if (known == null) {
            return costs;
        }
        ExplainedScores.Head mean = known.mean();
        return costs
                + (attention instanceof LayerAttention.Lisa
                        ? Numbers.format(
                                " · score variance: alignment %s, low rank adds %s",
                                percent(mean.aligned()), percent(mean.added()))
                        : " · score variance: aligned heads " + percent(mean.aligned()));
    }

    static String percent(double share) {
        return Double.isNaN(share) ? "" : Numbers.format("%.1f %%", 100 * share).replace('-', '−');
    }
}
