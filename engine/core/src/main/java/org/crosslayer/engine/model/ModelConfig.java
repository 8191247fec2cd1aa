package org.crosslayer.engine.model;

import org.crosslayer.engine.backend.Activation;

/// An architecture as data: all that the decoder must know to run a model.
///
/// @param architecture   the family's name as users know it, such as `llama`
/// @param nLayers        decoder layers
/// @param nHeads         query heads
/// @param nKvHeads       key/value heads; divides `nHeads`
/// @param dModel         width of the residual stream
/// @param dHead          size of a head
/// @param dMlp           hidden width of the MLP
/// @param nVocab         rows of the embedding
/// @param nCtx           longest sequence the positions are made for
/// @param normEps        added to the mean square in every norm
/// @param activation     of the gated MLP
/// @param rope           rotary position embedding
/// @param tiedEmbeddings the unembedding is the embedding
/// @param attentionBias  query, key, value and output projections have biases
/// @param mlpBias        gate, up and down projections have biases
public record ModelConfig(
        String architecture,
        int nLayers,
        int nHeads,
        int nKvHeads,
        int dModel,
        int dHead,
        int dMlp,
        int nVocab,
        int nCtx,
        float normEps,
        Activation activation,
        RopeConfig rope,
        boolean tiedEmbeddings,
        boolean attentionBias,
        boolean mlpBias) {
    /// The model's own frequencies for small heads of `rank`, the same share of each head turned.
    public RopeConfig ropeOfRank(int rank) {
        int turned = Math.max(2, rank * rope.dRotary() / dHead / 2 * 2);
        return new RopeConfig(rope.theta(), turned, rope.layout(), rope.scaling());
    }

    /// What scores are multiplied by: `1 / sqrt(dHead)`.
    public float scoreScale() {
        return (float) (1 / Math.sqrt(dHead));
    }
}
