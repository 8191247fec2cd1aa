package org.crosslayer.engine.fitting;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.jspecify.annotations.Nullable;

/// Fits LiSA layers: layer by layer, then end to end, measuring on a held-out part of the text and keeping the
/// best state.
///
/// However [#run] ends, finished, cancelled or failed, [#best] holds the best state so far, and a cancelled run
/// can be taken up: by running again, or later from what [#save] wrote. The same seed gives the same result on
/// the same machine, interrupted or not. Used by one thread.
public final class Fitter implements AutoCloseable {
    /// Updates between two measurements on the held-out windows.
    private static final int MEASURE_EVERY = 25;
    /// Length at which the gradient of an end-to-end update is cut off.
    private static final double CLIP = 1;
    /// Updates over which the rate rises at the beginning of the second stage, an eighth of it at most.
    private static final int WARM_UP = 50;
    /// What the rate falls to in the second stage.
    private static final double LAST_RATE = 0.05;

    private final Decoder decoder;
    private final FitOptions options;
    private final CalibrationText text;
    private final HeldOut heldOut;
    private final Workspace workspace;
    private final Map<Integer, LisaAdapter> known;
    private final String fingerprint;
    private @Nullable Adapters adapters;
    private @Nullable FitResult best;
    private FitStage stage = FitStage.LOCAL;
    private int step;
    private double lastMeasure;

    private Fitter(Decoder decoder, int[] ids, FitOptions options, Map<Integer, LisaAdapter> known)
            throws EngineException {
        ModelConfig config = decoder.config();
        if (options.layers().getLast() >= config.nLayers() || options.window() > config.nCtx()) {
            throw new IllegalArgumentException("layers " + options.layers() + " in windows of " + options.window()
                    + " do not fit a model of " + config.nLayers() + " layers and " + config.nCtx() + " positions");
        }
        if (options.distill().steps() > 0) {
            BackwardSupport.require(config);
        }
        this.decoder = decoder;
        this.options = options;
        text = new CalibrationText(ids, options);
        this.known = Map.copyOf(known);
        fingerprint = options + " " + config + " " + Arrays.hashCode(ids);
        heldOut = new HeldOut(decoder, text.heldOut());
        workspace = decoder.backend().workspace();
    }

    /// A new fit.
    ///
    /// @param ids the calibration text, tokenised as a whole
    /// @throws org.crosslayer.engine.error.TooLittleTextException if it is shorter than two windows
    public static Fitter of(Decoder decoder, int[] ids, FitOptions options) throws EngineException {
        return of(decoder, ids, options, Map.of());
    }

    /// A new fit in which some layers start where an earlier one has left them.
    ///
    /// @param ids   the calibration text, tokenised as a whole
    /// @param known fitted adapters by layer, with the options of this fit
    /// @throws org.crosslayer.engine.error.TooLittleTextException if the text is shorter than two windows
    /// @throws IllegalArgumentException if an adapter has other options
    public static Fitter of(Decoder decoder, int[] ids, FitOptions options, Map<Integer, LisaAdapter> known)
            throws EngineException {
        known.forEach((layer, adapter) -> {
            if (!options.layers().contains(layer) || !adapter.options().equals(options.lisa())) {
                throw new IllegalArgumentException("layer " + layer + " was fitted with " + adapter.options()
                        + ", which is not what layers " + options.layers() + " are fitted with, " + options.lisa());
            }
        });
        return new Fitter(decoder, ids, options, known);
    }

    /// A fit taken up where [#save] left it.
    ///
    /// @param ids     the same text
    /// @param options the same options
    /// @throws org.crosslayer.engine.error.BadFileException if the file is of another fit, or damaged
    public static Fitter resume(Decoder decoder, int[] ids, FitOptions options, Path checkpoint)
            throws EngineException {
        Fitter fitter = new Fitter(decoder, ids, options, Map.of());
        try {
            fitter.restore(checkpoint);
            return fitter;
        } catch (EngineException | RuntimeException e) {
            fitter.close();
            throw e;
        }
    }

    /// The alignment alone, without training.
    ///
    /// @return measured like any other state, at step 0
    public FitResult align(Progress progress, Cancellation cancellation) throws EngineException {
        StartAdapters start = new StartAdapters(decoder.config(), options);
        return decoder.files()
                .reading(() -> measured(
                        start.aligned(decoder, text, progress, cancellation), FitStage.LOCAL, 0, cancellation));
    }

    /// Goes on to the end of both stages.
    ///
    /// @param points hears of every update, on this thread; may call [#best] and [#save]
    /// @throws java.util.concurrent.CancellationException         if cancelled
    /// @throws org.crosslayer.engine.error.NumericFaultException if a gradient is not finite
    public void run(Consumer<FitPoint> points, Progress progress, Cancellation cancellation) throws EngineException {
        decoder.files().reading(() -> runStages(points, progress, cancellation));
    }

    private Fitter runStages(Consumer<FitPoint> points, Progress progress, Cancellation cancellation)
            throws EngineException {
        Clock clock = new Clock();
        Adapters fitted = adapters;
        if (fitted == null) {
            StartAdapters start = new StartAdapters(decoder.config(), options);
            Map<Integer, LisaAdapter> first = start.trainable(decoder, text, progress, cancellation);
            first.putAll(known);
            fitted = new Adapters(options, decoder.config(), first, decoder.backend(), workspace);
            adapters = fitted;
        }
        if (best == null) {
            measure(fitted, cancellation);
            points.accept(clock.point(Double.NaN, lastMeasure));
        }
        if (stage == FitStage.LOCAL) {
            try (LocalFit fit = new LocalFit(decoder, fitted)) {
                runStage(fit::sum, fitted, clock, points, progress, cancellation);
            }
            stage = FitStage.DISTILL;
            step = 0;
            fitted.resetMoments();
        }
        if (step < options.distill().steps()) {
            try (EndToEndFit fit = new EndToEndFit(decoder, fitted)) {
                runStage(fit::sum, fitted, clock, points, progress, cancellation);
            }
        }
        progress.report("Fitted", 1);
        return this;
    }

    /// The best state so far, by the held-out measure.
    public Optional<FitResult> best() {
        return Optional.ofNullable(best);
    }

    /// Writes everything that going on later takes; the file appears whole or not at all.
    ///
    /// @throws IllegalStateException before the first [#run]
    /// @throws EngineException       if it cannot be written
    public void save(Path checkpoint) throws EngineException {
        Adapters fitted = adapters;
        if (fitted == null) {
            throw new IllegalStateException("a fit that has not begun has no state");
        }
        FitResult kept = best;
        FitCheckpoint.Best keptStates = kept == null
                ? null
                : new FitCheckpoint.Best(kept.stage(), kept.step(), kept.heldOut(), states(kept.adapters()));
        Map<Integer, float[]> states = new TreeMap<>();
        Map<Integer, float[]> frequencies = new TreeMap<>();
        fitted.eachState((state, layer) -> states.put(layer, state));
        fitted.adapters().forEach((layer, adapter) -> {
            FloatMatrix own = adapter.frequencies();
            if (own != null) {
                frequencies.put(layer, own.toArray());
            }
        });
        new FitCheckpoint(fingerprint, stage, step, states, frequencies, keptStates).write(checkpoint);
    }

    @Override
    public void close() {
        try (heldOut) {
            workspace.close();
        }
    }

    /// Sums the gradients of one batch of windows and gives the mean loss.
    private interface Gradient {
        double sum(List<int[]> windows, Cancellation cancellation);
    }

    private void runStage(
            Gradient gradient,
            Adapters fitted,
            Clock clock,
            Consumer<FitPoint> points,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        StageOptions how = options.of(stage);
        clock.startStage();
        while (step < how.steps()) {
            cancellation.check();
            progress.report(
                    "Fitting " + stage.words() + ": step " + (step + 1) + " of " + how.steps(),
                    (double) step / how.steps());
            double loss = gradient.sum(text.draw(stage.name(), step, how.batch()), cancellation);
            fitted.update(stage == FitStage.LOCAL ? Double.POSITIVE_INFINITY : CLIP, rate(how), how.decay(), step + 1);
            step++;
            boolean measures = step % MEASURE_EVERY == 0 || step == how.steps();
            if (measures) {
                measure(fitted, cancellation);
            }
            points.accept(clock.point(loss, measures ? lastMeasure : null));
        }
    }

    /// Of the next update: falling to 0 layer by layer; rising, then falling like a cosine end to end.
    private double rate(StageOptions how) {
        double done = (double) step / how.steps();
        if (stage == FitStage.LOCAL) {
            return how.rate() * (1 - done);
        }
        double cosine = (1 + Math.cos(Math.PI * done)) / 2;
        return how.rate()
                * Math.min(1, (step + 1.0) / Math.min(WARM_UP, Math.ceilDiv(how.steps(), 8)))
                * (LAST_RATE + (1 - LAST_RATE) * cosine);
    }

    private void measure(Adapters fitted, Cancellation cancellation) {
        FitResult now = measured(fitted.adapters(), stage, step, cancellation);
        lastMeasure = now.heldOut();
        if (best == null || now.heldOut() < best.heldOut()) {
            best = now;
        }
    }

    private FitResult measured(Map<Integer, LisaAdapter> state, FitStage at, int steps, Cancellation cancellation) {
        var plan = Adapters.plan(decoder.config().nLayers(), options, state);
        return new FitResult(plan, state, heldOut.divergence(plan, cancellation), at, steps);
    }

    private void restore(Path path) throws EngineException {
        StartAdapters start = new StartAdapters(decoder.config(), options);
        Map<Integer, Integer> sizes = new TreeMap<>();
        states(start.blank(Map.of())).forEach((layer, state) -> sizes.put(layer, state.length));
        FitCheckpoint checkpoint = FitCheckpoint.read(path, fingerprint, sizes);
        stage = checkpoint.stage();
        step = checkpoint.step();
        Adapters fitted = new Adapters(
                options, decoder.config(), start.blank(checkpoint.frequencies()), decoder.backend(), workspace);
        FitCheckpoint.Best kept = checkpoint.best();
        if (kept != null) {
            fitted.restore(kept.states());
            Map<Integer, LisaAdapter> state = fitted.adapters();
            var plan = Adapters.plan(decoder.config().nLayers(), options, state);
            best = new FitResult(plan, state, kept.heldOut(), kept.stage(), kept.step());
        }
        fitted.restore(checkpoint.states());
        adapters = fitted;
    }

    private static Map<Integer, float[]> states(Map<Integer, LisaAdapter> adapters) {
        Map<Integer, float[]> states = new TreeMap<>();
        adapters.forEach((layer, adapter) -> states.put(layer, new TrainableAdapter(adapter).state()));
        return states;
    }

    /// Knows how long steps take.
    private final class Clock {
        private final long begun = System.nanoTime();
        private long stageBegun = begun;
        private int stageStep = step;

        void startStage() {
            stageBegun = System.nanoTime();
            stageStep = step;
        }

        FitPoint point(double loss, @Nullable Double measured) {
            int steps = options.of(stage).steps();
            double perStep = seconds(stageBegun) / Math.max(1, step - stageStep);
            return new FitPoint(stage, step, steps, loss, measured, seconds(begun), perStep * (steps - step));
        }

        private static double seconds(long since) {
            return (System.nanoTime() - since) / 1e9;
        }
    }
}
