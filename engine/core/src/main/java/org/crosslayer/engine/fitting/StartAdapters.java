package org.crosslayer.engine.fitting;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.similarity.SimilarityAnalysis;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.jspecify.annotations.Nullable;

/// The adapters before the first step.
final class StartAdapters {
    /// Windows that the alignment is found on: more change it by less than the first step does.
    private static final int WINDOWS = 6;
    /// Of the low-rank matrices, as models of this kind are themselves begun.
    private static final double SPREAD = 0.02;
    /// Draws windows apart from those of the two stages.
    private static final String PURPOSE = "START";

    private final ModelConfig config;
    private final FitOptions options;
    /// What a cancelled search has gathered.
    private @Nullable FactorStart begun;

    StartAdapters(ModelConfig config, FitOptions options) {
        this.config = config;
        this.options = options;
    }

    /// The alignment as the options say, nothing else: what "align without training" offers, by layer.
    Map<Integer, LisaAdapter> aligned(
            Decoder decoder, CalibrationText text, Progress progress, Cancellation cancellation)
            throws EngineException {
        Map<Integer, LisaAdapter> adapters = new TreeMap<>();
        skips(decoder, text, progress, cancellation).forEach((layer, skip) -> adapters.put(layer, adapter(skip, null)));
        return adapters;
    }

    /// The alignment, with an inner net that adds nothing yet and the low-rank matrices as the options say, by
    /// layer: the best factors, or small and random. Where patterns are handed on, most of them near 0,
    /// heads are matched and the low-rank part is 0 at first. Called again after a cancellation, it goes on.
    Map<Integer, LisaAdapter> trainable(
            Decoder decoder, CalibrationText text, Progress progress, Cancellation cancellation)
            throws EngineException {
        Map<Integer, LisaAdapter> adapters = new TreeMap<>();
        if (hasFactors()) {
            FactorStart factorStart = begun;
            if (factorStart == null) {
                factorStart = new FactorStart(
                        decoder,
                        sources(),
                        options.lisa().rank(),
                        options.lisa().skip());
                begun = factorStart;
            }
            factorStart
                    .solve(text.draw(PURPOSE, 0, WINDOWS), progress, cancellation)
                    .forEach((layer, factors) -> adapters.put(layer, adapter(layer, factors)));
        } else {
            skips(decoder, text, progress, cancellation)
                    .forEach((layer, skip) -> adapters.put(layer, adapter(skip, random(layer))));
        }
        return adapters;
    }

    /// All parts 0, by layer: only their shapes and frequencies matter.
    ///
    /// @param frequencies `[nKvHeads × rank / 2]` by layer, where heads have their own
    /// @throws IllegalArgumentException if there are more or fewer frequencies than the options ask for
    Map<Integer, LisaAdapter> blank(Map<Integer, float[]> frequencies) {
        Map<Integer, LisaAdapter> adapters = new TreeMap<>();
        FloatMatrix skip = zero(config.nHeads(), config.nHeads());
        for (int layer : options.layers()) {
            LisaAdapter plain = adapter(skip, null);
            float[] own = frequencies.get(layer);
            adapters.put(
                    layer,
                    own == null
                            ? plain
                            : turned(
                                    plain,
                                    plain.query(),
                                    plain.key(),
                                    FloatMatrix.copyOf(
                                            config.nKvHeads(), options.lisa().rank() / 2, own)));
        }
        return adapters;
    }

    private boolean hasFactors() {
        LisaOptions lisa = options.lisa();
        return options.start() == StartMethod.FACTORS
                && lisa.rank() > 0
                && lisa.rope()
                && !options.carriesPatterns()
                && lisa.combine() == LisaOptions.Combine.ADD;
    }

    private Random random(int layer) {
        return new Random(options.seed() * 1_000_003 + layer);
    }

    private LisaAdapter adapter(int layer, FactorStart.Factors factors) {
        return turned(adapter(factors.skip(), random(layer)), factors.query(), factors.key(), factors.frequencies());
    }

    private static LisaAdapter turned(LisaAdapter plain, FloatMatrix query, FloatMatrix key, FloatMatrix frequencies) {
        return new LisaAdapter(
                plain.options(), plain.w1(), plain.b1(), plain.w2(), plain.b2(), plain.skip(), query, key, frequencies);
    }

    private Map<Integer, Integer> sources() {
        Map<Integer, Integer> sources = new TreeMap<>();
        options.layers().forEach(layer -> sources.put(layer, options.source(layer)));
        return sources;
    }

    private Map<Integer, FloatMatrix> skips(
            Decoder decoder, CalibrationText text, Progress progress, Cancellation cancellation)
            throws EngineException {
        if (!options.lisa().skip()) {
            Map<Integer, FloatMatrix> unused = new TreeMap<>();
            options.layers().forEach(layer -> unused.put(layer, zero(config.nHeads(), config.nHeads())));
            return unused;
        }
        var windows = text.draw(PURPOSE, 0, WINDOWS);
        Map<Integer, Integer> sources = sources();
        if (options.start() != StartMethod.MATCHED && !options.carriesPatterns()) {
            progress.report("Aligning heads", -1);
            return LinearStart.solve(decoder, windows, sources, cancellation);
        }
        Map<Integer, FloatMatrix> matched = new TreeMap<>();
        for (Map.Entry<Integer, Integer> pair : sources.entrySet()) {
            HeadAlignment alignment = SimilarityAnalysis.alignment(
                    decoder, windows, pair.getKey(), pair.getValue(), MatchMethod.ARGMIN, progress, cancellation);
            float[] values = new float[config.nHeads() * config.nHeads()];
            for (int head = 0; head < config.nHeads(); head++) {
                values[head * config.nHeads() + alignment.map().get(head)] = 1;
            }
            matched.put(pair.getKey(), FloatMatrix.copyOf(config.nHeads(), config.nHeads(), values));
        }
        return matched;
    }

    /// @param random null for zeros
    private LisaAdapter adapter(FloatMatrix skip, @Nullable Random random) {
        LisaOptions lisa = options.lisa();
        int h = config.nHeads();
        int inputs = lisa.inputs(h);
        boolean starts = lisa.skip() && lisa.combine() == LisaOptions.Combine.ADD;
        return new LisaAdapter(
                lisa,
                normal(random, lisa.hidden(), inputs, 1 / Math.sqrt(inputs)),
                zero(1, lisa.hidden()),
                normal(starts ? null : random, h, lisa.hidden(), 1 / Math.sqrt(Math.max(1, lisa.hidden()))),
                zero(1, h),
                lisa.skip() ? skip : null,
                normal(random, h * lisa.rank(), config.dModel(), SPREAD),
                normal(
                        options.carriesPatterns() ? null : random,
                        config.nKvHeads() * lisa.rank(),
                        config.dModel(),
                        SPREAD));
    }

    private static FloatMatrix zero(int rows, int columns) {
        return FloatMatrix.copyOf(rows, columns, new float[rows * columns]);
    }

    private static FloatMatrix normal(@Nullable Random random, int rows, int columns, double spread) {
        float[] values = new float[rows * columns];
        for (int i = 0; random != null && i < values.length; i++) {
            values[i] = (float) (spread * random.nextGaussian());
        }
        return FloatMatrix.copyOf(rows, columns, values);
    }
}
