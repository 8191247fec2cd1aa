package org.crosslayer.engine.model;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A plan worked out for running: for each layer where its attention is computed, and how long scores and pattern of
/// a layer that computes some are needed.
final class Routes {
    private final AttentionPlan plan;
    private final int[] roots;
    private final int[] @Nullable [] headMaps;
    private final int[] lastPatternUses;
    private final int[] lastScoresUses;

    Routes(AttentionPlan plan) {
        this.plan = plan;
        int nLayers = plan.nLayers();
        roots = new int[nLayers];
        headMaps = new int[nLayers][];
        lastPatternUses = new int[nLayers];
        lastScoresUses = new int[nLayers];
        Arrays.fill(lastScoresUses, -1);
        for (int layer = 0; layer < nLayers; layer++) {
            AttentionPlan.Root root = plan.root(layer);
            roots[layer] = root.layer();
            headMaps[layer] = root.headMap() == null
                    ? null
                    : root.headMap().stream().mapToInt(Integer::intValue).toArray();
            lastPatternUses[root.layer()] = layer;
            if (plan.at(layer) instanceof LayerAttention.Lisa(int source, var adapter)) {
                boolean scores = adapter.options().carrier() == LisaOptions.Carrier.SCORES;
                (scores ? lastScoresUses : lastPatternUses)[roots[source]] = layer;
            }
        }
    }

    /// What layer `layer` does.
    LayerAttention at(int layer) {
        return plan.at(layer);
    }

    /// The layer whose pattern `layer` uses; itself if it computes one.
    int root(int layer) {
        return roots[layer];
    }

    /// True if the layer computes a pattern, by itself or from corrected scores.
    boolean computes(int layer) {
        return roots[layer] == layer;
    }

    /// For each head of `layer` the head of its root, `[nHeads]`; null when heads keep their places.
    int @Nullable [] headMap(int layer) {
        return headMaps[layer];
    }

    /// The last layer that uses the pattern computed by `layer`, which must be a root.
    int lastUse(int layer) {
        return lastPatternUses[layer];
    }

    /// The last layer that corrects the scores computed by `layer`; −1 if none does.
    int lastScoresUse(int layer) {
        return lastScoresUses[layer];
    }

    /// The lower layers to compute again when a run starts at `from`.
    List<AttentionPlan.Lower> below(int from) {
        return plan.below(from);
    }

    /// Slabs of one sequence that can be alive at once, one to work in included.
    int mostSlabs() {
        int most = 0;
        for (int layer = 0; layer < roots.length; layer++) {
            int alive = 1;
            for (int below = 0; below <= layer; below++) {
                boolean computes = computes(below);
                alive += computes && lastPatternUses[below] >= layer ? 1 : 0;
                alive += computes && lastScoresUses[below] >= layer ? 1 : 0;
            }
            most = Math.max(most, alive);
        }
        return most;
    }
}
