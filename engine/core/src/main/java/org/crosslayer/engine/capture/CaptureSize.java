package org.crosslayer.engine.capture;

import org.crosslayer.engine.model.ModelConfig;

/// How much a capture keeps.
///
/// @param tokens         of the text
/// @param layers         whose maps are kept, all heads of each
/// @param floatsPerToken kept beside the maps for every token: hidden states and logits, or 0
public record CaptureSize(int tokens, int layers, long floatsPerToken) {
    public CaptureSize {
        if (tokens < 1 || layers < 1 || floatsPerToken < 0) {
            throw new IllegalArgumentException("a capture of " + tokens + " tokens, " + layers + " layers and "
                    + floatsPerToken + " values a token");
        }
    }

    /// Maps alone.
    public static CaptureSize maps(int tokens, int layers) {
        return new CaptureSize(tokens, layers, 0);
    }

    /// Maps of all layers, hidden states and logits.
    public static CaptureSize everything(ModelConfig config, int tokens) {
        long perToken = (long) config.dModel() * (config.nLayers() + 1) + config.nVocab();
        return new CaptureSize(tokens, config.nLayers(), perToken);
    }

    CaptureSize withTokens(int fewer) {
        return new CaptureSize(fewer, layers, floatsPerToken);
    }

    CaptureSize withLayers(int fewer) {
        return new CaptureSize(tokens, fewer, floatsPerToken);
    }
}
