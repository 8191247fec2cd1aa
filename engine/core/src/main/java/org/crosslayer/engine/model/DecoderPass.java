package org.crosslayer.engine.model;

import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.task.Cancellation;

/// Sequences on their way through the decoder: their caches, their scratch memory and the plan they follow.
public final class DecoderPass implements AutoCloseable {
    /// Where [#resume] finds the residual streams that an earlier pass has left.
    @FunctionalInterface
    public interface Residuals {
        /// The residual stream entering `layer`, rows `[firstRow, firstRow + rows)` of the sequence, `[rows, dModel]`.
        Tensor entering(int layer, int firstRow, int rows);
    }

    DecoderPass() {}

    /// Positions done so far, the same for every sequence.
    public int position() {
        throw new UnsupportedOperationException();
    }

    /// Forgets all positions and follows `plan` from now on.
    public void restart(AttentionPlan plan) {
        throw new UnsupportedOperationException();
    }

    /// Runs the next rows of every sequence through all layers.
    ///
    /// @param ids `[batch][rows]`, at most `chunk` rows
    /// @return rows that left the final norm, `[batch × rows, dModel]`, sequence after sequence; valid until the
    ///     next step
    public Tensor step(int[][] ids, ForwardObserver observer, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }

    /// Runs the next rows through layers `fromLayer …` only, of one sequence; lower layers are visited just where
    /// a layer from `fromLayer` on takes its pattern from them.
    public Tensor resume(
            int fromLayer, int rows, Residuals residuals, ForwardObserver observer, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }

    /// Runs the next rows of one sequence up to and including the attention pattern of `lastLayer`, and no further.
    public void peek(int[] ids, int lastLayer, ForwardObserver observer, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
