package org.crosslayer.engine.model;

import java.util.Arrays;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.model.LayerWeights.Norm;
import org.crosslayer.engine.task.Cancellation;
import org.jspecify.annotations.Nullable;

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

    private final Decoder decoder;
    private final ModelConfig config;
    private final Backend backend;
    private final Workspace workspace;
    private final int capacity;
    private final int chunk;
    private final PassRows rows;
    private final AttentionBlock attention;
    private final MlpBlock mlp;

    DecoderPass(Decoder decoder, AttentionPlan plan, int batch, int capacity, int chunk) {
        this.decoder = decoder;
        this.capacity = capacity;
        this.chunk = chunk;
        config = decoder.config();
        backend = decoder.backend();
        workspace = backend.workspace();
        rows = new PassRows(workspace, batch, chunk, config.dModel());
        attention = new AttentionBlock(decoder, plan, workspace, rows, capacity, chunk);
        mlp = new MlpBlock(decoder, workspace, rows, chunk);
    }

    /// Positions done so far, the same for every sequence.
    public int position() {
        return rows.position();
    }

    /// Bytes on the device that this pass holds.
    public long sizeBytes() {
        return workspace.sizeBytes();
    }

    /// Bytes of keys and values in the cache, for all positions that there is room for.
    public long cacheBytes() {
        return attention.cacheBytes();
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
        attention.follow(plan);
        rows.restart(firstText);
    }

    /// Goes on as if so many more tokens had been read, with keys and values at random in their place: for
    /// measuring what a step far into a text costs, where what it says is of no interest. To be asked for after
    /// a first step, by which every layer has made room.
    ///
    /// @param count positions, for which there must be room
    public void pretend(int count, long seed) {
        if (rows.position() == 0 || count < 0 || rows.position() + count > capacity) {
            throw new IllegalArgumentException(
                    count + " positions from " + rows.position() + " on cannot be passed over in " + capacity);
        }
        attention.pretend(seed);
        rows.skip(count);
    }

    /// Runs the next rows of every sequence through all layers.
    ///
    /// @param ids `[batch][rows]`, at most `chunk` rows
    /// @return rows that left the final norm, `[batch × rows, dModel]`, sequence after sequence; valid until the
    ///     next step
    public Tensor step(int[][] ids, ForwardObserver observer, Cancellation cancellation) {
        embed(ids);
        runLayers(0, config.nLayers(), observer, cancellation);
        return finish(observer);
    }

    /// Runs the next rows of one sequence through layers `fromLayer …` only; lower layers are visited just where
    /// a layer from `fromLayer` on takes its pattern or scores from them, directly or through others.
    ///
    /// @param fromLayer `0 … nLayers − 1`; the residual stream entering it is asked for
    /// @return as [#step]
    public Tensor resume(
            int fromLayer, int count, Residuals residuals, ForwardObserver observer, Cancellation cancellation) {
        begin(count, false);
        if (rows.batch() != 1) {
            throw new IllegalArgumentException("only a pass of one sequence can be resumed, this has " + rows.batch());
        }
        for (AttentionPlan.Lower lower : attention.routes().below(fromLayer)) {
            cancellation.check();
            Tensor entering = residuals.entering(lower.layer(), rows.position(), count);
            decoder.attentionInput(lower.layer(), entering, rows.normed());
            attention.lower(lower.layer(), lower.pattern());
        }
        backend.copy(residuals.entering(fromLayer, rows.position(), count), rows.residual());
        runLayers(fromLayer, config.nLayers(), observer, cancellation);
        return finish(observer);
    }

    /// Runs the next rows of every sequence up to and including the attention pattern of `lastLayer`, and no further.
    ///
    /// @param ids `[batch][rows]`, at most `chunk` rows
    public void peek(int[][] ids, int lastLayer, ForwardObserver observer, Cancellation cancellation) {
        embed(ids);
        boolean normed = runLayers(0, lastLayer, observer, cancellation);
        cancellation.check();
        pattern(lastLayer, normed, observer);
        done(observer);
    }

    @Override
    public void close() {
        workspace.close();
    }

    private void embed(int[][] ids) {
        if (ids.length != rows.batch()) {
            throw new IllegalArgumentException("ids of " + ids.length + " sequences for a pass of " + rows.batch());
        }
        int count = ids[0].length;
        begin(count, true);
        int[] flat = new int[rows.batch() * count];
        int[] positions = new int[flat.length];
        for (int sequence = 0; sequence < rows.batch(); sequence++) {
            if (ids[sequence].length != count) {
                throw new IllegalArgumentException(
                        "sequences must advance together: " + ids[sequence].length + " rows and " + count);
            }
            System.arraycopy(ids[sequence], 0, flat, sequence * count, count);
        }
        Arrays.setAll(positions, i -> rows.position() + i % count);
        decoder.embed(flat, positions, rows.residual(), rows.projected());
    }

    private void begin(int count, boolean withTokens) {
        if (count < 1 || count > chunk || rows.position() + count > capacity) {
            throw new IllegalArgumentException(count + " rows at position " + rows.position() + " do not fit steps of "
                    + chunk + " rows and a capacity of " + capacity);
        }
        rows.begin(count, withTokens);
    }

    /// @return whether what the attention of layer `to` reads stands in [PassRows#normed] now
    private boolean runLayers(int from, int to, ForwardObserver observer, Cancellation cancellation) {
        boolean normed = false;
        for (int layer = from; layer < to; layer++) {
            cancellation.check();
            pattern(layer, normed, observer);
            cancellation.check();
            normed = attendAndThink(layer, cancellation);
        }
        return normed;
    }

    /// Shows the residual stream, and makes the layer's pattern available.
    ///
    /// @param normed whether what attention reads stands in [PassRows#normed] already
    private void pattern(int layer, boolean normed, ForwardObserver observer) {
        for (int sequence = 0; sequence < rows.batch(); sequence++) {
            observer.residual(layer, rows.span(sequence), rows.residual(sequence));
        }
        if (!normed) {
            decoder.attentionInput(layer, rows.residual(), rows.normed());
        }
        attention.pattern(layer, observer);
    }

    /// What attention and MLP return, added to the residual stream.
    ///
    /// @return whether what the next layer's attention reads stands in [PassRows#normed] now
    private boolean attendAndThink(int layer, Cancellation cancellation) {
        LayerWeights weights = decoder.weights().layers().get(layer);
        if (config.mlp().place() == MlpConfig.Place.AFTER_ATTENTION
                && addsAtOnce(weights.attentionPostNorm(), weights.output())) {
            attention.attendInto(layer, weights.mlpNorm());
            if (weights.mlpNorm() == null) {
                backend.copy(rows.residual(), rows.normed());
            }
        } else {
            attendAndAdd(layer, weights);
        }
        cancellation.check();
        if (addsAtOnce(weights.mlpPostNorm(), weights.down())) {
            Norm next = nextNorm(layer);
            mlp.runInto(layer, next);
            return next != null;
        }
        mlp.run(layer);
        addProjected(weights.mlpPostNorm());
        return false;
    }

    /// The norm before the next layer's attention, where it may be made with what this layer adds: not in a pass of one
    /// sequence, which [#resume] begins at any layer, and the bits are to be the same.
    private @Nullable Norm nextNorm(int layer) {
        boolean may = rows.batch() > 1 && layer + 1 < config.nLayers();
        return may ? decoder.weights().layers().get(layer + 1).attentionNorm() : null;
    }

    /// True if nothing happens to what a block returns before it is added.
    private boolean addsAtOnce(@Nullable Norm norm, LayerWeights.Projection last) {
        return norm == null && last.bias() == null && config.scales().residual() == 1;
    }

    private void attendAndAdd(int layer, LayerWeights weights) {
        attention.attend(layer);
        switch (config.mlp().place()) {
            case BESIDE_ATTENTION -> {
                decoder.applyOrCopy(weights.mlpNorm(), rows.residual(), rows.normed());
                addProjected(weights.attentionPostNorm());
            }
            case BESIDE_ATTENTION_ONE_NORM -> addProjected(weights.attentionPostNorm());
            case AFTER_ATTENTION -> {
                addProjected(weights.attentionPostNorm());
                decoder.applyOrCopy(weights.mlpNorm(), rows.residual(), rows.normed());
            }
        }
    }

    private void addProjected(@Nullable Norm norm) {
        Tensor projected = rows.projected();
        if (norm != null) {
            norm.apply(backend, projected, projected);
        }
        if (config.scales().residual() != 1) {
            backend.scale(projected, config.scales().residual());
        }
        backend.add(rows.residual(), projected);
    }

    private Tensor finish(ForwardObserver observer) {
        Tensor out = rows.projected();
        decoder.finish(rows.residual(), out);
        for (int sequence = 0; sequence < rows.batch(); sequence++) {
            observer.residual(config.nLayers(), rows.span(sequence), rows.projected(sequence));
        }
        done(observer);
        return out;
    }

    private void done(ForwardObserver observer) {
        for (int sequence = 0; sequence < rows.batch(); sequence++) {
            observer.done(rows.span(sequence));
        }
        attention.done();
        rows.advance();
    }
}
