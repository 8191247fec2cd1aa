package org.crosslayer.engine.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// For every layer where its attention comes from; immutable.
///
/// @param layers one entry a layer, layer 0 first
public record AttentionPlan(List<LayerAttention> layers) {
    /// A layer's pattern traced down to where it is computed.
    ///
    /// @param layer   the layer that computes it, by its own queries and keys or from corrected scores
    /// @param headMap for each head the head of that layer; null when heads keep their places
    public record Root(int layer, @Nullable List<Integer> headMap) {}

    /// A lower layer that a run from the middle has to compute again.
    ///
    /// @param layer   the layer, whose entering residual stream is needed
    /// @param pattern true if its pattern is needed, false if its scores are all
    public record Lower(int layer, boolean pattern) {}

    /// Checks that attention only flows upwards.
    ///
    /// @throws IllegalArgumentException if a layer takes from itself, from above, or from below layer 0, or takes
    ///     scores where only a pattern is handed on
    public AttentionPlan {
        layers = List.copyOf(layers);
        for (int layer = 0; layer < layers.size(); layer++) {
            if (layers.get(layer) instanceof LayerAttention.Shared shared
                    && (shared.source() < 0 || shared.source() >= layer)) {
                throw new IllegalArgumentException("layer " + layer + " cannot take its attention from layer "
                        + shared.source() + ": only a lower layer can be a source");
            }
        }
        for (int layer = 0; layer < layers.size(); layer++) {
            if (carried(layers, layer) == LisaOptions.Carrier.SCORES) {
                int source = root(layers, ((LayerAttention.Lisa) layers.get(layer)).source())
                        .layer();
                if (carried(layers, source) == LisaOptions.Carrier.PATTERN) {
                    throw new IllegalArgumentException("layer " + layer + " cannot take scores from layer " + source
                            + ", which hands on its pattern: let both carry the same");
                }
            }
        }
    }

    /// Every layer computes its own attention.
    public static AttentionPlan none(int nLayers) {
        return new AttentionPlan(Collections.nCopies(nLayers, new LayerAttention.Own()));
    }

    /// This plan with one layer changed.
    public AttentionPlan with(int layer, LayerAttention attention) {
        List<LayerAttention> changed = new ArrayList<>(layers);
        changed.set(layer, attention);
        return new AttentionPlan(changed);
    }

    /// How many layers the model has.
    public int nLayers() {
        return layers.size();
    }

    /// What layer `layer` does.
    public LayerAttention at(int layer) {
        return layers.get(layer);
    }

    /// True if every layer computes its own attention and leaves it as it is: the model itself.
    public boolean changesNothing() {
        return layers.stream().allMatch(LayerAttention.Own.class::isInstance);
    }

    /// True if the layer takes its pattern from another.
    public boolean isShared(int layer) {
        return layers.get(layer) instanceof LayerAttention.Shared;
    }

    /// How many layers share.
    public int sharedCount() {
        return (int)
                layers.stream().filter(LayerAttention.Shared.class::isInstance).count();
    }

    /// Follows copies of copies down to the layer that computes, composing the head maps on the way.
    public Root root(int layer) {
        return root(layers, layer);
    }

    /// The layers below `from` whose attention must be computed again, from the bottom up, when layers `from …` are
    /// to run on their own: those that they take from, and those that these in turn take scores from.
    public List<Lower> below(int from) {
        boolean[] scores = new boolean[nLayers()];
        boolean[] pattern = new boolean[nLayers()];
        List<Lower> lower = new ArrayList<>();
        for (int layer = nLayers() - 1; layer >= 0; layer--) {
            if (layer >= from) {
                pattern[root(layer).layer()] = true;
            } else if (scores[layer] || pattern[layer]) {
                lower.addFirst(new Lower(layer, pattern[layer]));
            }
            if ((scores[layer] || pattern[layer])
                    && at(layer) instanceof LayerAttention.Lisa(int source, var adapter)) {
                boolean[] needs = adapter.options().carrier() == LisaOptions.Carrier.SCORES ? scores : pattern;
                needs[root(source).layer()] = true;
            }
        }
        return List.copyOf(lower);
    }

    /// The first layer at which this plan and another differ; [#nLayers()] if they are the same.
    public int firstDifference(AttentionPlan other) {
        int layer = 0;
        while (layer < nLayers() && at(layer).equals(other.at(layer))) {
            layer++;
        }
        return layer;
    }

    private static Root root(List<LayerAttention> layers, int layer) {
        List<Integer> map = null;
        int at = layer;
        while (true) {
            switch (layers.get(at)) {
                case LayerAttention.Own _, LayerAttention.Deviating _, LayerAttention.Lisa _ -> {
                    return new Root(at, map);
                }
                case LayerAttention.CopyPattern(int source) -> at = source;
                case LayerAttention.MappedPattern(int source, List<Integer> headMap) -> {
                    map = map == null ? headMap : map.stream().map(headMap::get).toList();
                    at = source;
                }
            }
        }
    }

    private static LisaOptions.@Nullable Carrier carried(List<LayerAttention> layers, int layer) {
        return layers.get(layer) instanceof LayerAttention.Lisa lisa
                ? lisa.adapter().options().carrier()
                : null;
    }
}
