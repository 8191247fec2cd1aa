package org.crosslayer.app.task;

import java.time.Duration;
import java.util.function.Consumer;
import javafx.collections.ObservableList;

/// The way to start work. View models get one by constructor, so that tests can run jobs in line.
public interface TaskRunner {
    /// Queues a job; called on the window's thread.
    <T> Job submit(TaskSpec<T> spec);

    /// Gives back what an earlier job opened, on the engine's thread and before any other job. Nobody can stop
    /// it, since what it closes would stay open for ever: so it is not among [#jobs()].
    void release(Runnable action, Consumer<UserMessage> onFailure);

    /// Calls an action on the window's thread after a pause, unless the returned handle is run before.
    ///
    /// @return stops the pause
    Runnable after(Duration pause, Runnable action);

    /// Jobs that have not ended, oldest first.
    ObservableList<Job> jobs();
}
