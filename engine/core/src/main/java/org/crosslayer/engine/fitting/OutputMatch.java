package org.crosslayer.engine.fitting;

import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Gradients;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.model.LayerWeights;
import org.crosslayer.engine.model.ModelConfig;

/// How far a layer's attention output under a fitted pattern is from the one under its own, relative to the latter:
/// `Σ |(P' − P) V W_O|² / Σ |P V W_O|²` over the rows of a window.
///
/// The divergence of patterns counts every head and every key alike; what reaches the residual stream is the values
/// behind them. Our own addition: the paper's loss is not known to us.
final class OutputMatch {
    private final ModelConfig config;
    private final Backend backend;
    private final Gradients gradients;
    private final Tensor values;
    private final Tensor mixed;
    private final Tensor output;

    /// Room for windows of `n` rows.
    OutputMatch(ModelConfig config, Backend backend, Workspace workspace, int n) {
        this.config = config;
        this.backend = backend;
        gradients = backend.gradients();
        values = workspace.allocate(n, config.nKvHeads() * config.dHead());
        mixed = workspace.allocate(n, config.nHeads() * config.dHead());
        output = workspace.allocate(n, config.dModel());
    }

    /// The error under one fitted pattern, and its gradient.
    ///
    /// @param normed   rows entering the layer, `[n, dModel]`
    /// @param own      the layer's pattern, `[nHeads, n, n]`
    /// @param fitted   the pattern to be judged
    /// @param weight   of the window's error in the loss
    /// @param dPattern filled with the gradient of `weight` times the error; hidden entries hold anything
    /// @return the relative error, at least 0
    double error(LayerWeights weights, Tensor normed, Tensor own, Tensor fitted, double weight, Tensor dPattern) {
        weights.value().apply(backend, normed, values);
        float[] wanted = output(weights, own);
        float[] got = output(weights, fitted);
        double squares = Double.MIN_NORMAL;
        double errors = 0;
        for (int i = 0; i < got.length; i++) {
            squares += (double) wanted[i] * wanted[i];
            got[i] -= wanted[i];
            errors += (double) got[i] * got[i];
        }
        float factor = (float) (2 * weight / squares);
        for (int i = 0; i < got.length; i++) {
            got[i] *= factor;
        }
        backend.write(got, output);
        gradients.linearInput(output, weights.output().matrix(), mixed);
        backend.scores(mixed, values, config.nHeads(), config.nKvHeads(), 1, dPattern);
        return errors / squares;
    }

    /// `P V W_O` without a bias, which no pattern changes.
    private float[] output(LayerWeights weights, Tensor pattern) {
        backend.mix(pattern, null, 0, values, config.nHeads(), config.nKvHeads(), mixed);
        backend.linear(mixed, weights.output().matrix(), null, output);
        return backend.read(output);
    }
}
