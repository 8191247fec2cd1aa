package org.crosslayer.engine.evaluation;

import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.ModelConfig;

/// What a plan saves by arithmetic, beside what a clock says.
///
/// A layer that takes its pattern from another uses neither its query nor its key projection, computes no scores,
/// and caches no keys; values, mixing, output projection and MLP stay. A LiSA layer adds `rank` channels a head in
/// their place, with keys of `nKvHeads · rank`, and its alignment net. Multiply-adds are those of matrix products;
/// norms, softmax and activations are left out on both sides. With `shared` the number of sharing layers, before
/// what LiSA layers add:
///
/// @param context           keys that a token sees
/// @param parameters        query and key parameters not used any more, `shared · (nHeads + nKvHeads) · dHead ·
///     dModel`, biases included where there are any
/// @param parametersTotal   those of all layers without sharing
/// @param addedParameters   those of adapters that came instead
/// @param channels          query and key channels saved for every token, `shared · (nHeads + nKvHeads) · dHead`
///     less `rank` in place of `dHead` for LiSA
/// @param channelsTotal     those of all layers without sharing
/// @param keyBytesPerToken  bytes of cached keys saved for every token, `4 · shared · nKvHeads · dHead`: this engine
///     caches float32
/// @param cacheBytesPerToken bytes of all keys and values cached for every token without sharing,
///     `8 · nLayers · nKvHeads · dHead`
/// @param multiplyAdds      multiply-adds saved for one token, `shared · ((nHeads + nKvHeads) · dHead · dModel +
///     nHeads · dHead · context)`, less for LiSA `(nHeads + nKvHeads) · rank · dModel + context · (nHeads · rank +
///     hidden · (inputs + nHeads) + nHeads²)`, the square with a skip matrix; below 0 if a plan costs more
/// @param multiplyAddsTotal those of one token without sharing: `nLayers · ((2 nHeads + 2 nKvHeads) · dHead · dModel +
///     2 nHeads · dHead · context + 3 dModel · dMlp) + nVocab · dModel`, 2 in place of 3 for an MLP without a gate
public record Savings(
        int context,
        long parameters,
        long parametersTotal,
        long addedParameters,
        long channels,
        long channelsTotal,
        long keyBytesPerToken,
        long cacheBytesPerToken,
        long multiplyAdds,
        long multiplyAddsTotal) {
    /// The savings of a plan for a token that sees `context` keys.
    public static Savings of(ModelConfig config, AttentionPlan plan, int context) {
        long shared = plan.sharedCount();
        long queries = (long) config.nHeads() * config.dHead();
        long keys = (long) config.nKvHeads() * config.dHead();
        long projections = (queries + keys) * config.dModel();
        long biases = config.attention().inputBias() ? queries + keys : 0;
        long mlp = (config.mlp().inputs() + 1L) * config.dModel() * config.dMlp();
        long scores = queries * context;
        Added added = Added.by(plan, config, context);
        return new Savings(
                context,
                shared * (projections + biases),
                config.nLayers() * (projections + biases),
                added.parameters(),
                shared * (queries + keys) - added.channels(),
                config.nLayers() * (queries + keys),
                Float.BYTES * (shared * keys - added.keyChannels()),
                2L * Float.BYTES * config.nLayers() * keys,
                shared * (projections + scores) - added.multiplyAdds(),
                config.nLayers() * (2 * projections + 2 * scores + mlp) + (long) config.nVocab() * config.dModel());
    }

    /// Share of the multiply-adds saved, below 1.
    public double operationShare() {
        return (double) multiplyAdds / multiplyAddsTotal;
    }

    /// Share of the key and value cache saved, below 0.5.
    public double cacheShare() {
        return (double) keyBytesPerToken / cacheBytesPerToken;
    }

    /// Share of the query and key parameters saved, what adapters add taken off; below 0 if they add more.
    public double parameterShare() {
        return (double) (parameters - addedParameters) / parametersTotal;
    }

    /// Share of the query and key channels saved, below 1.
    public double channelShare() {
        return (double) channels / channelsTotal;
    }

    /// What all LiSA layers of a plan add.
    private record Added(long parameters, long channels, long keyChannels, long multiplyAdds) {
        static Added by(AttentionPlan plan, ModelConfig config, int context) {
            Added sum = new Added(0, 0, 0, 0);
            for (LayerAttention attention : plan.layers()) {
                if (attention instanceof LayerAttention.Lisa lisa) {
                    sum = sum.plus(lisa.adapter(), config, context);
                }
            }
            return sum;
        }

        private Added plus(LisaAdapter adapter, ModelConfig config, int context) {
            long h = config.nHeads();
            long rank = adapter.options().rank();
            long hidden = adapter.options().hidden();
            long net = hidden * (adapter.options().inputs(config.nHeads()) + h)
                    + (adapter.options().skip() ? h * h : 0);
            long width = (h + config.nKvHeads()) * rank;
            return new Added(
                    parameters + adapter.parameters(),
                    channels + width,
                    keyChannels + config.nKvHeads() * rank,
                    multiplyAdds + width * config.dModel() + context * (h * rank + net));
        }
    }
}
