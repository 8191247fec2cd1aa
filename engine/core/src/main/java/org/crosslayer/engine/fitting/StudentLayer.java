package org.crosslayer.engine.fitting;

import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.model.ModelConfig;
import org.jspecify.annotations.Nullable;

/// What one layer leaves for the way back.
///
/// @param entering the residual stream, `[n, dModel]`
/// @param normed   after the norm before attention
/// @param queries  turned, `[n, nHeads × dHead]`; unused in a fitted layer
/// @param keys     turned, `[n, nKvHeads × dHead]`; likewise
/// @param values   `[n, nKvHeads × dHead]`
/// @param middle   the residual stream between attention and MLP
/// @param gate     `[n, dMlp]`, before the activation
/// @param up       `[n, dMlp]`
/// @param pattern  `[nHeads, n, n]`
/// @param scores   likewise, where a later layer takes them; what a pattern was before its rows were
///     normalised; null elsewhere
record StudentLayer(
        Tensor entering,
        Tensor normed,
        Tensor queries,
        Tensor keys,
        Tensor values,
        Tensor middle,
        Tensor gate,
        Tensor up,
        Tensor pattern,
        @Nullable Tensor scores) {
    /// Room for a window of `n` rows.
    static StudentLayer allocate(ModelConfig config, Workspace workspace, int n, boolean withScores) {
        int kvWidth = config.nKvHeads() * config.dHead();
        return new StudentLayer(
                workspace.allocate(n, config.dModel()),
                workspace.allocate(n, config.dModel()),
                workspace.allocate(n, config.nHeads() * config.dHead()),
                workspace.allocate(n, kvWidth),
                workspace.allocate(n, kvWidth),
                workspace.allocate(n, config.dModel()),
                workspace.allocate(n, config.dMlp()),
                workspace.allocate(n, config.dMlp()),
                workspace.allocate(config.nHeads(), n, n),
                withScores ? workspace.allocate(config.nHeads(), n, n) : null);
    }

    /// Where scores are written: a slab of their own if they are needed later, otherwise where the pattern will be.
    Tensor scoresOrPattern() {
        return scores == null ? pattern : scores;
    }

    /// Bytes of one layer with scores.
    static long bytes(ModelConfig config, int n) {
        long width = 3L * config.dModel()
                + (config.nHeads() + 2L * config.nKvHeads()) * config.dHead()
                + 2L * config.dMlp()
                + 2L * config.nHeads() * n;
        return Float.BYTES * width * n;
    }
}
