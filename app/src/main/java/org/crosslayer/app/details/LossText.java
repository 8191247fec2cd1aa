package org.crosslayer.app.details;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.crosslayer.engine.evaluation.WindowLosses;

/// The measured part of a text with what each of its tokens costs, without sharing and under a plan.
final class LossText {
    private final TokenPlaces places;
    /// Of each token that has a place, nats; NaN for those that are not scored, such as the first of a window.
    private final double[] baseline;

    private final double[] plan;
    private final int windows;
    private final int scored;
    private final double meanChange;

    private LossText(TokenPlaces places, double[] baseline, double[] plan, int windows) {
        this.places = places;
        this.baseline = baseline;
        this.plan = plan;
        this.windows = windows;
        scored = (int) Arrays.stream(plan).filter(loss -> !Double.isNaN(loss)).count();
        meanChange = IntStream.range(0, plan.length)
                .mapToDouble(this::change)
                .filter(change -> !Double.isNaN(change))
                .average()
                .orElse(Double.NaN);
    }

    /// The text, with the losses of the windows done so far.
    static LossText of(TokenPlaces places, List<WindowLosses> windows) {
        double[] baseline = unknown(places.count());
        double[] plan = unknown(places.count());
        for (WindowLosses window : windows) {
            int count = Math.max(0, Math.min(window.count(), places.count() - window.firstToken()));
            for (int index = 0; index < count; index++) {
                baseline[window.firstToken() + index] = window.reference().at(index);
                plan[window.firstToken() + index] = window.plan().at(index);
            }
        }
        return new LossText(places, baseline, plan, windows.size());
    }

    private static double[] unknown(int count) {
        double[] all = new double[count];
        Arrays.fill(all, Double.NaN);
        return all;
    }

    TokenPlaces places() {
        return places;
    }

    /// Windows that are measured.
    int windows() {
        return windows;
    }

    /// Tokens that are scored.
    int scored() {
        return scored;
    }

    /// Mean of the changes of all scored tokens, nats a token; NaN before there is one.
    double meanChange() {
        return meanChange;
    }

    /// Without sharing, nats; NaN if not scored.
    double baseline(int token) {
        return baseline[token];
    }

    /// Under the plan, nats; NaN if not scored.
    double plan(int token) {
        return plan[token];
    }

    /// What the plan adds, nats; NaN if not scored.
    double change(int token) {
        return plan[token] - baseline[token];
    }

    /// The tokens that the plan makes dearest, dearest first; none that it makes cheaper.
    List<Integer> worst(int count) {
        return IntStream.range(0, plan.length)
                .filter(token -> change(token) > 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer token) -> -change(token)))
                .limit(count)
                .toList();
    }
}
