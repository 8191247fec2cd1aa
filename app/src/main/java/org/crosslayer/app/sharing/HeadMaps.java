package org.crosslayer.app.sharing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.MatchMethod;
import org.jspecify.annotations.Nullable;

/// Which head of a lower layer serves each head of an upper one: for neighbours found once for a text, for pairs
/// further apart when somebody asks.
final class HeadMaps {
    /// A layer and the lower one it takes from.
    record Pair(int layer, int source) {}

    private final Workspace workspace;
    private final LatestOnly neighbours;
    private final LatestOnly distant;
    private final Map<Pair, HeadAlignment> known = new HashMap<>();
    private final List<Pair> wanted = new ArrayList<>();
    private final ReadOnlyIntegerWrapper version = new ReadOnlyIntegerWrapper();
    private Runnable whenStopped = () -> {};

    HeadMaps(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        neighbours = new LatestOnly(runner);
        distant = new LatestOnly(runner);
    }

    /// Rises whenever more is known.
    ReadOnlyIntegerProperty version() {
        return version.getReadOnlyProperty();
    }

    /// Called when the user stops the matching, or it fails: what waits for it waits in vain.
    void whenStopped(Runnable action) {
        whenStopped = action;
    }

    /// The matched heads; null if they are not known yet.
    @Nullable
    HeadAlignment of(Pair pair) {
        List<HeadAlignment> near = workspace.alignments().get();
        return pair.source() == pair.layer() - 1 ? near.isEmpty() ? null : near.get(pair.layer() - 1) : known.get(pair);
    }

    /// Another text or model: neighbours are matched anew in the background.
    void begin() {
        known.clear();
        wanted.clear();
        distant.cancel();
        matchNeighbours(Urgency.BACKGROUND);
    }

    /// Somebody waits for these. A matching under way answers them too; beginning it anew would only make everybody
    /// wait longer.
    void want(List<Pair> pairs) {
        boolean hasNeighbours = pairs.stream().anyMatch(pair -> pair.source() == pair.layer() - 1);
        if (hasNeighbours && !neighbours.isPending()) {
            matchNeighbours(Urgency.VIEW);
        }
        List<Pair> missing = pairs.stream()
                .filter(pair -> pair.source() != pair.layer() - 1 && !known.containsKey(pair) && !wanted.contains(pair))
                .toList();
        if (!missing.isEmpty()) {
            wanted.addAll(missing);
            matchDistant();
        }
    }

    private void matchNeighbours(Urgency urgency) {
        @Nullable Subject subject = workspace.subject().get();
        if (subject != null && subject.config().nLayers() > 1) {
            neighbours.submit(TaskSpec.of(
                            "Matching heads",
                            urgency,
                            (progress, cancellation, _) -> subject.analyst()
                                    .align(
                                            subject.analyst()
                                                    .windows(subject.text().toArray(), Sampling.alignment(subject)),
                                            MatchMethod.HUNGARIAN,
                                            progress,
                                            cancellation),
                            this::show,
                            this::failed)
                    .whenCancelled(this::stopped));
        }
    }

    private void matchDistant() {
        @Nullable Subject subject = workspace.subject().get();
        if (subject == null) {
            return;
        }
        List<Pair> pairs = List.copyOf(wanted);
        distant.submit(TaskSpec.<List<HeadAlignment>>of(
                        "Matching heads of layers further apart",
                        Urgency.VIEW,
                        (progress, cancellation, _) -> {
                            List<int[]> windows =
                                    subject.analyst().windows(subject.text().toArray(), Sampling.alignment(subject));
                            List<HeadAlignment> found = new ArrayList<>();
                            for (Pair pair : pairs) {
                                found.add(subject.analyst()
                                        .align(
                                                windows,
                                                pair.layer(),
                                                pair.source(),
                                                MatchMethod.HUNGARIAN,
                                                progress,
                                                cancellation));
                            }
                            return found;
                        },
                        this::keep,
                        this::failed)
                .whenCancelled(this::stopped));
    }

    private void show(List<HeadAlignment> alignments) {
        workspace.alignments().set(alignments);
        version.set(version.get() + 1);
    }

    private void keep(List<HeadAlignment> alignments) {
        for (HeadAlignment one : alignments) {
            Pair pair = new Pair(one.layer(), one.source());
            known.put(pair, one);
            wanted.remove(pair);
        }
        version.set(version.get() + 1);
    }

    private void failed(UserMessage message) {
        stopped();
        workspace.failures(() -> matchNeighbours(Urgency.VIEW)).accept(message);
    }

    private void stopped() {
        wanted.clear();
        whenStopped.run();
    }
}
