package org.crosslayer.engine.model;

import java.util.List;
import org.crosslayer.engine.backend.Weight;
import org.crosslayer.engine.model.LayerWeights.Norm;
import org.crosslayer.engine.model.LayerWeights.Projection;
import org.jspecify.annotations.Nullable;

/// All parameters of a model, under our names. What an architecture does without is null.
///
/// @param embedding     `[nVocab, dModel]`
/// @param positions     learned position vectors, at least `[nCtx, dModel]`
/// @param embeddingNorm right after the embedding, `[dModel]`
/// @param layers        one entry a layer
/// @param finalNorm     before the unembedding, `[dModel]`
/// @param unembedding   `[nVocab, dModel]`, the embedding itself where the two are tied
public record ModelWeights(
        Weight embedding,
        @Nullable Weight positions,
        @Nullable Norm embeddingNorm,
        List<LayerWeights> layers,
        @Nullable Norm finalNorm,
        Projection unembedding) {
    public ModelWeights {
        layers = List.copyOf(layers);
    }
}
