package org.crosslayer.engine.model;

/// Fixed numbers that a model multiplies by on the way, as data.
///
/// @param embedding embeddings are multiplied by it
/// @param residual  what attention and MLP return is, before it is added to the residual stream
/// @param logits    logits are
/// @param logitCap  then they are bent into `(−cap, cap)`; 0 for not
public record ScaleConfig(float embedding, float residual, float logits, float logitCap) {
    /// Llama's: nothing is scaled.
    public static final ScaleConfig NONE = new ScaleConfig(1, 1, 1, 0);

    /// True if logits are not what the unembedding gives.
    public boolean changesLogits() {
        return logits != 1 || logitCap > 0;
    }
}
