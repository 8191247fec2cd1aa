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
/// that takes its pattern from another computes no queries and no keys and caches no keys; one that corrects another's
/// scores computes and caches small ones only.
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
    private final LisaScores lisa;
    private final RopeAngles angles;
    private final SlabDeviation deviations;

    private final Tensor residual;
    private final Tensor normed;
    private final Tensor queries;
    private final Tensor keyValues;
    private final Tensor mixed;
    private final Tensor projected;
    private final Tensor gate;
    private final Tensor up;

    private Routes routes;
    private int text;
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
        cache = new KvCache(workspace, config.nLayers(), batch, capacity);
        slabs = new Slabs(workspace, batch, config.nHeads(), chunk, capacity);

        lisa = new LisaScores(config, backend, workspace, cache, capacity);
        lisa.follow(plan);
        angles = RopeAngles.of(config.rope(), capacity, backend, workspace);
        deviations = new SlabDeviation(backend);

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

    /// Bytes of keys and values in the cache, for all positions that there is room for.
    public long cacheBytes() {
        return cache.sizeBytes();
    }

    /// Forgets all positions and follows `plan` from now on.
    public void restart(AttentionPlan plan) {
        restart(plan, 0);
    }

    /// The same for texts that are numbered.
    ///
    /// @param firstText number of the first sequence's text, the others follow; layers that deviate at random do
    ///     so in another way in each text
    public void restart(AttentionPlan plan, int firstText) {
        text = firstText;
        lisa.follow(plan);
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
    /// a layer from `fromLayer` on takes its pattern or scores from them, directly or through others.
    ///
    /// @param fromLayer `0 … nLayers − 1`; the residual stream entering it is asked for
    /// @return as [#step]
    public Tensor resume(
            int fromLayer, int rows, Residuals residuals, ForwardObserver observer, Cancellation cancellation) {
        checkRows(rows);
        if (batch != 1) {
            throw new IllegalArgumentException("only a pass of one sequence can be resumed, this has " + batch);
        }
        for (AttentionPlan.Lower lower : routes.below(fromLayer)) {
            cancellation.check();
            int layer = lower.layer();
            norm(layer, residuals.entering(layer, position, rows), rows);
            compute(layer, rows, lower.pattern(), ForwardObserver.NOBODY);
            slabs.releaseAfter(layer, routes);
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
        norm(layer, rowsOf(residual, rows), rows);
        if (routes.computes(layer)) {
            compute(layer, rows, true, observer);
        }
        if (observer.wantsPattern(layer)) {
            showPattern(layer, rows, observer);
        }
    }

    private void norm(int layer, Tensor entering, int rows) {
        backend.rmsNorm(entering, weights.layers().get(layer).attentionNorm(), config.normEps(), rowsOf(normed, rows));
    }

    /// Scores, and if wanted the pattern, of a layer that computes some and whose normed input stands in `normed`.
    private void compute(int layer, int rows, boolean wantsPattern, ForwardObserver observer) {
        if (!(routes.at(layer) instanceof LayerAttention.Lisa)) {
            queriesAndKeys(layer, rows);
        }
        boolean keepsScores = routes.lastScoresUse(layer) > layer;
        for (int sequence = 0; sequence < batch; sequence++) {
            int keys = position + rows;
            Tensor slab = keepsScores
                    ? slabs.scores(layer, sequence, rows, keys)
                    : slabs.pattern(layer, sequence, rows, keys);
            boolean distributed = false;
            if (routes.at(layer) instanceof LayerAttention.Lisa(int source, LisaAdapter adapter)) {
                distributed = adapter.options().carrier() == LisaOptions.Carrier.PATTERN;
                correct(layer, source, adapter, sequence, rows, slab);
            } else {
                scores(layer, sequence, rows, slab);
            }
            if (routes.at(layer) instanceof LayerAttention.Deviating(Deviation.ScoreNoise noise)) {
                deviations.addNoise(noise, text + sequence, layer, position, slab);
            }
            if (!distributed && observer.wantsScores(layer)) {
                observer.scores(layer, span(sequence, rows), slab);
            }
            if (distributed) {
                backend.normalizeRows(slab, position, slab);
            } else if (wantsPattern) {
                Tensor pattern = slabs.pattern(layer, sequence, rows, keys);
                backend.softmax(slab, position, pattern);
                if (routes.at(layer) instanceof LayerAttention.Deviating(Deviation.UniformMix mix)) {
                    deviations.mixUniform(mix, position, pattern);
                }
            }
        }
    }

    /// Turned queries into `queries`, turned keys into the cache.
    private void queriesAndKeys(int layer, int rows) {
        LayerWeights layerWeights = weights.layers().get(layer);
        linear(rowsOf(normed, rows), layerWeights.query(), rowsOf(queries, rows));
        project(layerWeights.key(), rows, sequence -> cache.keys(layer, sequence, keyValues.columns()));
        for (int sequence = 0; sequence < batch; sequence++) {
            Tensor newKeys = cache.keys(layer, sequence, keyValues.columns()).rows(position, rows);
            angles.turn(backend, rowsOf(queries, sequence, rows), config.nHeads(), position);
            angles.turn(backend, newKeys, config.nKvHeads(), position);
        }
    }

    private void scores(int layer, int sequence, int rows, Tensor slab) {
        Tensor keys = cache.keys(layer, sequence, keyValues.columns()).rows(0, position + rows);
        Tensor sequenceQueries = rowsOf(queries, sequence, rows);
        backend.scores(sequenceQueries, keys, config.nHeads(), config.nKvHeads(), config.scoreScale(), slab);
    }

    private void correct(int layer, int source, LisaAdapter adapter, int sequence, int rows, Tensor slab) {
        int root = routes.root(source);
        int keys = position + rows;
        Tensor taken = adapter.options().carrier() == LisaOptions.Carrier.SCORES
                ? slabs.scores(root, sequence, rows, keys)
                : slabs.pattern(root, sequence, rows, keys);
        Tensor sequenceRows = rowsOf(normed, sequence, rows);
        lisa.write(layer, adapter, sequence, sequenceRows, position, taken, routes.headMap(source), slab);
    }

    private void showPattern(int layer, int rows, ForwardObserver observer) {
        int[] headMap = routes.headMap(layer);
        for (int sequence = 0; sequence < batch; sequence++) {
            Tensor slab = slabs.pattern(routes.root(layer), sequence, rows, position + rows);
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
        project(layerWeights.value(), rows, sequence -> cache.values(layer, sequence, keyValues.columns()));
        for (int sequence = 0; sequence < batch; sequence++) {
            Tensor slab = slabs.pattern(routes.root(layer), sequence, rows, position + rows);
            Tensor values = cache.values(layer, sequence, keyValues.columns()).rows(0, position + rows);
            Tensor out = rowsOf(mixed, sequence, rows);
            backend.mix(slab, routes.headMap(layer), position, values, config.nHeads(), config.nKvHeads(), out);
        }
        slabs.releaseAfter(layer, routes);
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
