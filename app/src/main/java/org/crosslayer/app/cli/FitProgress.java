package org.crosslayer.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.crosslayer.engine.fitting.FitPoint;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;

/// The loss curve as it grows, one line for somebody who waits.
final class FitProgress implements Progress, Consumer<FitPoint> {
    private final Progress target;
    private final List<FitPoint> curve = new ArrayList<>();
    private @Nullable Double heldOut;
    private boolean inStage;

    FitProgress(Progress target) {
        this.target = target;
    }

    /// Everything heard so far.
    List<FitPoint> curve() {
        return List.copyOf(curve);
    }

    @Override
    public void accept(FitPoint point) {
        curve.add(point);
        if (point.heldOut() != null) {
            heldOut = point.heldOut();
        }
        inStage = point.step() > 0 && point.step() < point.steps();
        if (inStage) {
            target.report(words(point), (double) point.step() / point.steps());
        }
    }

    /// What the fitter says is shown where no point says it better.
    @Override
    public void report(String stage, double fraction) {
        if (!inStage) {
            target.report(stage, fraction);
        }
    }

    private String words(FitPoint point) {
        long left = Math.round(point.secondsLeft());
        // Kept below 80 columns: a longer line would wrap and could not be wiped.
        return String.format(
                Locale.ROOT,
                "%s %d/%d, loss %.4f%s, %d:%02d left",
                point.stage().words(),
                point.step(),
                point.steps(),
                point.loss(),
                heldOut == null ? "" : String.format(Locale.ROOT, ", held-out %.4f", heldOut),
                left / 60,
                left % 60);
    }
}
