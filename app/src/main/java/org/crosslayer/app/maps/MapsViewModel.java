package org.crosslayer.app.maps;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.capture.AttentionMaps;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.jspecify.annotations.Nullable;

/// The attention of the two chosen layers on the first tokens of the text, as the model computes it without
/// sharing.
///
/// All layers are captured in one run, so that a click changes the pictures at once.
public final class MapsViewModel {
    /// @param first index in the text of the passage's first token
    private record Captured(AttentionMaps maps, List<String> tokens, int first) {}

    private final Workspace workspace;
    private final LatestOnly latest;
    private final ReadOnlyObjectWrapper<@Nullable MapPicture> primary = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable MapPicture> pinned = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyIntegerWrapper nHeads = new ReadOnlyIntegerWrapper();
    private final BooleanProperty matching = new SimpleBooleanProperty(true);
    private @Nullable Captured captured;
    /// Index in the text of the first token of the passage that is drawn, or will be.
    private int first;

    public MapsViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        this.latest = new LatestOnly(runner);
        workspace.subject().addListener((_, _, _) -> captureFrom(0));
        workspace.passageTokens().addListener((_, _, _) -> captureFrom(first));
        workspace.alignments().addListener((_, _, _) -> draw());
        matching.addListener((_, _, _) -> draw());
        selection().primary().addListener((_, _, _) -> draw());
        selection().pinned().addListener((_, _, _) -> draw());
        selection().head().addListener((_, _, _) -> draw());
        selection().pinnedHead().addListener((_, _, _) -> draw());
        selection().query().addListener((_, _, token) -> lookAt(token.intValue()));
    }

    /// The layer that might share; null until it is captured.
    public ReadOnlyObjectProperty<@Nullable MapPicture> primary() {
        return primary.getReadOnlyProperty();
    }

    /// The layer it is compared with.
    public ReadOnlyObjectProperty<@Nullable MapPicture> pinned() {
        return pinned.getReadOnlyProperty();
    }

    /// Heads to choose from; 0 before a model is open.
    public ReadOnlyIntegerProperty nHeads() {
        return nHeads.getReadOnlyProperty();
    }

    /// Whether the pinned layer shows the head that matches best, where that is known, instead of the same index.
    public BooleanProperty matching() {
        return matching;
    }

    public Selection selection() {
        return workspace.selection();
    }

    /// Shows a head of the primary layer beside the one that goes with it, whatever was pinned.
    public void choose(int head) {
        if (selection().head().get() != head) {
            selection().pinnedHead().set(Selection.MEAN);
            selection().head().set(head);
        }
    }

    /// Locks the token of a row as query; the same again releases it.
    public void lock(int row) {
        Captured known = captured;
        if (known != null) {
            int token = known.first() + row;
            selection().query().set(selection().query().get() == token ? Selection.NONE : token);
        }
    }

    private void lookAt(int token) {
        int start =
                Sampling.passageStart(token, first, workspace.passageTokens().get());
        if (start == first) {
            draw();
        } else {
            captureFrom(start);
        }
    }

    private void captureFrom(int start) {
        first = start;
        captured = null;
        draw();
        @Nullable Subject subject = workspace.subject().get();
        if (subject != null) {
            nHeads.set(subject.config().nHeads());
            int passage = workspace.passageTokens().get();
            if (!Sampling.memory(subject, passage, workspace.memoryPercent().get())
                    .fits()) {
                // The project pane says what it would take and offers what fits.
                latest.cancel();
                return;
            }
            int[] ids = Sampling.passage(subject, start, passage);
            int nLayers = subject.config().nLayers();
            latest.submit(TaskSpec.<Captured>of(
                    "Drawing attention maps",
                    Urgency.VIEW,
                    (progress, cancellation, _) -> new Captured(
                            subject.analyst()
                                    .maps(
                                            ids,
                                            AttentionPlan.none(nLayers),
                                            IntStream.range(0, nLayers).boxed().collect(Collectors.toSet()),
                                            progress,
                                            cancellation),
                            TokenLabels.of(ids, subject.analyst().tokenizer()),
                            start),
                    result -> {
                        captured = result;
                        draw();
                    },
                    workspace.message()::set));
        }
    }

    private void draw() {
        Captured known = captured;
        if (known == null || selection().isEmpty()) {
            primary.set(null);
            pinned.set(null);
            return;
        }
        int head = selection().head().get();
        int layer = selection().primary().get();
        int other = selection().pinned().get();
        @Nullable HeadAlignment alignment = head == Selection.MEAN || !matching.get() ? null : alignment(layer, other);
        primary.set(picture(known, layer, head, ""));
        int pinnedHead = selection().pinnedHead().get();
        if (pinnedHead != Selection.MEAN) {
            pinned.set(picture(known, other, pinnedHead, ", pinned"));
        } else {
            int otherHead = alignment == null ? head : alignment.map().get(head);
            pinned.set(picture(known, other, otherHead, alignment == null ? "" : ", best match"));
        }
    }

    private @Nullable HeadAlignment alignment(int layer, int source) {
        for (HeadAlignment alignment : workspace.alignments().get()) {
            if (alignment.layer() == layer && alignment.source() == source) {
                return alignment;
            }
        }
        return null;
    }

    private MapPicture picture(Captured known, int layer, int head, String remark) {
        boolean mean = head == Selection.MEAN;
        int query = selection().query().get() - known.first();
        String where = known.first() == 0
                ? ""
                : " · tokens " + known.first() + "–"
                        + (known.first() + known.tokens().size() - 1) + " by themselves";
        String heads = mean ? "mean of " + nHeads.get() + " heads" : "head " + head + remark;
        return new MapPicture(
                layer,
                head,
                known.first(),
                "Layer " + layer + " · " + heads + where,
                known.tokens(),
                mean ? known.maps().headMean(layer) : known.maps().head(layer, head),
                query >= 0 && query < known.tokens().size() ? query : Selection.NONE);
    }
}
