package org.crosslayer.app.task;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Runs jobs in line, so that what is asynchronous in the window is deterministic in a test. While held, jobs wait for
/// [#runNext].
public final class DirectTaskRunner implements TaskRunner {
    private static final Executor INLINE = Runnable::run;

    private final ObservableList<Job> jobs = FXCollections.observableArrayList();
    private final Deque<EngineJob<?>> waiting = new ArrayDeque<>();
    private @Nullable Runnable paused;
    private boolean held;
    private long submitted;

    @Override
    public <T> Job submit(TaskSpec<T> spec) {
        EngineJob<T> job = new EngineJob<>(spec, submitted++, INLINE, jobs::remove);
        jobs.add(job);
        waiting.add(job);
        if (!held) {
            runAll();
        }
        return job;
    }

    @Override
    public void release(Runnable action, Consumer<UserMessage> onFailure) {
        waiting.add(EngineJob.release(action, onFailure, submitted++, INLINE));
        if (!held) {
            runAll();
        }
    }

    /// Keeps the action until [#endPause].
    @Override
    public Runnable after(Duration pause, Runnable action) {
        paused = action;
        return () -> paused = null;
    }

    @Override
    public ObservableList<Job> jobs() {
        return jobs;
    }

    /// Lets jobs wait from now on.
    public void hold() {
        held = true;
    }

    /// Runs the oldest job that still waits.
    public void runNext() {
        waiting.remove().run();
    }

    /// Runs all that wait, and what they submit.
    public void runAll() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    /// True if something waits for a pause to end.
    public boolean isPausing() {
        return paused != null;
    }

    /// Lets the pause be over.
    public void endPause() {
        Runnable action = paused;
        paused = null;
        if (action != null) {
            action.run();
        }
    }
}
