package org.crosslayer.engine.evaluation;

import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.ModelConfig;

/// What a plan saves by arithmetic, beside what a clock says.
///
/// A layer that takes its pattern from another uses neither its query nor its key projection, computes no scores,
/// and caches no keys; values, mixing, output projection and MLP stay. Multiply-adds are those of matrix products;
/// norms, softmax and activations are left out on both sides.
///
/// @param context           keys that a token sees
/// @param parameters        parameters not used any more, `shared · (nHeads + nKvHeads) · dHead · dModel`, biases
///     included where there are any
/// @param keyBytesPerToken  bytes of cached keys saved for every token, `4 · shared · nKvHeads · dHead`: this engine
///     caches float32
/// @param cacheBytesPerToken bytes of all keys and values cached for every token without sharing,
///     `8 · nLayers · nKvHeads · dHead`
/// @param multiplyAdds      multiply-adds saved for one token, `shared · ((nHeads + nKvHeads) · dHead · dModel +
///     nHeads · dHead · context)`
/// @param multiplyAddsTotal those of one token without sharing: `nLayers · ((2 nHeads + 2 nKvHeads) · dHead · dModel +
///     2 nHeads · dHead · context + 3 dModel · dMlp) + nVocab · dModel`
public record Savings(
        int context,
        long parameters,
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
        long biases = config.attentionBias() ? queries + keys : 0;
        long mlp = 3L * config.dModel() * config.dMlp();
        long scores = queries * context;
        return new Savings(
                context,
                shared * (projections + biases),
                Float.BYTES * shared * keys,
                2L * Float.BYTES * config.nLayers() * keys,
                shared * (projections + scores),
                config.nLayers() * (2 * projections + 2 * scores + mlp) + (long) config.nVocab() * config.dModel());
    }

    /// Share of the multiply-adds saved, in [0, 1).
    public double operationShare() {
        return (double) multiplyAdds / multiplyAddsTotal;
    }

    /// Share of the key and value cache saved, in [0, 0.5).
    public double cacheShare() {
        return (double) keyBytesPerToken / cacheBytesPerToken;
    }
}
