package org.crosslayer.engine.evaluation;

import org.crosslayer.engine.model.ModelConfig;

/// Architectures that only need sizes.
final class TestConfigs {
    private TestConfigs() {}

    /// An MLP of three times the model's width and a vocabulary of 100.
    static ModelConfig sized(int nLayers, int nHeads, int nKvHeads, int dModel, int dHead) {
        return ModelConfig.llama(nLayers, nHeads, nKvHeads, dModel, dHead, 3 * dModel, 100, 128, true);
    }
}
