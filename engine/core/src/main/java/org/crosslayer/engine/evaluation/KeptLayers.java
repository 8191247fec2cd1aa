package org.crosslayer.engine.evaluation;

import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.ModelConfig;

/// Which layers' entering residual streams are kept: every `stride`-th, as dense as the memory allows.
///
/// @param nLayers layers of the model
/// @param stride  1 keeps all; `nLayers` keeps nothing that would help, so nothing is kept at all
record KeptLayers(int nLayers, int stride) {
    /// The densest choice within a budget.
    ///
    /// @param windows windows to keep
    /// @param rows    rows of each
    static KeptLayers within(long budgetBytes, ModelConfig config, int windows, int rows) {
        long layerBytes = (long) Float.BYTES * windows * rows * config.dModel();
        int stride = 1;
        while (stride < config.nLayers()
                && new KeptLayers(config.nLayers(), stride).count() * layerBytes > budgetBytes) {
            stride++;
        }
        return new KeptLayers(config.nLayers(), stride);
    }

    /// How many layers are kept.
    int count() {
        return stride >= nLayers ? 0 : (nLayers + stride - 1) / stride;
    }

    boolean keeps(int layer) {
        return count() > 0 && layer < nLayers && layer % stride == 0;
    }

    /// Where a kept layer stands among the kept ones.
    int index(int layer) {
        return layer / stride;
    }

    /// The highest layer at which a run may start whose streams are known up to the one entering `known`: it must be
    /// kept, and so must every lower layer whose attention is needed from there on. 0 means from the ids.
    int start(AttentionPlan plan, int known) {
        int from = floor(Math.min(known, nLayers - 1));
        int missing = lowestMissing(plan, from);
        while (missing < from) {
            from = floor(missing);
            missing = lowestMissing(plan, from);
        }
        return from;
    }

    private int floor(int layer) {
        return layer - layer % stride;
    }

    /// The lowest layer below `from` that a run from there has to compute again and that is not kept; `from` if there
    /// is none.
    private int lowestMissing(AttentionPlan plan, int from) {
        return plan.below(from).stream()
                .mapToInt(AttentionPlan.Lower::layer)
                .filter(layer -> !keeps(layer))
                .min()
                .orElse(from);
    }
}
