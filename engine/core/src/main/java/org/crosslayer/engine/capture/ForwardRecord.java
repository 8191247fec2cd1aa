package org.crosslayer.engine.capture;

import java.util.List;
import org.crosslayer.engine.tensor.FloatMatrix;

/// All that a forward pass over one short text leaves behind, in the shape of a golden file.
///
/// @param maps   patterns of every layer
/// @param hidden `nLayers + 1` matrices `[n, dModel]`: before each layer, then after the final norm
/// @param logits `[n, nVocab]`
public record ForwardRecord(AttentionMaps maps, List<FloatMatrix> hidden, FloatMatrix logits) {
    public ForwardRecord {
        hidden = List.copyOf(hidden);
    }
}
