package org.crosslayer.engine.sharing;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.similarity.HeadAlignment;

/// Plans in which chosen layers take their pattern from the layer below, as it is or with the heads matched up first.
///
/// A run of chosen layers chains: the second takes what the first uses, so that all of them follow the layer below
/// the run, through the product of their head maps.
public final class AlignedPlans {
    private AlignedPlans() {}

    /// Chosen layers copy the layer below, head by head.
    ///
    /// @param layers any of `1 … nLayers − 1`
    public static AttentionPlan copied(int nLayers, Set<Integer> layers) {
        AttentionPlan plan = AttentionPlan.none(nLayers);
        for (int layer : checked(nLayers, layers)) {
            plan = plan.with(layer, new LayerAttention.CopyPattern(layer - 1));
        }
        return plan;
    }

    /// Chosen layers take from the layer that their alignment names, through its head map.
    ///
    /// @param alignments at least those of the chosen layers; the first one of a layer counts
    /// @param layers     any of `1 … nLayers − 1`
    public static AttentionPlan mapped(int nLayers, List<HeadAlignment> alignments, Set<Integer> layers) {
        AttentionPlan plan = AttentionPlan.none(nLayers);
        for (int layer : checked(nLayers, layers)) {
            HeadAlignment alignment = alignments.stream()
                    .filter(candidate -> candidate.layer() == layer)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no alignment for layer " + layer));
            plan = plan.with(layer, new LayerAttention.MappedPattern(alignment.source(), alignment.map()));
        }
        return plan;
    }

    private static Set<Integer> checked(int nLayers, Set<Integer> layers) {
        TreeSet<Integer> sorted = new TreeSet<>(layers);
        if (!sorted.isEmpty() && (sorted.getFirst() < 1 || sorted.getLast() >= nLayers)) {
            throw new IllegalArgumentException(
                    "layers " + sorted + " cannot all share: only 1 to " + (nLayers - 1) + " have a layer below");
        }
        return sorted;
    }
}
