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
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Savings;
import org.crosslayer.engine.evaluation.SpeedReport;
import org.crosslayer.engine.evaluation.SpeedRequest;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// What LiSA in 13 of 16 layers does to the speed of a random BF16 model of Llama-3.2-1B's shape, beside what
/// arithmetic allows: prefill by the multiply-adds saved, decoding by the bytes that need not be read.
///
/// Arguments: a folder for the model (2.5 GB; written if it is not there, and kept), then optionally prompt tokens
/// (2048), decoded tokens (16), rounds (1), rank (10, which leaves 6.4 times fewer query and key channels) and hidden
/// units of the alignment (32, as many as heads).
public final class LisaBench {
    private static final List<Integer> LAYERS = List.of(1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 14, 15);
    private static final int PROMPT = 2048;
    private static final int GENERATE = 16;
    private static final int RANK = 10;

    private LisaBench() {}

    /// Prints a few lines; see the class for the arguments.
    public static void main(String[] args) throws EngineException, IOException {
        if (args.length == 0) {
            throw new IllegalArgumentException("give a folder for a model of 2.5 GB");
        }
        Path folder = Files.createDirectories(Path.of(args[0]));
        SpeedRequest request =
                new SpeedRequest(number(args, 1, PROMPT), number(args, 2, GENERATE), 1, number(args, 3, 1));
        if (!Files.exists(folder.resolve("model.safetensors"))) {
            new LargeModelFiles(folder, LargeModelFiles.ONE_BILLION).write();
        }
        try (LoadedModel model = Engine.open(folder, Device.CPU, Progress.NONE, Cancellation.NEVER)) {
            ModelConfig config = model.config();
            LisaOptions usual = LisaOptions.defaults(number(args, 5, config.nHeads()));
            LisaOptions options = usual.withRank(number(args, 4, RANK));
            AttentionPlan plan = AttentionPlan.none(config.nLayers());
            for (int layer : LAYERS) {
                plan = plan.with(layer, new LayerAttention.Lisa(layer - 1, LisaAdapter.random(config, options, layer)));
            }
            int[] ids = new Random(1).ints(request.prompt(), 0, config.nVocab()).toArray();
            SpeedReport speed = model.speed(ids, plan, request, Progress.NONE, Cancellation.NEVER);
            PrintStream out = System.out;
            out.printf(Locale.ROOT, "%s; %s%n", speed.device(), options);
            double operations = Savings.of(config, plan, request.prompt() / 2).operationShare();
            print(out, "prefill of " + request.prompt(), speed.prefill(), 1 / (1 - operations));
            int context = request.prompt() + request.generate() / 2;
            double bytes = bytesSaved(config, plan, context) / bytes(config, context);
            print(out, "decoding after it", speed.decode(), 1 / (1 - bytes));
            out.printf(
                    Locale.ROOT,
                    "saved: %.2f %% of a prefill's multiply-adds, %.2f %% of a decoding step's bytes%n",
                    100 * operations,
                    100 * bytes);
        }
    }

    private static void print(PrintStream out, String what, SpeedReport.Paired paired, double allowed) {
        out.printf(
                Locale.ROOT,
                "%s: %.3f tokens/s without sharing, %.3f with LiSA: × %.4f; arithmetic allows × %.4f%n    samples %s and %s%n",
                what,
                paired.baseline().median(),
                paired.plan().median(),
                paired.plan().median() / paired.baseline().median(),
                allowed,
                paired.baseline().samples(),
                paired.plan().samples());
    }

    /// Bytes that a decoding step reads: BF16 weights, and float32 keys and values of `context` tokens.
    private static double bytes(ModelConfig config, int context) {
        double keys = (double) config.nKvHeads() * config.dHead();
        double projections = (double) config.dModel() * (config.nHeads() * config.dHead() + keys);
        double mlp = 3.0 * config.dModel() * config.dMlp();
        return Short.BYTES * (config.nLayers() * (2 * projections + mlp) + (double) config.nVocab() * config.dModel())
                + Float.BYTES * 2 * keys * context * config.nLayers();
    }

    private static double bytesSaved(ModelConfig config, AttentionPlan plan, int context) {
        Savings savings = Savings.of(config, plan, context);
        return Short.BYTES * (double) savings.parameters()
                - Float.BYTES * (double) savings.addedParameters()
                + (double) savings.keyBytesPerToken() * context;
    }

    private static int number(String[] args, int index, int usual) {
        return args.length > index ? Integer.parseInt(args[index]) : usual;
    }
}
