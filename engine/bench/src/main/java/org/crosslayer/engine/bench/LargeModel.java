package org.crosslayer.engine.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.capture.CaptureSize;
import org.crosslayer.engine.capture.MemoryEstimate;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.SpeedReport;
import org.crosslayer.engine.evaluation.SpeedRequest;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// Proof that a large model is mapped and not loaded: writes a random one of Llama-3-8B's shape in BF16 (16 GB
/// in a
/// single file), opens it, reads a prompt, decodes, and tells the times and the memory they took. The model is
/// deleted
/// afterwards.
///
/// Arguments: an empty or missing folder with room for it, then optionally layers (32; some 80 make a model
/// larger than
/// 24 GB of memory), prompt tokens (32) and decoded tokens (4). With 0 decoded tokens the prompt is read once and
/// nothing else is done, which is as much as one waits for where every pass reads the whole file from the disk. A
/// start with `-Xmx2g` shows how little heap it takes.
public final class LargeModel {
    private static final int LAYERS = 32;
    private static final int PROMPT = 32;
    private static final int GENERATE = 4;
    private static final int VOCABULARY = 128_256;
    private static final double GIB = 1 << 30;
    private static final double SECOND = 1e9;

    private LargeModel() {}

    /// Prints a few lines; see the class for the arguments.
    public static void main(String[] args) throws EngineException, IOException {
        if (args.length == 0) {
            throw new IllegalArgumentException(
                    "give a folder with room for 16 GB, and optionally layers, prompt" + " tokens and decoded tokens");
        }
        Path folder = Path.of(args[0]);
        int layers = number(args, 1, LAYERS);
        int prompt = number(args, 2, PROMPT);
        int generate = number(args, 3, GENERATE);
        PrintStream out = System.out;
        boolean wasThere = Files.exists(folder);
        Files.createDirectories(folder);
        LargeModelFiles files = new LargeModelFiles(folder, LargeModelFiles.eightBillion(layers, VOCABULARY));
        try {
            long start = System.nanoTime();
            long bytes = files.write();
            out.printf(Locale.ROOT, "wrote %.2f GiB in %.1f s%n", bytes / GIB, seconds(start));
            run(folder, prompt, generate, out);
        } finally {
            files.delete();
            if (!wasThere) {
                Files.delete(folder);
            }
        }
    }

    private static void run(Path folder, int prompt, int generate, PrintStream out)
            throws EngineException, IOException {
        int[] ids = new Random(1).ints(prompt, 0, VOCABULARY).toArray();
        try (ProcessMemory memory = ProcessMemory.watch()) {
            long start = System.nanoTime();
            try (LoadedModel model = Engine.open(folder, Device.CPU, Progress.NONE, Cancellation.NEVER)) {
                out.printf(Locale.ROOT, "opened in %.3f s; %s%n", seconds(start), model.deviceDescription());
                out.println("after opening: " + memory.now());
                long identity = System.nanoTime();
                String fingerprint = model.identity().fingerprint();
                out.printf(Locale.ROOT, "fingerprint %s… in %.2f s%n", fingerprint.substring(0, 8), seconds(identity));
                AttentionPlan none = AttentionPlan.none(model.config().nLayers());
                MemoryEstimate estimate = model.estimate(CaptureSize.maps(prompt, 1), model.memoryRoom());
                out.println("estimate for " + prompt + " tokens: cache " + MemoryEstimate.words(estimate.cache())
                        + ", slabs " + MemoryEstimate.words(estimate.slabs()) + ", scratch "
                        + MemoryEstimate.words(estimate.scratch()));
                if (generate == 0) {
                    once(model, ids, none, out);
                } else {
                    timed(model, ids, none, generate, out);
                }
            }
            out.println("peak: " + memory.peak());
        }
    }

    private static void once(LoadedModel model, int[] ids, AttentionPlan none, PrintStream out) throws EngineException {
        long start = System.nanoTime();
        PerplexityReport report =
                model.perplexity(ids, Protocol.windows(ids.length), none, Progress.NONE, Cancellation.NEVER);
        out.printf(
                Locale.ROOT,
                "read %d tokens once in %.1f s: %.2f nats a token, ln(vocabulary) is %.2f%n",
                ids.length,
                seconds(start),
                report.nll(),
                Math.log(VOCABULARY));
    }

    private static void timed(LoadedModel model, int[] ids, AttentionPlan none, int generate, PrintStream out)
            throws EngineException {
        SpeedReport speed =
                model.speed(ids, none, new SpeedRequest(ids.length, generate, 1, 1), Progress.NONE, Cancellation.NEVER);
        out.printf(
                Locale.ROOT,
                "prefill of %d tokens: %s tokens/s; decoding %d: %s tokens/s%n",
                ids.length,
                samples(speed.prefill()),
                generate,
                samples(speed.decode()));
    }

    private static String samples(SpeedReport.Paired paired) {
        List<Double> first = paired.baseline().samples();
        List<Double> second = paired.plan().samples();
        return String.format(Locale.ROOT, "%.2f and %.2f", first.getFirst(), second.getFirst());
    }

    private static int number(String[] args, int index, int usual) {
        return args.length > index ? Integer.parseInt(args[index]) : usual;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / SECOND;
    }
}
