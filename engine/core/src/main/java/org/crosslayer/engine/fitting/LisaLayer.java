package org.crosslayer.engine.fitting;

import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Gradients;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.LisaWeights;
import org.crosslayer.engine.model.LowRankAngles;
import org.crosslayer.engine.model.ModelConfig;
import org.jspecify.annotations.Nullable;

/// The corrected scores of one layer for a whole window, forwards and backwards.
final class LisaLayer {
    private final ModelConfig config;
    private final LisaOptions options;
    private final Backend backend;
    private final Gradients gradients;
    private final Tensor queries;
    private final Tensor keys;
    private final Tensor dQueries;
    private final Tensor dKeys;
    private final @Nullable Tensor difference;
    private final @Nullable Tensor dDifference;

    /// Room for windows of `n` rows.
    LisaLayer(ModelConfig config, LisaOptions options, Backend backend, Workspace workspace, int n) {
        this.config = config;
        this.options = options;
        this.backend = backend;
        gradients = backend.gradients();
        queries = workspace.allocate(n, config.nHeads() * options.rank());
        keys = workspace.allocate(n, config.nKvHeads() * options.rank());
        dQueries = workspace.allocate(n, queries.columns());
        dKeys = workspace.allocate(n, keys.columns());
        boolean concat = options.combine() == LisaOptions.Combine.CONCAT;
        difference = concat ? workspace.allocate(config.nHeads(), n, n) : null;
        dDifference = concat ? workspace.allocate(config.nHeads(), n, n) : null;
    }

    /// Writes corrected scores.
    ///
    /// @param layer  whose parts are read
    /// @param x      normed rows entering the layer, `[n, dModel]`
    /// @param source scores taken, `[nHeads, n, n]`
    /// @param out    likewise, another slab
    void forward(Adapters adapters, int layer, Tensor x, Tensor source, Tensor out) {
        LisaWeights weights = adapters.weights(layer);
        if (options.rank() == 0) {
            backend.alignHeads(source, null, 0, weights.net(), null, out);
            return;
        }
        backend.linear(x, weights.query(), null, queries);
        backend.linear(x, weights.key(), null, keys);
        turn(adapters.angles(layer), queries, keys);
        Tensor own = difference == null ? out : difference;
        backend.scores(queries, keys, config.nHeads(), config.nKvHeads(), scale(), own);
        backend.alignHeads(source, null, 0, weights.net(), own, out);
    }

    /// Goes back through the last [#forward].
    ///
    /// @param layer   to whose sums the gradients of all parts are added
    /// @param dOut    gradient of the corrected scores
    /// @param dSource filled; null if nobody asks for it
    void backward(Adapters adapters, int layer, Tensor x, Tensor source, Tensor dOut, @Nullable Tensor dSource) {
        LisaWeights weights = adapters.weights(layer);
        AdapterGradient sums = adapters.gradient(layer);
        gradients.alignHeads(weights.net(), source, difference, dOut, sums.net(), dSource, dDifference);
        if (options.rank() == 0) {
            return;
        }
        Tensor d = dDifference == null ? dOut : dDifference;
        gradients.queries(d, keys, config.nHeads(), config.nKvHeads(), scale(), dQueries);
        gradients.keys(d, queries, config.nHeads(), config.nKvHeads(), scale(), dKeys);
        turn(adapters.backwards(layer), dQueries, dKeys);
        gradients.linearWeight(dQueries, x, sums.query());
        gradients.linearWeight(dKeys, x, sums.key());
    }

    /// After [#backward], adds the gradient of `x` to `dX`.
    ///
    /// @param spare of `x`'s shape
    void addInputGradient(LisaWeights weights, Tensor dX, Tensor spare) {
        if (options.rank() > 0) {
            gradients.linearInput(dQueries, weights.query(), spare);
            backend.add(dX, spare);
            gradients.linearInput(dKeys, weights.key(), spare);
            backend.add(dX, spare);
        }
    }

    private void turn(LowRankAngles by, Tensor q, Tensor k) {
        if (options.rope()) {
            by.turn(config, backend, q, k, 0);
        }
    }

    private float scale() {
        return (float) (1 / Math.sqrt(options.rank()));
    }
}
