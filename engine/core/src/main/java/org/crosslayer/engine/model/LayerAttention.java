package org.crosslayer.engine.model;

import java.util.List;

/// Where one layer's attention pattern comes from.
public sealed interface LayerAttention {
    /// The layer computes its own queries, keys, scores and pattern.
    record Own() implements LayerAttention {}

    /// The layer uses the pattern of a lower layer as it is, head by head ("direct sharing").
    ///
    /// @param source the lower layer; if it shares too, what it uses is what is copied
    record CopyPattern(int source) implements LayerAttention {}

    /// The layer uses a lower layer's pattern with the heads matched up first ("aligned copy").
    ///
    /// @param source  the lower layer
    /// @param headMap for each head of this layer the head of the source that serves it
    record MappedPattern(int source, List<Integer> headMap) implements LayerAttention {
        public MappedPattern {
            headMap = List.copyOf(headMap);
        }
    }
}
