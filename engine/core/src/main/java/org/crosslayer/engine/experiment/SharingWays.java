package org.crosslayer.engine.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.fitting.LinearStart;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.SimilarityAnalysis;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tensor.FloatMatrix;

/// How each layer shares by each method, found once and used in all plans.
///
/// @param alignments by layer
/// @param lisa       fitted where there is something fitted, otherwise aligned without training, by layer
record SharingWays(Map<Integer, HeadAlignment> alignments, Map<Integer, LayerAttention.Lisa> lisa) {
    /// Matches heads, and solves for the alignments that nobody has fitted.
    ///
    /// @param windows what both look at
    static SharingWays find(
            Decoder decoder, List<int[]> windows, SharingOptions options, Progress progress, Cancellation cancellation)
            throws EngineException {
        Map<Integer, HeadAlignment> alignments =
                SimilarityAnalysis.alignments(decoder, windows, options.match(), progress, cancellation).stream()
                        .collect(Collectors.toMap(HeadAlignment::layer, alignment -> alignment));
        Map<Integer, LayerAttention.Lisa> lisa = new HashMap<>(options.fitted());
        Map<Integer, Integer> sources = new TreeMap<>();
        options.untrained().forEach(layer -> sources.put(layer, layer - 1));
        if (!sources.isEmpty()) {
            progress.report("Aligning scores without training", -1);
            LinearStart.solve(decoder, windows, sources, cancellation)
                    .forEach((layer, skip) ->
                            lisa.put(layer, new LayerAttention.Lisa(layer - 1, linear(decoder.config(), skip))));
        }
        return new SharingWays(alignments, lisa);
    }

    /// The plan in which these layers share by a method.
    AttentionPlan plan(int nLayers, SharingMethod method, List<Integer> layers) {
        AttentionPlan plan = AttentionPlan.none(nLayers);
        for (int layer : layers.stream().sorted().toList()) {
            plan = plan.with(layer, way(method, layer));
        }
        return plan;
    }

    private LayerAttention way(SharingMethod method, int layer) {
        return switch (method) {
            case COPIED -> new LayerAttention.CopyPattern(layer - 1);
            case ALIGNED -> {
                HeadAlignment alignment = Objects.requireNonNull(alignments.get(layer), "an alignment");
                yield new LayerAttention.MappedPattern(alignment.source(), alignment.map());
            }
            case LISA -> Objects.requireNonNull(lisa.get(layer), "a LiSA layer");
        };
    }

    /// Nothing but `M z`: no inner net, no difference.
    private static LisaAdapter linear(ModelConfig config, FloatMatrix skip) {
        int h = config.nHeads();
        return new LisaAdapter(
                new LisaOptions(0, 0, Activation.SILU, true, true, LisaOptions.Carrier.SCORES, LisaOptions.Combine.ADD),
                zero(0, h),
                zero(1, 0),
                zero(h, 0),
                zero(1, h),
                skip,
                zero(0, config.dModel()),
                zero(0, config.dModel()));
    }

    private static FloatMatrix zero(int rows, int columns) {
        return FloatMatrix.copyOf(rows, columns, new float[rows * columns]);
    }
}
