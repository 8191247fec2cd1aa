package org.crosslayer.engine.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.fitting.FitOptions;
import org.crosslayer.engine.fitting.FitResult;
import org.crosslayer.engine.fitting.Fitter;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.sharing.FitNotes;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.samples.SampleModels;

/// Layers joining a fit one after the other, the lowest first, in place of all at once: each time one is added, all so
/// far are fitted on from where they are.
///
/// 40 steps at each of 9 additions update as many layers as 200 steps of all nine. For the row *order of layers* of
/// `docs/results/lisa.md`.
public final class OrderOfLayers {
    private static final List<Integer> LAYERS = List.of(1, 3, 4, 5, 6, 7, 8, 11, 12);
    private static final int STEPS = 40;

    private OrderOfLayers() {}

    /// Prints a line for each addition and writes a plan; arguments: calibration text, folder for the plan, and
    /// optionally the steps at each addition (40).
    public static void main(String[] args) throws EngineException, IOException {
        PrintStream out = System.out;
        int steps = args.length > 2 ? Integer.parseInt(args[2]) : STEPS;
        try (LoadedModel model = Engine.open(SampleModels.sample16l(), Device.CPU, Progress.NONE, Cancellation.NEVER)) {
            String text = Files.readString(Path.of(args[0]));
            int[] ids = model.tokenizer().encode(text, false).toArray();
            long begun = System.nanoTime();
            Map<Integer, LisaAdapter> known = Map.of();
            for (int count = 1; count <= LAYERS.size(); count++) {
                FitOptions usual = FitOptions.defaults(model.config(), LAYERS.subList(0, count));
                FitOptions options = usual.withStages(usual.local().withSteps(steps), usual.distill());
                try (Fitter fitter = model.fitter(ids, options, known)) {
                    fitter.run(_ -> {}, Progress.NONE, Cancellation.NEVER);
                    FitResult best = fitter.best().orElseThrow();
                    known = best.adapters();
                    out.printf(
                            Locale.ROOT,
                            "%d layers, up to %d: held-out %.4f nats a token after %.1f s%n",
                            count,
                            options.layers().getLast(),
                            best.heldOut(),
                            (System.nanoTime() - begun) / 1e9);
                    if (count == LAYERS.size()) {
                        Path plan = Files.createDirectories(Path.of(args[1])).resolve("plan.json");
                        model.writePlan(plan, best.plan(), FitNotes.NONE);
                    }
                }
            }
        }
    }
}
