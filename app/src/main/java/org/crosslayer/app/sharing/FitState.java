package org.crosslayer.app.sharing;

import java.util.List;
import java.util.stream.Collectors;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.workspace.FitRequest;
import org.crosslayer.app.workspace.FitSnapshot;
import org.crosslayer.app.workspace.OpenText;
import org.crosslayer.engine.fitting.FitOptions;
import org.crosslayer.engine.fitting.FitPoint;
import org.crosslayer.engine.fitting.FitResult;
import org.crosslayer.engine.fitting.FitStage;
import org.jspecify.annotations.Nullable;

/// A fit as the window sees it.
///
/// @param phase    whether it goes on
/// @param request  what was asked for
/// @param snapshot how far it is
/// @param flatters whether it is fitted on the very text that is measured
public record FitState(Phase phase, FitRequest request, FitSnapshot snapshot, boolean flatters) {
    /// Where a fit is in its life.
    public enum Phase {
        /// In the queue or running.
        UNDER_WAY,
        /// All steps done.
        DONE,
        /// Ended before its last step; the best state is kept, and it can go on.
        STOPPED
    }

    static FitState of(FitRequest request, OpenText measured) {
        return new FitState(
                Phase.UNDER_WAY, request, FitSnapshot.NONE, request.text().equals(measured));
    }

    /// The same while another text is measured.
    FitState measuredOn(OpenText text) {
        return new FitState(phase, request, snapshot, request.text().equals(text));
    }

    FitState with(Phase other) {
        return new FitState(other, request, snapshot, flatters);
    }

    FitState with(FitSnapshot other) {
        return new FitState(phase, request, other, flatters);
    }

    /// The layers being fitted, ascending.
    public List<Integer> layers() {
        return request.options().layers();
    }

    /// Whether there are steps at all, or only an alignment.
    public boolean isTrained() {
        return request.options().isTrained();
    }

    /// Done so far, in [0, 1].
    public double fraction() {
        if (phase == Phase.DONE) {
            return 1;
        }
        FitPoint last = snapshot.last();
        FitOptions options = request.options();
        int all = options.local().steps() + options.distill().steps();
        if (last == null || all == 0) {
            return 0;
        }
        int before = last.stage() == FitStage.DISTILL ? options.local().steps() : 0;
        return (double) (before + last.step()) / all;
    }

    /// What is fitted.
    public String title() {
        return "LiSA in " + words(layers());
    }

    /// Where it stands: the step, the loss, the held-out measure, the time left.
    public String progress() {
        return switch (phase) {
            case UNDER_WAY -> {
                FitPoint last = snapshot.last();
                yield last == null ? "Preparing: heads are aligned over a few windows" : step(last) + left(last);
            }
            case DONE -> isTrained() ? "Fitted; kept is " + best() : "Aligned without training" + heldOut();
            case STOPPED -> "Stopped early; kept is " + best();
        };
    }

    private String best() {
        @Nullable FitResult best = snapshot.best();
        return best == null
                ? "nothing, it had not come that far"
                : "the state after step " + best.step() + " " + best.stage().words()
                        + Numbers.format(", held-out %.4f nats a token", best.heldOut());
    }

    private String heldOut() {
        @Nullable FitResult best = snapshot.best();
        return best == null ? "" : Numbers.format("; held-out %.4f nats a token", best.heldOut());
    }

    private static String step(FitPoint point) {
        return point.stage().words() + ", step " + point.step() + " of " + point.steps();
    }

    private static String left(FitPoint point) {
        if (point.step() == 0) {
            return "";
        }
        long left = Math.round(point.secondsLeft());
        return Numbers.format(" · %d:%02d left", left / 60, left % 60);
    }

    /// `layer 3`, or `layers 3, 4 and 7`.
    static String words(List<Integer> layers) {
        if (layers.size() == 1) {
            return "layer " + layers.getFirst();
        }
        return "layers "
                + layers.subList(0, layers.size() - 1).stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "))
                + " and " + layers.getLast();
    }
}
