package org.crosslayer.engine.evaluation;

import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.backend.RopeLayout;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.model.RopeConfig;

/// Architectures that only need sizes.
final class TestConfigs {
    private TestConfigs() {}

    /// An MLP of three times the model's width and a vocabulary of 100.
    static ModelConfig sized(int nLayers, int nHeads, int nKvHeads, int dModel, int dHead) {
        return new ModelConfig(
                "llama",
                nLayers,
                nHeads,
                nKvHeads,
                dModel,
                dHead,
                3 * dModel,
                100,
                128,
                1e-5f,
                Activation.SILU,
                new RopeConfig(10000, dHead, RopeLayout.HALF_SPLIT, new RopeConfig.Scaling.None()),
                true,
                false,
                false);
    }
}
