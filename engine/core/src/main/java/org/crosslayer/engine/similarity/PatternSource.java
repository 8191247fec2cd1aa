package org.crosslayer.engine.similarity;

import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.task.Cancellation;

/// Shows the patterns of a window to an observer; the seam between what is compared and what computes it.
@FunctionalInterface
interface PatternSource {
    /// Runs one window from its first row, step by step, layers in ascending order within a step.
    ///
    /// @param ids       the window's tokens, `[n]`
    /// @param lastLayer the highest layer whose pattern is needed
    void run(int[] ids, int lastLayer, ForwardObserver observer, Cancellation cancellation);
}
