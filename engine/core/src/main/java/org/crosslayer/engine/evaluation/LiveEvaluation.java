package org.crosslayer.engine.evaluation;

import java.util.function.Consumer;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.task.Cancellation;

/// Perplexity that follows a changing plan.
///
/// Keeps the residual stream entering each layer for every window, so that after a change at layer l only layers
/// from l on run again. What a cancelled evaluation has done stays valid: each window remembers the plan it was
/// run with.
public final class LiveEvaluation implements AutoCloseable {
    LiveEvaluation() {}

    /// Measures a plan window by window and publishes a better estimate after each; the last one is complete.
    ///
    /// @param estimates called on this thread, first after one window
    /// @return the last estimate
    public PerplexityReport evaluate(
            AttentionPlan plan, Consumer<PerplexityReport> estimates, Cancellation cancellation)
            throws EngineException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
