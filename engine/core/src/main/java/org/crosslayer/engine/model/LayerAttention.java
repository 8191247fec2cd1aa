package org.crosslayer.engine.model;

import java.util.List;

/// Where one layer's attention comes from.
public sealed interface LayerAttention {
    /// The layer computes its own queries, keys, scores and pattern.
    record Own() implements LayerAttention {}

    /// The layer computes its own attention, which is then made to deviate by a known amount: for experiments,
    /// never for a plan that is kept. Whoever takes from it takes what came out, and observers see that.
    ///
    /// @param deviation what is done to its scores or its pattern
    record Deviating(Deviation deviation) implements LayerAttention {}

    /// The layer takes its pattern from a lower layer, and computes no queries and no keys.
    sealed interface Shared extends LayerAttention {
        /// The lower layer; if it shares too, what it uses is what is taken.
        int source();
    }

    /// A lower layer's pattern as it is, head by head ("direct sharing").
    record CopyPattern(int source) implements Shared {}

    /// A lower layer's pattern with the heads matched up first ("aligned copy").
    ///
    /// @param source  the lower layer
    /// @param headMap for each head of this layer the head of the source that serves it
    record MappedPattern(int source, List<Integer> headMap) implements Shared {
        public MappedPattern {
            headMap = List.copyOf(headMap);
        }
    }

    /// The scores of a lower layer, their heads aligned and a low-rank difference added ("LiSA"). The layer
    /// computes no full queries and keys, and caches the small keys of the difference only.
    ///
    /// What is taken is what the source carries: its own scores; if it is LiSA itself, its corrected ones; if it
    /// copies, those of the layer it copies from, with the heads where it has put them. So `source = layer − 1`
    /// chains a run of such layers, and naming the last ordinary layer below anchors them.
    ///
    /// @param source  the lower layer
    /// @param adapter the fitted parts
    record Lisa(int source, LisaAdapter adapter) implements Shared {}
}
