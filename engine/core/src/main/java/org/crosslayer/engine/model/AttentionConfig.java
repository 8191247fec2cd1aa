package org.crosslayer.engine.model;

/// What attention computes beside its positions, as data.
///
/// *Scores* are `cap(scale · q · k) + distance bias`: what a soft cap and a bias have made of the product, before any
/// mask. So they are shown to observers, handed from layer to layer, and met by fitted layers.
///
/// @param inputBias  query, key and value projections have biases
/// @param outputBias the output projection has one
/// @param headNorm   norms of queries and keys
/// @param scoreScale what products are multiplied by
/// @param scoreCap   products are bent into `(−cap, cap)`; 0 for none
public record AttentionConfig(
        boolean inputBias, boolean outputBias, HeadNorm headNorm, float scoreScale, float scoreCap) {
    /// Norms of queries and keys, before rotation.
    public enum HeadNorm {
        NONE,
        /// Every head by itself, all with one gain `[dHead]`.
        EACH_HEAD,
        /// All heads of a row together, with gains `[nHeads × dHead]` and `[nKvHeads × dHead]`.
        ALL_HEADS
    }

    /// Llama's: no biases, no norms, scores scaled by `1 / sqrt(dHead)`.
    public static AttentionConfig plain(int dHead) {
        return new AttentionConfig(false, false, HeadNorm.NONE, scaleOf(dHead), 0);
    }

    /// `1 / sqrt(size)`.
    static float scaleOf(double size) {
        return (float) (1 / Math.sqrt(size));
    }
}
