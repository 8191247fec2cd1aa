package org.crosslayer.engine.experiment;

import java.util.function.Consumer;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// Many measurements that belong together and take a while.
///
/// What is done stays done: an experiment that was cancelled goes on where it stopped. Used by the model's thread.
///
/// @param <R> what it finds out
public interface Experiment<R> extends AutoCloseable {
    /// Measures what is not yet measured.
    ///
    /// @param partial hears the result so far after every measurement, on this thread
    R run(Consumer<R> partial, Progress progress, Cancellation cancellation) throws EngineException;

    /// What is known so far.
    R result();

    @Override
    void close();
}
