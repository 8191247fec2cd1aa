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
            LisaAdapter plain = LisaAdapter.random(config, options.lisa(), 7 + layer);
            adapters.put(layer, layer % 2 == 1 && options.lisa().rope() ? turned(config, plain) : plain);
        }
        return adapters;
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
