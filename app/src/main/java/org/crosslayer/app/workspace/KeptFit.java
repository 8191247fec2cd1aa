package org.crosslayer.app.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.fitting.FitPoint;
import org.crosslayer.engine.fitting.Fitter;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;

/// The fit that was asked for last, kept until it has ended: cancelled, it can be taken up where it stopped.
final class KeptFit implements AutoCloseable {
    private record Fit(FitRequest request, Fitter fitter, List<FitPoint> curve) {
        FitSnapshot snapshot() {
            return new FitSnapshot(curve, fitter.best().orElse(null));
        }
    }

    private final LoadedModel model;
    private @Nullable Fit fit;

    KeptFit(LoadedModel model) {
        this.model = model;
    }

    /// Goes on with the fit, or begins it if something else was asked for before.
    FitSnapshot run(FitRequest request, Consumer<FitSnapshot> partial, Progress progress, Cancellation cancellation)
            throws EngineException {
        Fit current = of(request);
        boolean canGoOn = false;
        try {
            current.fitter()
                    .run(
                            point -> {
                                current.curve().add(point);
                                partial.accept(current.snapshot());
                            },
                            (stage, fraction) -> {
                                progress.report(stage, fraction);
                                if (current.curve().isEmpty()
                                        && current.fitter().best().isPresent()) {
                                    partial.accept(current.snapshot());
                                }
                            },
                            cancellation);
            return current.snapshot();
        } catch (CancellationException e) {
            canGoOn = true;
            throw e;
        } finally {
            if (!canGoOn) {
                close();
            }
        }
    }

    private Fit of(FitRequest request) throws EngineException {
        Fit current = fit;
        if (current == null || !current.request().equals(request)) {
            close();
            Fitter fitter = model.fitter(request.text().toArray(), request.options(), request.known());
            current = new Fit(request, fitter, new ArrayList<>());
            fit = current;
        }
        return current;
    }

    @Override
    public void close() {
        if (fit != null) {
            fit.fitter().close();
            fit = null;
        }
    }
}
