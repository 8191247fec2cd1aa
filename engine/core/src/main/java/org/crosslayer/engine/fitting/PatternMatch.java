package org.crosslayer.engine.fitting;

import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.LayerWeights;
import org.crosslayer.engine.model.ModelConfig;

/// How far what a fitted layer attends to is from what the frozen model's layer does: `KL(own ‖ fitted)` of the
/// patterns and the error of what they mix.
///
/// Patterns that are handed on as such may be 0, so they are compared by `JSD(own, fitted)`.
final class PatternMatch {
    private final Decoder decoder;
    private final ModelConfig config;
    private final Backend backend;
    private final boolean patterns;
    private final double outputWeight;
    private final OutputMatch output;
    private final PatternGradients rows;
    private final Tensor fitted;
    private final Tensor dOutput;
    private final Tensor dFitted;

    PatternMatch(Decoder decoder, FitOptions options, Workspace workspace) {
        this.decoder = decoder;
        config = decoder.config();
        backend = decoder.backend();
        int n = options.window();
        patterns = options.carriesPatterns();
        outputWeight = options.outputWeight();
        output = new OutputMatch(config, backend, workspace, n);
        rows = new PatternGradients(backend);
        fitted = workspace.allocate(config.nHeads(), n, n);
        dOutput = workspace.allocate(config.nHeads(), n, n);
        dFitted = patterns ? workspace.allocate(config.nHeads(), n, n) : dOutput;
    }

    /// Makes the fitted pattern of what was corrected in a layer.
    ///
    /// @return what the layer hands on: the corrected scores, or the pattern
    Tensor handOn(int layer, Tensor corrected) {
        int window = config.layer(layer).window();
        if (patterns) {
            backend.normalizeRows(corrected, 0, window, fitted);
            return fitted;
        }
        backend.softmax(corrected, 0, window, fitted);
        return corrected;
    }

    /// After [#handOn], compares with the layer's own attention.
    ///
    /// @param normed    rows entering the layer, `[n, dModel]`
    /// @param own       the frozen model's pattern, `[nHeads, n, n]`
    /// @param corrected becomes the gradient of `weight` times the result
    /// @return mean divergence over heads and rows in nats, and the weighted relative error of the output
    double compare(int layer, Tensor normed, Tensor own, Tensor corrected, double weight) {
        LayerWeights weights = decoder.weights().layers().get(layer);
        int window = config.layer(layer).window();
        double error = 0;
        if (outputWeight > 0) {
            error = outputWeight * output.error(weights, normed, own, fitted, weight * outputWeight, dOutput);
        }
        double count = (double) config.nHeads() * own.rows();
        float rowWeight = (float) (weight / count);
        if (patterns) {
            double divergence = rows.divergence(own, fitted, rowWeight, dFitted);
            if (outputWeight > 0) {
                backend.add(dFitted, dOutput);
            }
            rows.normalizeRows(corrected, fitted, dFitted, corrected);
            return divergence / count + error;
        }
        double divergence = backend.gradients().patternDivergence(own, corrected, window, rowWeight, corrected);
        if (outputWeight > 0) {
            backend.gradients().softmax(fitted, dOutput, dOutput);
            backend.add(corrected, dOutput);
        }
        return divergence / count + error;
    }
}
