package org.crosslayer.engine.model;

import java.util.function.IntFunction;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.model.LayerWeights.Projection;
import org.crosslayer.engine.task.Cancellation;

/// Sequences on their way through the decoder: their caches, their scratch memory and the plan they follow.
///
/// One forward pass serves prefill, perplexity and decoding; they differ in how many rows a step has. A layer
/// that takes its pattern from another computes no queries and no keys and caches no keys.
public final class DecoderPass implements AutoCloseable {
    /// Where [#resume] finds the residual streams that an earlier pass has left.
    @FunctionalInterface
    public interface Residuals {
        /// The residual stream entering `layer`, rows `[firstRow, firstRow + rows)` of the sequence, `[rows, dModel]`.
        Tensor entering(int layer, int firstRow, int rows);
    }

    private final ModelConfig config;
    private final ModelWeights weights;
    private final Backend backend;
    private final Workspace workspace;
    private final int batch;
    private final int capacity;
    private final int chunk;
    private final KvCache cache;
    private final Slabs slabs;

    private final Tensor cos;
    private final Tensor sin;
    private final Tensor residual;
    private final Tensor normed;
    private final Tensor queries;
    private final Tensor keyValues;
    private final Tensor mixed;
    private final Tensor projected;
    private final Tensor gate;
    private final Tensor up;

    private Routes routes;
    private int position;

    DecoderPass(
            ModelConfig config,
            ModelWeights weights,
            Backend backend,
            AttentionPlan plan,
            int batch,
            int capacity,
            int chunk) {
        this.config = config;
        this.weights = weights;
        this.backend = backend;
        this.batch = batch;
        this.capacity = capacity;
        this.chunk = chunk;
        routes = new Routes(plan);
        workspace = backend.workspace();
        int kvWidth = config.nKvHeads() * config.dHead();
        cache = new KvCache(workspace, config.nLayers(), batch, capacity, kvWidth);
        slabs = new Slabs(workspace, batch, config.nHeads(), chunk, capacity);

        float[] frequencies = RopeTables.frequencies(config.rope());
        cos = workspace.allocate(capacity, frequencies.length);
        sin = workspace.allocate(capacity, frequencies.length);
        backend.write(RopeTables.cosines(frequencies, capacity), cos);
        backend.write(RopeTables.sines(frequencies, capacity), sin);

        int rows = batch * chunk;
        residual = workspace.allocate(rows, config.dModel());
        normed = workspace.allocate(rows, config.dModel());
        projected = workspace.allocate(rows, config.dModel());
        queries = workspace.allocate(rows, config.nHeads() * config.dHead());
        mixed = workspace.allocate(rows, config.nHeads() * config.dHead());
        keyValues = workspace.allocate(rows, kvWidth);
        gate = workspace.allocate(rows, config.dMlp());
        up = workspace.allocate(rows, config.dMlp());
    }

    /// Positions done so far, the same for every sequence.
    public int position() {
        return position;
    }

    /// Bytes on the device that this pass holds.
    public long sizeBytes() {
        return workspace.sizeBytes();
    }

    /// Forgets all positions and follows `plan` from now on.
    public void restart(AttentionPlan plan) {
        routes = new Routes(plan);
        position = 0;
        slabs.clear();
    }

    /// Runs the next rows of every sequence through all layers.
    ///
    /// @param ids `[batch][rows]`, at most `chunk` rows
    /// @return rows that left the final norm, `[batch × rows, dModel]`, sequence after sequence; valid until the
    ///     next step
    public Tensor step(int[][] ids, ForwardObserver observer, Cancellation cancellation) {
        int rows = begin(ids);
        runLayers(0, config.nLayers(), rows, observer, cancellation);
        return finish(rows, observer);
    }

    /// Runs the next rows of one sequence through layers `fromLayer …` only; lower layers are visited just where
    /// a layer from `fromLayer` on takes its pattern from them.
    ///
    /// @param fromLayer `0 … nLayers − 1`; the residual stream entering it is asked for
    /// @return as [#step]
    public Tensor resume(
            int fromLayer, int rows, Residuals residuals, ForwardObserver observer, Cancellation cancellation) {
        checkRows(rows);
        if (batch != 1) {
            throw new IllegalArgumentException("only a pass of one sequence can be resumed, this has " + batch);
        }
        for (int layer = 0; layer < fromLayer; layer++) {
            if (routes.isOwn(layer) && routes.lastUse(layer) >= fromLayer) {
                cancellation.check();
                Tensor entering = residuals.entering(layer, position, rows);
                backend.rmsNorm(
                        entering, weights.layers().get(layer).attentionNorm(), config.normEps(), rowsOf(normed, rows));
                ownPattern(layer, rows, ForwardObserver.NOBODY);
            }
        }
        backend.copy(residuals.entering(fromLayer, position, rows), rowsOf(residual, rows));
        runLayers(fromLayer, config.nLayers(), rows, observer, cancellation);
        return finish(rows, observer);
    }

    /// Runs the next rows of every sequence up to and including the attention pattern of `lastLayer`, and no further.
    ///
    /// @param ids `[batch][rows]`, at most `chunk` rows
    public void peek(int[][] ids, int lastLayer, ForwardObserver observer, Cancellation cancellation) {
        int rows = begin(ids);
        runLayers(0, lastLayer, rows, observer, cancellation);
        cancellation.check();
        pattern(lastLayer, rows, observer);
        done(rows, observer);
    }

    @Override
    public void close() {
        workspace.close();
    }

    private int begin(int[][] ids) {
        if (ids.length != batch) {
            throw new IllegalArgumentException("ids of " + ids.length + " sequences for a pass of " + batch);
        }
        int rows = ids[0].length;
        checkRows(rows);
        int[] flat = new int[batch * rows];
        for (int sequence = 0; sequence < batch; sequence++) {
            if (ids[sequence].length != rows) {
                throw new IllegalArgumentException(
                        "sequences must advance together: " + ids[sequence].length + " rows and " + rows);
            }
            System.arraycopy(ids[sequence], 0, flat, sequence * rows, rows);
        }
        backend.embed(weights.embedding(), flat, rowsOf(residual, rows));
        return rows;
    }

    private void checkRows(int rows) {
        if (rows < 1 || rows > chunk || position + rows > capacity) {
            throw new IllegalArgumentException(rows + " rows at position " + position + " do not fit steps of " + chunk
                    + " rows and a capacity of " + capacity);
        }
    }

    private void runLayers(int from, int to, int rows, ForwardObserver observer, Cancellation cancellation) {
        for (int layer = from; layer < to; layer++) {
            cancellation.check();
            pattern(layer, rows, observer);
            attend(layer, rows);
            mlp(weights.layers().get(layer), rows);
        }
    }

    /// Shows the residual stream, and makes the layer's pattern available in its root's slab.
    private void pattern(int layer, int rows, ForwardObserver observer) {
        for (int sequence = 0; sequence < batch; sequence++) {
            observer.residual(layer, span(sequence, rows), rowsOf(residual, sequence, rows));
        }
        backend.rmsNorm(
                rowsOf(residual, rows),
                weights.layers().get(layer).attentionNorm(),
                config.normEps(),
                rowsOf(normed, rows));
        if (routes.isOwn(layer)) {
            ownPattern(layer, rows, observer);
        }
        if (observer.wantsPattern(layer)) {
            showPattern(layer, rows, observer);
        }
    }

    /// Queries, keys, scores and softmax of a layer whose normed input stands in `normed`.
    private void ownPattern(int layer, int rows, ForwardObserver observer) {
        LayerWeights layerWeights = weights.layers().get(layer);
        Tensor q = rowsOf(queries, rows);
        linear(rowsOf(normed, rows), layerWeights.query(), q);
        project(layerWeights.key(), rows, sequence -> cache.keys(layer, sequence));
        for (int sequence = 0; sequence < batch; sequence++) {
            Tensor sequenceQ = rowsOf(queries, sequence, rows);
            Tensor newKeys = cache.keys(layer, sequence).rows(position, rows);
            backend.rope(
                    sequenceQ,
                    config.nHeads(),
                    position,
                    cos,
                    sin,
                    config.rope().layout());
            backend.rope(
                    newKeys,
                    config.nKvHeads(),
                    position,
                    cos,
                    sin,
                    config.rope().layout());
            Tensor slab = slabs.of(layer, sequence, rows, position + rows);
            Tensor keys = cache.keys(layer, sequence).rows(0, position + rows);
            backend.scores(sequenceQ, keys, config.nHeads(), config.nKvHeads(), config.scoreScale(), slab);
            if (observer.wantsScores(layer)) {
                observer.scores(layer, span(sequence, rows), slab);
            }
            backend.softmax(slab, position, slab);
        }
    }

    private void showPattern(int layer, int rows, ForwardObserver observer) {
        int[] headMap = routes.headMap(layer);
        for (int sequence = 0; sequence < batch; sequence++) {
            Tensor slab = slabs.of(routes.root(layer), sequence, rows, position + rows);
            if (headMap != null) {
                Tensor ordered = slabs.spare(rows, position + rows);
                backend.permuteHeads(slab, headMap, ordered);
                slab = ordered;
            }
            observer.pattern(layer, span(sequence, rows), slab);
        }
    }

    /// Values, their mixing by the pattern, and the output projection.
    private void attend(int layer, int rows) {
        LayerWeights layerWeights = weights.layers().get(layer);
        project(layerWeights.value(), rows, sequence -> cache.values(layer, sequence));
        int root = routes.root(layer);
        for (int sequence = 0; sequence < batch; sequence++) {
            Tensor slab = slabs.of(root, sequence, rows, position + rows);
            Tensor values = cache.values(layer, sequence).rows(0, position + rows);
            Tensor out = rowsOf(mixed, sequence, rows);
            backend.mix(slab, routes.headMap(layer), position, values, config.nHeads(), config.nKvHeads(), out);
        }
        if (routes.lastUse(root) <= layer) {
            slabs.release(root);
        }
        linear(rowsOf(mixed, rows), layerWeights.output(), rowsOf(projected, rows));
        backend.add(rowsOf(residual, rows), rowsOf(projected, rows));
    }

    private void mlp(LayerWeights layerWeights, int rows) {
        backend.rmsNorm(rowsOf(residual, rows), layerWeights.mlpNorm(), config.normEps(), rowsOf(normed, rows));
        linear(rowsOf(normed, rows), layerWeights.gate(), rowsOf(gate, rows));
        linear(rowsOf(normed, rows), layerWeights.up(), rowsOf(up, rows));
        backend.gate(config.activation(), rowsOf(gate, rows), rowsOf(up, rows), rowsOf(gate, rows));
        linear(rowsOf(gate, rows), layerWeights.down(), rowsOf(projected, rows));
        backend.add(rowsOf(residual, rows), rowsOf(projected, rows));
    }

    private Tensor finish(int rows, ForwardObserver observer) {
        Tensor out = rowsOf(normed, rows);
        backend.rmsNorm(rowsOf(residual, rows), weights.finalNorm(), config.normEps(), out);
        for (int sequence = 0; sequence < batch; sequence++) {
            observer.residual(config.nLayers(), span(sequence, rows), rowsOf(normed, sequence, rows));
        }
        done(rows, observer);
        return out;
    }

    private void done(int rows, ForwardObserver observer) {
        for (int sequence = 0; sequence < batch; sequence++) {
            observer.done(span(sequence, rows));
        }
        slabs.clear();
        position += rows;
    }

    /// Projects the normed rows into the cache of every sequence; straight into it when there is just one.
    private void project(Projection projection, int rows, IntFunction<Tensor> target) {
        if (batch == 1) {
            linear(rowsOf(normed, rows), projection, target.apply(0).rows(position, rows));
            return;
        }
        linear(rowsOf(normed, rows), projection, rowsOf(keyValues, rows));
        for (int sequence = 0; sequence < batch; sequence++) {
            backend.copy(
                    rowsOf(keyValues, sequence, rows), target.apply(sequence).rows(position, rows));
        }
    }

    private void linear(Tensor x, Projection projection, Tensor out) {
        backend.linear(x, projection.matrix(), projection.bias(), out);
    }

    private RowSpan span(int sequence, int rows) {
        return new RowSpan(sequence, position, rows);
    }

    private Tensor rowsOf(Tensor tensor, int rows) {
        return tensor.rows(0, batch * rows);
    }

    private static Tensor rowsOf(Tensor tensor, int sequence, int rows) {
        return tensor.rows(sequence * rows, rows);
    }
}
