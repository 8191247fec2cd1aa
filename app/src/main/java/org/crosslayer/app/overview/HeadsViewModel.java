package org.crosslayer.app.overview;

import java.util.List;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.workspace.PaneSelection;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.HeadMode;
import org.crosslayer.engine.similarity.HeadSimilarity;
import org.jspecify.annotations.Nullable;

/// Compares all pairs of heads, window after window. Nothing is computed while nobody looks.
public final class HeadsViewModel {
    /// The part that is looked at closely: rows are the heads of one layer, columns those of another.
    public record Block(int layer, int source) {}

    private final Workspace workspace;
    private final PaneSelection pane;
    private final Inquiry<HeadSimilarity> inquiry;
    private final ReadOnlyObjectWrapper<@Nullable HeadSimilarity> similarity = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Block> block = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable HeadPair> selected = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<HeadPair>> matched = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper chosen = new ReadOnlyStringWrapper("");

    public HeadsViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        pane = new PaneSelection(workspace.selection());
        workspace.subject().addListener((_, _, _) -> block.set(null));
        inquiry = new Inquiry<>(
                workspace,
                runner,
                new Inquiry.Topic<>(
                        "Comparing heads",
                        // The head mode makes no difference to heads.
                        settings -> settings.with(HeadMode.BEST_MATCH),
                        (analyst, windows, settings, partial, progress, cancellation) ->
                                analyst.headSimilarity(windows, settings.options(), partial, progress, cancellation),
                        HeadSimilarity::windows),
                this::describe);
        workspace.alignments().addListener((_, _, _) -> describe());
        selection().primary().addListener((_, _, _) -> describe());
        selection().pinned().addListener((_, _, _) -> describe());
        selection().head().addListener((_, _, _) -> describe());
        selection().pinnedHead().addListener((_, _, _) -> describe());
    }

    /// Whether somebody looks.
    public BooleanProperty looking() {
        return inquiry.looking();
    }

    /// The values as far as known; null while there are none.
    public ReadOnlyObjectProperty<@Nullable HeadSimilarity> similarity() {
        return similarity.getReadOnlyProperty();
    }

    /// What is looked at closely; null for all.
    public ReadOnlyObjectProperty<@Nullable Block> block() {
        return block.getReadOnlyProperty();
    }

    /// The cell of the two heads that all panes look at; null if they look at means.
    public ReadOnlyObjectProperty<@Nullable HeadPair> selected() {
        return selected.getReadOnlyProperty();
    }

    /// Matched heads within the block, where they are known.
    public ReadOnlyObjectProperty<List<HeadPair>> matched() {
        return matched.getReadOnlyProperty();
    }

    /// Metric, sink handling, text and sample size, as they belong under the picture.
    public ReadOnlyStringProperty caption() {
        return caption.getReadOnlyProperty();
    }

    /// The chosen pair in words.
    public ReadOnlyStringProperty chosen() {
        return chosen.getReadOnlyProperty();
    }

    public Selection selection() {
        return pane.selection();
    }

    /// Whether the pane goes where the selection goes.
    public BooleanProperty follows() {
        return pane.follows();
    }

    /// Looks closely at the heads of two layers.
    public void zoom(int layer, int source) {
        block.set(new Block(layer, source));
        describe();
    }

    /// Looks at the block of a cell.
    public void zoomTo(HeadPair pair) {
        @Nullable HeadSimilarity known = similarity.get();
        if (known != null) {
            zoom(known.layer(pair.row()), known.layer(pair.column()));
        }
    }

    /// Looks at the heads of the two chosen layers.
    public void zoomToChosen() {
        if (!selection().isEmpty()) {
            zoom(selection().primary().get(), selection().pinned().get());
        }
    }

    /// Looks at all heads again.
    public void showAll() {
        block.set(null);
        describe();
    }

    /// Looks at two heads everywhere; the one of the upper layer is primary. Of two heads of one layer it is the
    /// row's.
    public void choose(HeadPair pair) {
        @Nullable HeadSimilarity known = similarity.get();
        if (known == null) {
            return;
        }
        int row = known.layer(pair.row());
        int column = known.layer(pair.column());
        boolean isRowUpper = row >= column;
        int upper = isRowUpper ? pair.row() : pair.column();
        int lower = isRowUpper ? pair.column() : pair.row();
        selection().choosePair(row, column);
        selection().head().set(known.head(upper));
        if (row != column) {
            selection().pinnedHead().set(known.head(lower));
        }
    }

    /// Pins the head of a pair's row, to compare what is looked at with it.
    public void pin(HeadPair pair) {
        @Nullable HeadSimilarity known = similarity.get();
        if (known != null && !selection().isEmpty()) {
            selection().pin(known.layer(pair.row()), known.head(pair.row()));
        }
    }

    private String words(@Nullable HeadSimilarity known) {
        @Nullable Subject subject = workspace.subject().get();
        return switch (inquiry.state()) {
            case UNASKED -> "";
            case STOPPED -> "Stopped. Turn here again to go on.";
            case FAILED -> "Not compared.";
            case ASKED ->
                known == null || subject == null
                        ? "Comparing heads …"
                        : known.options().wordsOfHeads() + " · "
                                + workspace.evidence().settings().get().sample(subject, known.windows())
                                + (known.isComplete() ? "" : " of " + known.windowsTotal()) + ", n = " + known.rows()
                                + " rows";
        };
    }

    private void describe() {
        @Nullable HeadSimilarity known = inquiry.found();
        similarity.set(known);
        caption.set(words(known));
        int layer = selection().primary().get();
        int source = selection().pinned().get();
        int head = selection().head().get();
        int sourceHead = selection().pinnedHead().get();
        matched.set(known == null ? List.of() : matches(known));
        if (known == null || selection().isEmpty() || head < 0 || sourceHead < 0) {
            selected.set(null);
            chosen.set("");
            return;
        }
        HeadPair pair = new HeadPair(known.index(layer, head), known.index(source, sourceHead));
        if (pair.row() >= known.values().rows()
                || pair.column() >= known.values().columns()) {
            return;
        }
        selected.set(pair);
        chosen.set(Numbers.format(
                "L%dH%d and L%dH%d: %.4f",
                layer, head, source, sourceHead, known.values().at(pair.row(), pair.column())));
    }

    private List<HeadPair> matches(HeadSimilarity known) {
        @Nullable Block now = block.get();
        if (now == null) {
            return List.of();
        }
        for (HeadAlignment each : workspace.alignments().get()) {
            if (each.layer() == now.layer() && each.source() == now.source()) {
                return IntStream.range(0, each.map().size())
                        .mapToObj(head -> new HeadPair(
                                known.index(now.layer(), head),
                                known.index(now.source(), each.map().get(head))))
                        .toList();
            }
        }
        return List.of();
    }
}
