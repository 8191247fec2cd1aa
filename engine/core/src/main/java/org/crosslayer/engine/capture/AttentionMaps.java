package org.crosslayer.engine.capture;

import java.util.List;
import java.util.Map;
import org.crosslayer.engine.tensor.FloatMatrix;

/// Patterns of chosen layers on one text.
///
/// @param ids    the tokens, `[n]`
/// @param layers for each captured layer its heads, each `[n, n]`: row = query, column = key, zero above the diagonal
public record AttentionMaps(List<Integer> ids, Map<Integer, List<FloatMatrix>> layers) {
    public AttentionMaps {
        ids = List.copyOf(ids);
        layers = Map.copyOf(layers);
    }

    /// The map of one head, `[n, n]`.
    ///
    /// @throws IllegalArgumentException if the layer was not captured
    public FloatMatrix head(int layer, int head) {
        return heads(layer).get(head);
    }

    private List<FloatMatrix> heads(int layer) {
        List<FloatMatrix> heads = layers.get(layer);
        if (heads == null) {
            throw new IllegalArgumentException("layer " + layer + " was not captured, only " + layers.keySet());
        }
        return heads;
    }
}
