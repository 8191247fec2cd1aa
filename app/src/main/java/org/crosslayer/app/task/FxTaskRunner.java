package org.crosslayer.app.task;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Runs jobs on the engine's own thread and reports on the JavaFX thread.
public final class FxTaskRunner implements TaskRunner, AutoCloseable {
    /// A job stops within a fraction of a second when asked; two seconds are patience enough for a slow disk.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final EngineQueue queue = new EngineQueue();
    private final ObservableList<Job> jobs = FXCollections.observableArrayList();
    /// Kept: a read-only list forgets its listeners once nobody holds it.
    private final ObservableList<Job> shown = FXCollections.unmodifiableObservableList(jobs);
    private final Executor window;
    /// Does what a timer is for, on the JavaFX thread where it goes off.
    private final Consumer<Runnable> timed;
    private long submitted;

    /// Starts the engine's thread.
    public FxTaskRunner() {
        this(Platform::runLater, Runnable::run);
    }

    /// The same; what it does on the JavaFX thread is watched.
    public FxTaskRunner(FrameWatch watch) {
        this(watch.window(), action -> watch.run("timer", action));
    }

    private FxTaskRunner(Executor window, Consumer<Runnable> timed) {
        this.window = window;
        this.timed = timed;
        queue.start();
    }

    @Override
    public <T> Job submit(TaskSpec<T> spec) {
        EngineJob<T> job = new EngineJob<>(spec, submitted++, window, jobs::remove);
        jobs.add(job);
        queue.add(job);
        return job;
    }

    @Override
    public void release(Runnable action, Consumer<UserMessage> onFailure) {
        queue.add(EngineJob.release(action, onFailure, submitted++, window));
    }

    @Override
    public Runnable after(Duration pause, Runnable action) {
        PauseTransition timer = new PauseTransition(javafx.util.Duration.millis((double) pause.toMillis()));
        timer.setOnFinished(_ -> timed.accept(action));
        timer.play();
        return timer::stop;
    }

    @Override
    public ObservableList<Job> jobs() {
        return shown;
    }

    /// Cancels all jobs, runs a last one and ends the engine's thread.
    ///
    /// @param last what must still happen on the engine's thread, such as closing the model
    public void close(Runnable last) {
        List.copyOf(jobs).forEach(Job::discard);
        release(last, _ -> {});
        queue.close(PATIENCE);
    }

    @Override
    public void close() {
        close(() -> {});
    }
}
