package org.crosslayer.app.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.crosslayer.engine.error.NumericFaultException;
import org.crosslayer.engine.fitting.FitPoint;
import org.crosslayer.engine.fitting.FitResult;
import org.crosslayer.engine.fitting.FitStage;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.task.Cancellation;

/// Fits without a model: a step for every 25 that are asked for; each leaves a better state. Every step can be
/// interrupted and is taken up by an equal request.
final class FakeFits {
    private static final int STEPS = 25;

    private final List<FitRequest> fitted = new ArrayList<>();
    private final List<FitPoint> points = new ArrayList<>();
    private volatile int stopAt = -1;
    private volatile int failAt = -1;

    FitSnapshot fit(FitRequest request, Consumer<FitSnapshot> partial, Cancellation cancellation)
            throws NumericFaultException {
        if (!request.equals(fitted.isEmpty() ? null : fitted.getLast())) {
            fitted.add(request);
            points.clear();
        }
        int last = request.options().local().steps() / STEPS;
        FitSnapshot snapshot = FitSnapshot.NONE;
        for (int step = points.size(); step <= last; step++) {
            do {
                cancellation.check();
            } while (step == stopAt);
            if (step == failAt) {
                throw NumericFaultException.whileFitting(
                        request.options().layers().getFirst(), STEPS * step);
            }
            double heldOut = 1.0 / (1 + step);
            points.add(new FitPoint(
                    FitStage.LOCAL,
                    STEPS * step,
                    STEPS * last,
                    step == 0 ? Double.NaN : heldOut,
                    heldOut,
                    step,
                    last - step));
            snapshot = new FitSnapshot(points, state(request, step, heldOut));
            partial.accept(snapshot);
        }
        return snapshot;
    }

    private static FitResult state(FitRequest request, int step, double heldOut) {
        Map<Integer, LisaAdapter> adapters = new TreeMap<>();
        for (int layer : request.options().layers()) {
            adapters.put(
                    layer,
                    LisaAdapter.random(FakeAnalyst.CONFIG, request.options().lisa(), 1000L * layer + step));
        }
        return new FitResult(AttentionPlan.none(FakeAnalyst.LAYERS), adapters, heldOut, FitStage.LOCAL, STEPS * step);
    }

    void stopAt(int step) {
        stopAt = step;
    }

    void failAt(int step) {
        failAt = step;
    }

    List<FitRequest> fitted() {
        return List.copyOf(fitted);
    }
}
