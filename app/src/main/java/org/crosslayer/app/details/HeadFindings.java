package org.crosslayer.app.details;

import java.util.List;
import java.util.function.Consumer;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.Evidence;
import org.crosslayer.app.workspace.EvidenceSettings;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.engine.similarity.HeadLikeness;
import org.crosslayer.engine.similarity.HeadStatistics;
import org.jspecify.annotations.Nullable;

/// What is known of single heads. Asking gives what there is and sees to it that the rest is found.
final class HeadFindings {
    /// A head of a layer.
    record Head(int layer, int head) {
        /// Such as `L3H5`.
        String words() {
            return HeadCode.text(HeadCode.of(layer, head));
        }
    }

    /// Where all heads look.
    private record Found(List<HeadStatistics> heads, int windows) {}

    private final Evidence evidence;
    private final LatestOnly statisticsJob;
    private final LatestOnly likenessJob;
    private final Consumer<UserMessage> onFailure;
    private final Runnable onFound;
    private List<HeadStatistics> statistics = List.of();
    private int windows;
    private boolean isLooking;
    private @Nullable HeadLikeness likeness;
    /// The head that a search under way is about.
    private @Nullable Head sought;

    /// @param onFound told when more is known
    HeadFindings(Evidence evidence, TaskRunner runner, Consumer<UserMessage> onFailure, Runnable onFound) {
        this.evidence = evidence;
        statisticsJob = new LatestOnly(runner);
        likenessJob = new LatestOnly(runner);
        this.onFailure = onFailure;
        this.onFound = onFound;
    }

    /// Forgets everything, for another model or text.
    void clear() {
        statisticsJob.cancel();
        likenessJob.cancel();
        isLooking = false;
        statistics = List.of();
        likeness = null;
        sought = null;
    }

    /// Where all heads look; empty until it is found out.
    List<HeadStatistics> statistics(Subject subject) {
        if (statistics.isEmpty() && !isLooking) {
            isLooking = true;
            EvidenceSettings settings = evidence.settings().get();
            statisticsJob.submit(new TaskSpec<Found>(
                    "Looking at all heads",
                    Urgency.STUDY,
                    (progress, cancellation, _) -> {
                        List<int[]> cut =
                                subject.analyst().windows(subject.text().toArray(), settings.protocol(subject));
                        return new Found(
                                subject.analyst().headStatistics(cut, settings.sink(), progress, cancellation),
                                cut.size());
                    },
                    _ -> {},
                    found -> {
                        isLooking = false;
                        statistics = found.heads();
                        windows = found.windows();
                        onFound.run();
                    },
                    failure -> {
                        isLooking = false;
                        onFailure.accept(failure);
                    },
                    () -> isLooking = false,
                    _ -> {}));
        }
        return statistics;
    }

    /// How many windows of text that was found out on.
    int windows() {
        return windows;
    }

    /// How alike a head is to all others, over the windows so far; null before the first.
    @Nullable
    HeadLikeness like(Subject subject, Head head) {
        HeadLikeness known = likeness;
        boolean isKnown = known != null && known.layer() == head.layer() && known.head() == head.head();
        if ((known == null || !isKnown || !known.isComplete()) && !head.equals(sought)) {
            sought = head;
            likeness = isKnown ? known : null;
            likenessJob.submit(new TaskSpec<HeadLikeness>(
                    "Looking for heads like " + head.words(),
                    Urgency.STUDY,
                    (progress, cancellation, partial) -> subject.analyst()
                            .headsLike(
                                    subject.analyst().windows(subject.text().toArray(), Sampling.alignment(subject)),
                                    head.layer(),
                                    head.head(),
                                    partial,
                                    progress,
                                    cancellation),
                    this::found,
                    found -> {
                        sought = null;
                        found(found);
                    },
                    failure -> {
                        sought = null;
                        onFailure.accept(failure);
                    },
                    () -> sought = null,
                    _ -> {}));
        }
        return likeness;
    }

    private void found(HeadLikeness found) {
        likeness = found;
        onFound.run();
    }
}
