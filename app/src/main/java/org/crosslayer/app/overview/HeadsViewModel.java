package org.crosslayer.app.overview;

import java.util.List;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.EvidenceSettings;
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

    /// What was asked for; the head mode makes no difference to heads.
    private record Question(Subject subject, EvidenceSettings settings) {}

    private final Workspace workspace;
    private final LatestOnly latest;
    private final BooleanProperty looking = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<@Nullable HeadSimilarity> similarity = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Block> block = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable HeadPair> selected = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<HeadPair>> matched = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper chosen = new ReadOnlyStringWrapper("");
    private @Nullable Question asked;

    public HeadsViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        latest = new LatestOnly(runner);
        workspace.subject().addListener((_, _, _) -> {
            block.set(null);
            ask();
        });
        workspace.evidence().settings().addListener((_, _, _) -> ask());
        looking.addListener((_, _, _) -> ask());
        workspace.alignments().addListener((_, _, _) -> describe());
        selection().primary().addListener((_, _, _) -> describe());
        selection().pinned().addListener((_, _, _) -> describe());
        selection().head().addListener((_, _, _) -> describe());
        selection().pinnedHead().addListener((_, _, _) -> describe());
    }

    /// Whether somebody looks.
    public BooleanProperty looking() {
        return looking;
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
        return workspace.selection();
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

    private void ask() {
        @Nullable Subject subject = workspace.subject().get();
        Question question = subject == null
                ? null
                : new Question(subject, workspace.evidence().settings().get().with(HeadMode.BEST_MATCH));
        if (question == null || !question.equals(asked)) {
            latest.cancel();
            asked = null;
            similarity.set(null);
            caption.set("");
        }
        if (looking.get() && question != null && asked == null) {
            asked = question;
            caption.set("Comparing heads …");
            compare(question);
        }
        describe();
    }

    private void compare(Question question) {
        latest.submit(new TaskSpec<HeadSimilarity>(
                "Comparing heads",
                Urgency.VIEW,
                (progress, cancellation, partial) -> {
                    Subject subject = question.subject();
                    List<int[]> windows = subject.analyst()
                            .windows(
                                    subject.text().toArray(),
                                    question.settings().protocol(subject));
                    return subject.analyst()
                            .headSimilarity(windows, question.settings().options(), partial, progress, cancellation);
                },
                found -> show(question, found),
                found -> show(question, found),
                this::failed,
                () -> {
                    asked = null;
                    caption.set("Stopped. Turn here again to go on.");
                },
                _ -> {}));
    }

    private void failed(UserMessage message) {
        asked = null;
        caption.set("Not compared.");
        workspace.failures(this::ask).accept(message);
    }

    /// Shows a result unless a better one is on screen: an interrupted comparison begins again with one window.
    private void show(Question question, HeadSimilarity found) {
        @Nullable HeadSimilarity shown = similarity.get();
        if (shown == null || shown.windows() <= found.windows()) {
            similarity.set(found);
            caption.set(found.options().wordsOfHeads() + " · "
                    + question.settings().sample(question.subject(), found.windows())
                    + (found.isComplete() ? "" : " of " + found.windowsTotal()) + ", n = " + found.rows() + " rows");
            describe();
        }
    }

    private void describe() {
        @Nullable HeadSimilarity known = similarity.get();
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
