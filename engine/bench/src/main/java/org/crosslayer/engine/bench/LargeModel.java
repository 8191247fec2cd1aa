package org.crosslayer.engine.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.capture.CaptureSize;
import org.crosslayer.engine.capture.MemoryEstimate;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.GenerationOptions;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// Proof that a large model is mapped and not loaded: opens a random one of Llama-3-8B's shape in BF16, reads a
/// prompt, decodes, and tells the times and the memory they took. `engine/bench/large-model` starts it.
public final class LargeModel {
    private static final int VOCABULARY = 128_256;
    private static final double GIB = 1 << 30;
    private static final double SECOND = 1e9;

    private LargeModel() {}

    /// Prints a few lines.
    ///
    /// @param args `write FOLDER LAYERS` (32 make 15 GiB, in one file), or `run FOLDER PROMPT GENERATE` (in tokens)
    public static void main(String[] args) throws EngineException, IOException {
        PrintStream out = System.out;
        switch (args.length == 0 ? "" : args[0]) {
            case "write" -> write(Path.of(args[1]), Integer.parseInt(args[2]), out);
            case "run" -> run(Path.of(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]), out);
            default -> throw new IllegalArgumentException("say write or run: see the head of engine/bench/large-model");
        }
    }

    private static void write(Path folder, int layers, PrintStream out) throws IOException {
        Files.createDirectories(folder);
        long start = System.nanoTime();
        long bytes = new LargeModelFiles(folder, LargeModelFiles.eightBillion(layers, VOCABULARY)).write();
        out.printf(Locale.ROOT, "wrote %.2f GiB in %.1f s%n", bytes / GIB, seconds(start));
    }

    private static void run(Path folder, int prompt, int generate, PrintStream out)
            throws EngineException, IOException {
        int[] ids = new Random(1).ints(prompt, 0, VOCABULARY).toArray();
        try (ProcessMemory memory = ProcessMemory.watch()) {
            Stages stages = new Stages();
            try (LoadedModel model = Engine.open(folder, Device.CPU, stages, Cancellation.NEVER)) {
                stages.report("Opening the tokenizer", 1);
                model.tokenizer();
                out.println(stages.end());
                out.println(model.deviceDescription());
                out.println("after opening: " + memory.now());
                MemoryEstimate estimate = model.estimate(CaptureSize.maps(prompt, 1), model.memoryRoom());
                out.println("estimate for " + prompt + " tokens: cache " + MemoryEstimate.words(estimate.cache())
                        + ", slabs " + MemoryEstimate.words(estimate.slabs()) + ", scratch "
                        + MemoryEstimate.words(estimate.scratch()));
                generate(model, ids, generate, out);
                long identity = System.nanoTime();
                String fingerprint = model.identity().fingerprint();
                out.printf(Locale.ROOT, "fingerprint %s… in %.2f s%n", fingerprint.substring(0, 8), seconds(identity));
            }
            out.println("peak: " + memory.peak());
        }
    }

    /// The prompt is read until the first token is there; each further one is a step of decoding.
    private static void generate(LoadedModel model, int[] ids, int generate, PrintStream out) throws EngineException {
        List<Long> there = new ArrayList<>();
        long start = System.nanoTime();
        model.generate(
                ids,
                GenerationOptions.greedy(generate),
                AttentionPlan.none(model.config().nLayers()),
                (_, fraction) -> {
                    if (fraction > 0) {
                        there.add(System.nanoTime());
                    }
                },
                Cancellation.NEVER);
        double read = (there.getFirst() - start) / SECOND;
        out.printf(Locale.ROOT, "prefill of %d tokens: %.1f s, %.2f tokens/s%n", ids.length, read, ids.length / read);
        double[] steps = new double[there.size() - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = (there.get(i + 1) - there.get(i)) / SECOND;
        }
        if (steps.length > 0) {
            Arrays.sort(steps);
            out.printf(
                    Locale.ROOT,
                    "decoding %d more: median %.2f s a token (%.2f to %.2f), %.2f tokens/s%n",
                    steps.length,
                    steps[steps.length / 2],
                    steps[0],
                    steps[steps.length - 1],
                    1 / steps[steps.length / 2]);
        }
    }

    /// What opening spends its time on.
    private static final class Stages implements Progress {
        private final long start = System.nanoTime();
        private final StringBuilder words = new StringBuilder();
        private String stage = "";
        private long since = start;

        @Override
        public void report(String next, double fraction) {
            if (!stage.isEmpty()) {
                words.append(String.format(Locale.ROOT, "; %s %.3f s", stage, seconds(since)));
            }
            stage = next;
            since = System.nanoTime();
        }

        String end() {
            report("", 1);
            return String.format(Locale.ROOT, "opened in %.3f s", seconds(start)) + words;
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / SECOND;
    }
}
