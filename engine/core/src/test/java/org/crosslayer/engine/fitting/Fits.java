package org.crosslayer.engine.fitting;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;

/// Small fits of the golden models, which have four layers and a vocabulary of 160.
final class Fits {
    static final int WINDOW = 12;

    private Fits() {}

    /// Seeded tokens.
    static int[] text(int count) {
        Random random = new Random(5);
        return random.ints(count, 0, 160).toArray();
    }

    static LisaOptions lisa(LisaOptions.Combine combine, boolean skip, boolean rope) {
        return new LisaOptions(4, 5, Activation.SILU, skip, rope, LisaOptions.Carrier.SCORES, combine);
    }

    static FitOptions options(ModelConfig config, List<Integer> layers) {
        return FitOptions.defaults(config, layers)
                .withWindow(WINDOW)
                .withLisa(lisa(LisaOptions.Combine.ADD, true, true))
                .withStages(new StageOptions(0, 1, 1e-2), new StageOptions(0, 1, 3e-3));
    }

    /// Adapters that matter, by layer.
    static Map<Integer, LisaAdapter> random(ModelConfig config, FitOptions options) {
        Map<Integer, LisaAdapter> adapters = new TreeMap<>();
        for (int layer : options.layers()) {
            adapters.put(layer, LisaAdapter.random(config, options.lisa(), 7 + layer));
        }
        return adapters;
    }
}
