package org.crosslayer.engine.fitting;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.tensor.FloatMatrix;

/// Small fits of the golden models, which have four layers and a vocabulary of 160.
final class Fits {
    static final int WINDOW = 12;

    private Fits() {}

    /// Seeded tokens.
    static int[] text(int count) {
        Random random = new Random(5);
        return random.ints(count, 0, 160).toArray();
    }

    static LisaOptions lisa(LisaOptions.Carrier carrier, LisaOptions.Combine combine, boolean skip, boolean rope) {
        return new LisaOptions(4, 5, Activation.SILU, skip, rope, carrier, combine);
    }

    static FitOptions options(ModelConfig config, List<Integer> layers) {
        return FitOptions.defaults(config, layers)
                .withWindow(WINDOW)
                .withLisa(lisa(LisaOptions.Carrier.SCORES, LisaOptions.Combine.ADD, true, true))
                .withStages(new StageOptions(0, 1, 1e-2), new StageOptions(0, 1, 3e-3));
    }

    /// Adapters that matter, by layer.
    static Map<Integer, LisaAdapter> random(ModelConfig config, FitOptions options) {
        Map<Integer, LisaAdapter> adapters = new TreeMap<>();
        for (int layer : options.layers()) {
            LisaAdapter random = LisaAdapter.random(config, options.lisa(), 7 + layer);
            LisaAdapter plain = options.carriesPatterns() ? nearACopy(config, random) : random;
            adapters.put(layer, layer % 2 == 1 && options.lisa().rope() ? turned(config, plain) : plain);
        }
        return adapters;
    }

    /// The same values made small, on top of a copy and a little of everything, so that no entry of a pattern is near
    /// the clamp, where differences say nothing.
    private static LisaAdapter nearACopy(ModelConfig config, LisaAdapter random) {
        int h = config.nHeads();
        float[] copy = new float[h * h];
        float[] bias = new float[h];
        for (int a = 0; a < h; a++) {
            copy[a * h + a] = 1;
            bias[a] = 0.1f;
        }
        return new LisaAdapter(
                random.options(),
                random.w1(),
                random.b1(),
                scaled(random.w2(), 0.05f),
                FloatMatrix.copyOf(1, h, bias),
                FloatMatrix.copyOf(h, h, copy),
                scaled(random.query(), 0.3f),
                scaled(random.key(), 0.1f));
    }

    private static FloatMatrix scaled(FloatMatrix matrix, float factor) {
        float[] values = matrix.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return FloatMatrix.copyOf(matrix.rows(), matrix.columns(), values);
    }

    /// The same values, each key head turned by frequencies of its own.
    static LisaAdapter turned(ModelConfig config, LisaAdapter plain) {
        int pairs = plain.options().rank() / 2;
        float[] frequencies = new float[config.nKvHeads() * pairs];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = 1f / (1 + i);
        }
        return new LisaAdapter(
                plain.options(),
                plain.w1(),
                plain.b1(),
                plain.w2(),
                plain.b2(),
                plain.skip(),
                plain.query(),
                plain.key(),
                FloatMatrix.copyOf(config.nKvHeads(), pairs, frequencies));
    }
}
