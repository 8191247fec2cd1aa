package org.crosslayer.engine.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.fitting.FitOptions;
import org.crosslayer.engine.fitting.Fitter;
import org.crosslayer.engine.fitting.StageOptions;
import org.crosslayer.engine.fitting.StartMethod;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.samples.SampleModels;

/// How long a fit of 9 layers of the bundled model goes on after it was cancelled, at a random moment of each of its
/// phases: while the start is found, while it is measured, in the steps layer by layer and in those end to end.
///
/// The time from the wish to the return of [Fitter#run], with everything it allocated given back.
public final class CancelLatency {
    private static final List<Integer> LAYERS = List.of(1, 3, 4, 5, 6, 7, 8, 11, 12);
    private static final int TRIALS = 40;
    private static final int MANY = 100_000;
    private static final double SECOND = 1e9;
    private static final double MILLI = 1e6;

    private enum Phase {
        START("while the start is found", 0, 0),
        MEASURE("while the start is measured", 0, 0),
        LOCAL("in steps layer by layer", MANY, 0),
        DISTILL("in steps end to end", 0, MANY);

        private final String words;
        private final int local;
        private final int distill;

        Phase(String words, int local, int distill) {
            this.words = words;
            this.local = local;
            this.distill = distill;
        }
    }

    private final LoadedModel model;
    private final int[] ids;
    private final SplittableRandom random = new SplittableRandom(1);

    private CancelLatency(LoadedModel model, int[] ids) {
        this.model = model;
        this.ids = ids;
    }

    /// Prints a table; arguments: names of phases (`START MEASURE LOCAL DISTILL`), all if none is given.
    public static void main(String[] args) throws EngineException, IOException {
        PrintStream out = System.out;
        List<Phase> phases = args.length == 0
                ? List.of(Phase.values())
                : Arrays.stream(args).map(Phase::valueOf).toList();
        Path folder = SampleModels.sample16l();
        try (LoadedModel model = Engine.open(folder, Device.CPU, Progress.NONE, Cancellation.NEVER)) {
            String text = Files.readString(SampleModels.sampleText());
            int[] ids = model.tokenizer().encode(text, false).toArray();
            CancelLatency bench = new CancelLatency(model, ids);
            out.println(model.deviceDescription() + "; ms from the wish to the end of the fit");
            for (Phase phase : phases) {
                bench.measure(phase, out);
            }
        }
    }

    private void measure(Phase phase, PrintStream out) throws EngineException {
        double[] times = new double[TRIALS];
        Fitter fitter = fitter(phase);
        try {
            double span = span(phase, fitter);
            if (!hasSteps(phase)) {
                fitter.close();
                fitter = fitter(phase);
                span = span(phase, fitter);
                fitter.close();
                fitter = fitter(phase);
            }
            for (int trial = 0; trial < TRIALS; ) {
                long moment = (long) (SECOND * span * random.nextDouble());
                double late = lateness(fitter, phase, moment);
                if (Double.isFinite(late)) {
                    times[trial++] = late;
                }
                if (phase == Phase.START || !Double.isFinite(late)) {
                    fitter.close();
                    fitter = fitter(phase);
                }
            }
            Arrays.sort(times);
            out.printf(
                    Locale.ROOT,
                    "%-28s %d cancels within %.1f s: median %.0f, 90 %% within %.0f, longest %.0f%n",
                    phase.words,
                    TRIALS,
                    span,
                    times[TRIALS / 2],
                    times[TRIALS * 9 / 10],
                    times[TRIALS - 1]);
        } finally {
            fitter.close();
        }
    }

    private Fitter fitter(Phase phase) throws EngineException {
        FitOptions usual = FitOptions.defaults(model.config(), LAYERS);
        if (phase == Phase.MEASURE) {
            usual = usual.withStart(StartMethod.LINEAR);
        }
        return model.fitter(
                ids,
                usual.withStages(
                        new StageOptions(phase.local, 1, usual.local().rate()),
                        new StageOptions(phase.distill, 8, usual.distill().rate())),
                Map.of());
    }

    private static boolean hasSteps(Phase phase) {
        return phase.local + phase.distill > 0;
    }

    /// Seconds of the phase; the compiler has warmed up afterwards, and a fit that goes on is past its start.
    private double span(Phase phase, Fitter fitter) throws EngineException {
        if (hasSteps(phase)) {
            double late = lateness(fitter, phase, (long) (20 * SECOND));
            if (!Double.isFinite(late)) {
                throw new IllegalStateException("a fit of " + MANY + " steps has ended");
            }
            return phase == Phase.LOCAL ? 2 : 5;
        }
        long begun = System.nanoTime();
        long[] found = {0};
        fitter.run(
                _ -> {},
                (words, _) -> found[0] = isMeasuring(words) ? System.nanoTime() : found[0],
                Cancellation.NEVER);
        return (phase == Phase.START ? found[0] - begun : System.nanoTime() - found[0]) / SECOND;
    }

    /// Milliseconds, NaN if the phase was over before; the moment counts from the beginning of the phase.
    private static double lateness(Fitter fitter, Phase phase, long moment) throws EngineException {
        long[] at = {phase == Phase.MEASURE ? Long.MAX_VALUE : System.nanoTime() + moment};
        try {
            fitter.run(
                    _ -> {},
                    (words, _) -> {
                        if (phase == Phase.MEASURE && isMeasuring(words)) {
                            at[0] = System.nanoTime() + moment;
                        }
                    },
                    () -> System.nanoTime() >= at[0]);
            return Double.NaN;
        } catch (CancellationException _) {
            return (System.nanoTime() - at[0]) / MILLI;
        }
    }

    private static boolean isMeasuring(String words) {
        return words.startsWith("Measuring");
    }
}
