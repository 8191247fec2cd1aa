package org.crosslayer.engine.model;

import java.util.Optional;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.backend.RopeLayout;

/// A model's architecture as data: all that the decoder must know to run it, whatever file it came from.
///
/// Readers of foreign formats ([ConfigReader] and its like) make one; nothing else knows their names.
///
/// @param architecture    the family's name as users know it, such as `llama`
/// @param nLayers         decoder layers
/// @param nHeads          query heads
/// @param nKvHeads        key/value heads; divides `nHeads`
/// @param dModel          width of the residual stream
/// @param dHead           size of a head
/// @param dMlp            hidden width of the MLP
/// @param nVocab          rows of the embedding
/// @param nCtx            longest sequence the positions are made for
/// @param norm            norms and their places
/// @param attention       biases, norms and scaling of attention
/// @param mlp             the MLP and its place
/// @param positions       rotation, windows and other positions, layer by layer
/// @param scales          fixed factors
/// @param tiedEmbeddings  the unembedding is the embedding
/// @param unembeddingBias logits have a bias `[nVocab]`
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
        NormConfig norm,
        AttentionConfig attention,
        MlpConfig mlp,
        PositionConfig positions,
        ScaleConfig scales,
        boolean tiedEmbeddings,
        boolean unembeddingBias) {
    /// @throws IllegalArgumentException if the parts do not belong together, which a reader must have checked
    public ModelConfig {
        if (positions.layers().size() != nLayers || nHeads % nKvHeads != 0) {
            throw new IllegalArgumentException("positions of %d layers and %d key heads for %d layers and %d heads"
                    .formatted(positions.layers().size(), nKvHeads, nLayers, nHeads));
        }
    }

    /// A plain Llama: root mean square norms with 1e-5, a gated SiLU, whole heads turned at a base of 10,000, nothing
    /// else. What other architectures are told from.
    public static ModelConfig llama(
            int nLayers,
            int nHeads,
            int nKvHeads,
            int dModel,
            int dHead,
            int dMlp,
            int nVocab,
            int nCtx,
            boolean tiedEmbeddings) {
        RopeConfig rope = new RopeConfig(10_000, dHead, RopeLayout.HALF_SPLIT, new RopeConfig.Scaling.None());
        return new ModelConfig(
                "llama",
                nLayers,
                nHeads,
                nKvHeads,
                dModel,
                dHead,
                dMlp,
                nVocab,
                nCtx,
                NormConfig.rms(1e-5f),
                AttentionConfig.plain(dHead),
                MlpConfig.gated(Activation.SILU),
                PositionConfig.rotary(nLayers, rope),
                ScaleConfig.NONE,
                tiedEmbeddings,
                false);
    }

    /// Rotation and window of a layer.
    public PositionConfig.Layer layer(int layer) {
        return positions.layers().get(layer);
    }

    /// A layer's own frequencies for small heads of `rank`, the same share of each head turned; empty where the layer
    /// turns nothing.
    public Optional<RopeConfig> ropeOfRank(int layer, int rank) {
        return Optional.ofNullable(layer(layer).rope()).map(rope -> {
            int turned = Math.max(2, rank * rope.dRotary() / dHead / 2 * 2);
            return new RopeConfig(rope.theta(), turned, rope.layout(), rope.scaling());
        });
    }

    /// True if some layers see only their last keys.
    public boolean windowed() {
        return positions.layers().stream().anyMatch(PositionConfig.Layer::windowed);
    }
}
