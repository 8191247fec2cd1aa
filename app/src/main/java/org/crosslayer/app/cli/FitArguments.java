package org.crosslayer.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.fitting.FitOptions;
import org.crosslayer.engine.fitting.StageOptions;
import org.crosslayer.engine.fitting.StartMethod;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is fitted and how, as options; those that are not given are as [FitOptions#defaults] has them.
final class FitArguments {
    @Option(
            names = "--layers",
            paramLabel = "LAYERS",
            required = true,
            converter = LayerList.Converter.class,
            description = "Layers to fit, such as 1,3,5-8; not layer 0, which has none below it.")
    private LayerList layers;

    @Option(
            names = "--rank",
            paramLabel = "N",
            defaultValue = "6",
            description = "Channels a head of the low-rank queries and keys; default: ${DEFAULT-VALUE}.")
    private int rank;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            description = "Hidden units of the alignment net, 0 for none; default: as many as heads.")
    private @Nullable Integer hidden;

    @Option(names = "--no-skip", description = "No matrix over the heads beside the alignment net.")
    private boolean noSkip;

    @Option(names = "--no-rope", description = "Do not turn the low-rank queries and keys by position.")
    private boolean noRope;

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            description = "Of the alignment net: silu, gelu, gelu-tanh or relu; default: silu.")
    private @Nullable Activation activation;

    @Option(
            names = "--carrier",
            paramLabel = "scores|pattern",
            description = "What a layer takes, aligns and hands on: scores before softmax, or the pattern after it, "
                    + "whose rows are then normalised anew; default: scores.")
    private LisaOptions.@Nullable Carrier carrier;

    @Option(
            names = "--combine",
            paramLabel = "add|concat",
            description = "The low-rank difference is added to the aligned heads, or read by the alignment net beside "
                    + "them; default: add.")
    private LisaOptions.@Nullable Combine combine;

    @Option(
            names = "--anchored",
            description = "Each layer takes the last ordinary layer below; default: the layer below, fitted or not.")
    private boolean anchored;

    @Option(
            names = "--start",
            paramLabel = "factors|linear|matched",
            defaultValue = "factors",
            description =
                    "Before the first step: the best linear map of heads with factors of the layer's own queries and keys, "
                            + "the linear map alone, or the most similar heads; "
                            + "default: ${DEFAULT-VALUE}.")
    private StartMethod start;

    @Option(
            names = "--align-only",
            description = "Align without training: the start alone, with no low-rank part and no net.")
    private boolean alignOnly;

    @Option(
            names = "--steps-local",
            paramLabel = "N",
            description = "Steps layer by layer, each against the model's own pattern; default: 200.")
    private @Nullable Integer stepsLocal;

    @Option(
            names = "--steps-distill",
            paramLabel = "N",
            description = "Steps end to end after that, against the model's own predictions; default: 0. Slower.")
    private @Nullable Integer stepsDistill;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Windows a step; default: 1 layer by layer, 8 end to end.")
    private @Nullable Integer batch;

    @Option(names = "--rate-local", paramLabel = "X", description = "Learning rate layer by layer; default: 0.01.")
    private @Nullable Double rateLocal;

    @Option(names = "--rate-distill", paramLabel = "X", description = "Learning rate end to end; default: 0.003.")
    private @Nullable Double rateDistill;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            description = "What AdamW takes from the matrices in an update, as a multiple of the rate; default: 0.")
    private @Nullable Double weightDecay;

    @Option(
            names = "--output-weight",
            paramLabel = "X",
            description = "Layer by layer, what the relative error of the attention's output counts beside the "
                    + "divergence of patterns; default: 1, 0 for patterns alone.")
    private @Nullable Double outputWeight;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "Tokens in a window; default: 512. Fit at the length that you evaluate at.")
    private @Nullable Integer window;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of everything random; the same seed gives the same result; default: ${DEFAULT-VALUE}.")
    private long seed;

    boolean isAlignOnly() {
        return alignOnly;
    }

    /// Refuses what suits no model.
    void checkUsage(Subcommand command) {
        if (alignOnly && (noSkip || stepsLocal != null || stepsDistill != null)) {
            throw command.usage("--align-only is the start alone: it takes neither steps nor --no-skip.");
        }
        try {
            FitOptions _ = options(1, Integer.MAX_VALUE);
        } catch (IllegalArgumentException e) {
            throw command.usage(e);
        }
    }

    /// The options for this model.
    ///
    /// @throws InputException if it has too few layers, channels or positions
    FitOptions options(ModelConfig config) throws InputException {
        layers.check(config.nLayers());
        FitOptions options = options(config.nHeads(), config.nCtx());
        if (options.lisa().rank() > config.dHead()) {
            throw new InputException("A rank of " + rank + " saves nothing: the heads of this model have "
                    + config.dHead() + " channels; choose a smaller --rank.");
        }
        if (options.window() > config.nCtx()) {
            throw new InputException("A window of " + options.window() + " tokens is too long: this model reads "
                    + config.nCtx() + " at most; choose a smaller --window.");
        }
        return options;
    }

    private FitOptions options(int nHeads, int nCtx) {
        FitOptions defaults = FitOptions.defaults(layers.layers(), nHeads, nCtx);
        LisaOptions lisa = defaults.lisa();
        int units = alignOnly ? 0 : or(hidden, lisa.hidden());
        return new FitOptions(
                layers.layers(),
                new LisaOptions(
                        alignOnly ? 0 : rank,
                        units,
                        or(activation, lisa.activation()),
                        !noSkip,
                        !noRope,
                        or(carrier, lisa.carrier()),
                        alignOnly ? lisa.combine() : or(combine, lisa.combine())),
                !anchored,
                start,
                stage(defaults.local(), stepsLocal, rateLocal),
                stage(defaults.distill(), stepsDistill, rateDistill),
                or(window, defaults.window()),
                seed,
                defaults.heldOutShare(),
                or(outputWeight, defaults.outputWeight()));
    }

    private StageOptions stage(StageOptions defaults, @Nullable Integer steps, @Nullable Double rate) {
        return new StageOptions(
                alignOnly ? 0 : or(steps, defaults.steps()),
                or(batch, defaults.batch()),
                or(rate, defaults.rate()),
                or(weightDecay, defaults.decay()));
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    /// All choices by name, in the order of a report.
    static Map<String, Object> words(FitOptions options) {
        LisaOptions lisa = options.lisa();
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("rank", lisa.rank());
        words.put("hidden", lisa.hidden());
        words.put("skip", lisa.skip());
        words.put("rope", lisa.rope());
        words.put("activation", Spelling.of(lisa.activation()));
        words.put("carrier", Spelling.of(lisa.carrier()));
        words.put("combine", Spelling.of(lisa.combine()));
        words.put("chained", options.chained());
        words.put("start", Spelling.of(options.start()));
        words.put("stepsLocal", options.local().steps());
        words.put("batchLocal", options.local().batch());
        words.put("rateLocal", options.local().rate());
        words.put("stepsDistill", options.distill().steps());
        words.put("batchDistill", options.distill().batch());
        words.put("rateDistill", options.distill().rate());
        words.put("weightDecay", options.local().decay());
        words.put("window", options.window());
        words.put("heldOutShare", options.heldOutShare());
        words.put("outputWeight", options.outputWeight());
        words.put("seed", options.seed());
        return words;
    }
}
