package org.crosslayer.engine.capture;

import org.crosslayer.engine.model.ModelConfig;

/// How much a capture keeps.
///
/// @param tokens         of the text
/// @param layers         whose maps are kept
/// @param maps           kept of each of these layers; [#EVERY_HEAD] for all its heads
/// @param floatsPerToken kept beside the maps for every token: hidden states and logits, or 0
public record CaptureSize(int tokens, int layers, int maps, long floatsPerToken) {
    /// All heads of a layer.
    public static final int EVERY_HEAD = 0;

    public CaptureSize {
        if (tokens < 1 || layers < 1 || maps < EVERY_HEAD || floatsPerToken < 0) {
            throw new IllegalArgumentException("a capture of " + tokens + " tokens, " + layers + " layers and "
                    + floatsPerToken + " values a token");
        }
    }

    /// Maps of all heads of some layers.
    public static CaptureSize maps(int tokens, int layers) {
        return new CaptureSize(tokens, layers, EVERY_HEAD, 0);
    }

    /// So many maps, of whichever heads and layers.
    public static CaptureSize chosen(int tokens, int maps) {
        return new CaptureSize(tokens, 1, maps, 0);
    }

    /// Maps of all layers, hidden states and logits.
    public static CaptureSize everything(ModelConfig config, int tokens) {
        long perToken = (long) config.dModel() * (config.nLayers() + 1) + config.nVocab();
        return new CaptureSize(tokens, config.nLayers(), EVERY_HEAD, perToken);
    }

    CaptureSize withTokens(int fewer) {
        return new CaptureSize(fewer, layers, maps, floatsPerToken);
    }

    CaptureSize withLayers(int fewer) {
        return new CaptureSize(tokens, fewer, maps, floatsPerToken);
    }
}
