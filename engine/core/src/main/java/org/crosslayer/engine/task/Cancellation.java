package org.crosslayer.engine.task;

import java.util.concurrent.CancellationException;

/// Asked between layers, windows and tensors whether anybody still wants the result.
@FunctionalInterface
public interface Cancellation {
    /// For computations that run to their end.
    Cancellation NEVER = () -> false;

    /// True once the result is no longer wanted; never turns false again.
    boolean isCancelled();

    /// Stops the computation if nobody wants it any more.
    ///
    /// @throws CancellationException once cancelled
    default void check() {
        if (isCancelled()) {
            throw new CancellationException("cancelled");
        }
    }
}
