package org.crosslayer.engine.model;

import java.util.Random;
import java.util.stream.IntStream;

/// Plans by chance, reproducible from a seed.
public final class RandomPlans {
    private RandomPlans() {}

    /// About two thirds of the layers share, from any lower layer, through any head map.
    public static AttentionPlan any(Random random, int nLayers, int nHeads) {
        AttentionPlan plan = AttentionPlan.none(nLayers);
        for (int layer = 1; layer < nLayers; layer++) {
            plan = plan.with(layer, attention(random, layer, nHeads));
        }
        return plan;
    }

    /// One random change.
    public static AttentionPlan changed(AttentionPlan plan, Random random, int nHeads) {
        int layer = 1 + random.nextInt(plan.nLayers() - 1);
        return plan.with(layer, attention(random, layer, nHeads));
    }

    /// As [#any(Random, int, int)], about half of the sharing layers by LiSA with random adapters.
    public static AttentionPlan withLisa(Random random, ModelConfig config) {
        AttentionPlan plan = AttentionPlan.none(config.nLayers());
        for (int layer = 1; layer < config.nLayers(); layer++) {
            plan = plan.with(layer, attention(random, layer, config));
        }
        return plan;
    }

    /// One random change, to LiSA in a third of the cases.
    public static AttentionPlan changed(AttentionPlan plan, Random random, ModelConfig config) {
        int layer = 1 + random.nextInt(plan.nLayers() - 1);
        return plan.with(layer, attention(random, layer, config));
    }

    private static LayerAttention attention(Random random, int layer, ModelConfig config) {
        if (random.nextInt(3) > 0) {
            return attention(random, layer, config.nHeads());
        }
        LisaOptions options = LisaOptions.defaults(config.nHeads()).withRank(2 * random.nextInt(1, 4));
        return new LayerAttention.Lisa(random.nextInt(layer), LisaAdapter.random(config, options, random.nextLong()));
    }

    private static LayerAttention attention(Random random, int layer, int nHeads) {
        int source = random.nextInt(layer);
        return switch (random.nextInt(3)) {
            case 0 -> new LayerAttention.Own();
            case 1 -> new LayerAttention.CopyPattern(source);
            default ->
                new LayerAttention.MappedPattern(
                        source,
                        IntStream.range(0, nHeads)
                                .mapToObj(_ -> random.nextInt(nHeads))
                                .toList());
        };
    }
}
