package org.crosslayer.app.task;

import java.time.Duration;
import javafx.collections.ObservableList;

/// The way to start work. View models get one by constructor, so that tests can run jobs in line.
public interface TaskRunner {
    /// Queues a job; called on the window's thread.
    <T> Job submit(TaskSpec<T> spec);

    /// Calls an action on the window's thread after a pause, unless the returned handle is run before.
    ///
    /// @return stops the pause
    Runnable after(Duration pause, Runnable action);

    /// Jobs that have not ended, oldest first.
    ObservableList<Job> jobs();
}
