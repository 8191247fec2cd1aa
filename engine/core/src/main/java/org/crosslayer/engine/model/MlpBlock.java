package org.crosslayer.engine.model;

import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.model.LayerWeights.Norm;
import org.crosslayer.engine.model.LayerWeights.Projection;
import org.jspecify.annotations.Nullable;

/// The MLP of one pass.
final class MlpBlock {
    private final MlpConfig mlp;
    private final ModelWeights weights;
    private final Backend backend;
    private final PassRows rows;
    private final @Nullable Tensor gate;
    private final Tensor up;

    MlpBlock(Decoder decoder, Workspace workspace, PassRows rows, int chunk) {
        mlp = decoder.config().mlp();
        weights = decoder.weights();
        backend = decoder.backend();
        this.rows = rows;
        int dMlp = decoder.config().dMlp();
        gate = mlp.gated() ? workspace.allocateRows(rows.batch() * chunk, dMlp) : null;
        up = workspace.allocateRows(rows.batch() * chunk, dMlp);
    }

    /// From [PassRows#normed] into [PassRows#projected].
    void run(int layer) {
        weights.layers().get(layer).down().apply(backend, hidden(layer), rows.projected());
    }

    /// From [PassRows#normed], added to [PassRows#residual] at once.
    ///
    /// @param next of what that gives, into [PassRows#normed]; null for none
    void runInto(int layer, @Nullable Norm next) {
        rows.add(backend, hidden(layer), weights.layers().get(layer).down().matrix(), next);
    }

    private Tensor hidden(int layer) {
        LayerWeights layerWeights = weights.layers().get(layer);
        Projection gating = layerWeights.gate();
        Tensor hidden = rows.of(gate == null ? up : gate);
        if (gating != null && gating.bias() == null && layerWeights.up().bias() == null) {
            backend.gatedLinear(
                    mlp.activation(),
                    rows.normed(),
                    gating.matrix(),
                    layerWeights.up().matrix(),
                    hidden,
                    rows.of(up));
            return hidden;
        }
        layerWeights.up().apply(backend, rows.normed(), rows.of(up));
        if (gating == null) {
            backend.activate(mlp.activation(), hidden, hidden);
        } else {
            gating.apply(backend, rows.normed(), hidden);
            backend.gate(mlp.activation(), hidden, rows.of(up), hidden);
        }
        return hidden;
    }
}
