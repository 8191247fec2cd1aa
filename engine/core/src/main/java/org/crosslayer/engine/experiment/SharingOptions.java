package org.crosslayer.engine.experiment;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.similarity.MatchMethod;

/// What the sharing experiment compares.
///
/// @param layers  layers that are to share, ascending, none of them 0
/// @param series  the lines to measure; [SharingSeries#SINGLE] is always measured, and first
/// @param match   how heads are matched for [SharingMethod#ALIGNED]
/// @param fitted  LiSA layers that have been fitted, by layer; the others are aligned without training
public record SharingOptions(
        List<Integer> layers, List<SharingSeries> series, MatchMethod match, Map<Integer, LayerAttention.Lisa> fitted) {
    /// @throws IllegalArgumentException if no layer is named, or layer 0
    public SharingOptions {
        layers = List.copyOf(new TreeSet<>(layers));
        if (layers.isEmpty() || layers.getFirst() < 1) {
            throw new IllegalArgumentException("layers " + layers + " cannot share: name some from 1 on");
        }
        TreeSet<SharingSeries> wanted = new TreeSet<>(series);
        wanted.add(SharingSeries.SINGLE);
        series = List.copyOf(wanted);
        fitted = Map.copyOf(fitted);
    }

    /// The LiSA layers of a plan, by layer.
    public static Map<Integer, LayerAttention.Lisa> fittedIn(AttentionPlan plan) {
        Map<Integer, LayerAttention.Lisa> fitted = new TreeMap<>();
        for (int layer = 0; layer < plan.nLayers(); layer++) {
            if (plan.at(layer) instanceof LayerAttention.Lisa lisa) {
                fitted.put(layer, lisa);
            }
        }
        return fitted;
    }

    /// Whether the LiSA parts of these layers have been fitted.
    public Training training(List<Integer> sharing) {
        if (fitted.keySet().containsAll(sharing)) {
            return Training.FITTED;
        }
        return sharing.stream().anyMatch(fitted::containsKey) ? Training.MIXED : Training.UNTRAINED;
    }

    /// Layers whose LiSA parts have not been fitted, ascending.
    public List<Integer> untrained() {
        return layers.stream().filter(layer -> !fitted.containsKey(layer)).toList();
    }
}
