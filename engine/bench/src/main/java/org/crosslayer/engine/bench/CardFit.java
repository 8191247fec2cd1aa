package org.crosslayer.engine.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.fitting.FitOptions;
import org.crosslayer.engine.fitting.Fitter;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.samples.SampleModels;

/// How long a fit of nine layers of the sample model takes on a card, both stages at the steps that the guide names.
///
/// Arguments: a text file of token ids, one a line, or nothing for ids at random; then local and end-to-end steps.
public final class CardFit {
    private static final List<Integer> LAYERS = List.of(1, 3, 4, 5, 6, 7, 8, 11, 12);
    private static final int IDS = 60_000;
    private static final int LOCAL = 200;
    private static final int DISTILL = 50;

    private CardFit() {}

    @SuppressWarnings("SystemOut") // a program for the terminal
    public static void main(String[] args) throws EngineException, IOException {
        int local = args.length > 1 ? Integer.parseInt(args[1]) : LOCAL;
        int distill = args.length > 2 ? Integer.parseInt(args[2]) : DISTILL;
        try (LoadedModel model =
                Engine.open(SampleModels.sample16l(), Device.CUDA, Progress.NONE, Cancellation.NEVER)) {
            int[] ids = args.length > 0 && !args[0].isEmpty()
                    ? Files.readAllLines(Path.of(args[0])).stream()
                            .mapToInt(Integer::parseInt)
                            .toArray()
                    : new Random(1).ints(IDS, 0, model.config().nVocab()).toArray();
            FitOptions options = FitOptions.defaults(model.config(), LAYERS);
            options = options.withStages(
                    options.local().withSteps(local), options.distill().withSteps(distill));
            long start = System.nanoTime();
            try (Fitter fitter = model.fitter(ids, options, Map.of())) {
                fitter.run(_ -> {}, Progress.NONE, Cancellation.NEVER);
            }
            System.out.printf(
                    Locale.ROOT,
                    "fit of %s: %d local and %d end-to-end steps in %.1f s on %s%n",
                    LAYERS,
                    local,
                    distill,
                    (System.nanoTime() - start) / 1e9,
                    model.deviceDescription());
        }
    }
}
