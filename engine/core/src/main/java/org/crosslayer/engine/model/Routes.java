package org.crosslayer.engine.model;

import org.jspecify.annotations.Nullable;

/// A plan worked out for running: for each layer where its pattern is computed, and how long that is needed.
final class Routes {
    private final int[] roots;
    private final int[] @Nullable [] headMaps;
    private final int[] lastUses;

    Routes(AttentionPlan plan) {
        int nLayers = plan.nLayers();
        roots = new int[nLayers];
        headMaps = new int[nLayers][];
        lastUses = new int[nLayers];
        for (int layer = 0; layer < nLayers; layer++) {
            AttentionPlan.Root root = plan.root(layer);
            roots[layer] = root.layer();
            headMaps[layer] = root.headMap() == null
                    ? null
                    : root.headMap().stream().mapToInt(Integer::intValue).toArray();
            lastUses[root.layer()] = layer;
        }
    }

    /// The layer whose own pattern `layer` uses; itself if it computes one.
    int root(int layer) {
        return roots[layer];
    }

    /// True if the layer computes its own pattern.
    boolean isOwn(int layer) {
        return roots[layer] == layer;
    }

    /// For each head of `layer` the head of its root, `[nHeads]`; null when heads keep their places.
    int @Nullable [] headMap(int layer) {
        return headMaps[layer];
    }

    /// The last layer that uses the pattern computed by `layer`, which must be a root.
    int lastUse(int layer) {
        return lastUses[layer];
    }
}
