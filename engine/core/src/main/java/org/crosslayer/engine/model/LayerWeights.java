package org.crosslayer.engine.model;

import org.crosslayer.engine.backend.Weight;
import org.jspecify.annotations.Nullable;

/// The parameters of one decoder layer; matrices are `[out, in]`.
///
/// @param attentionNorm `[dModel]` gain of the norm before attention
/// @param query         `[nHeads × dHead, dModel]`
/// @param key           `[nKvHeads × dHead, dModel]`
/// @param value         `[nKvHeads × dHead, dModel]`
/// @param output        `[dModel, nHeads × dHead]`
/// @param mlpNorm       `[dModel]` gain of the norm before the MLP
/// @param gate          `[dMlp, dModel]`
/// @param up            `[dMlp, dModel]`
/// @param down          `[dModel, dMlp]`
public record LayerWeights(
        Weight attentionNorm,
        Projection query,
        Projection key,
        Projection value,
        Projection output,
        Weight mlpNorm,
        Projection gate,
        Projection up,
        Projection down) {
    /// A matrix and, where the architecture has one, its bias `[out]`.
    public record Projection(Weight matrix, @Nullable Weight bias) {}
}
