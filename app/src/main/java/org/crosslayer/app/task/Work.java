package org.crosslayer.app.task;

import java.util.function.Consumer;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// What a job does, on the engine thread. It may be called again from the start if it was interrupted.
///
/// @param <T> what it finds out
@FunctionalInterface
public interface Work<T> {
    /// Runs to the end, or until it is cancelled.
    ///
    /// @param progress     hears how far it is
    /// @param cancellation asked often; a cancelled run ends with [java.util.concurrent.CancellationException]
    /// @param partial      takes results that are good enough to show already
    T run(Progress progress, Cancellation cancellation, Consumer<T> partial) throws EngineException;
}
