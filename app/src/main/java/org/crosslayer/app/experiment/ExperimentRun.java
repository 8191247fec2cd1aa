package org.crosslayer.app.experiment;

import java.time.Duration;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableObjectValue;
import org.crosslayer.app.task.Job;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.task.Work;
import org.jspecify.annotations.Nullable;

/// One experiment as the window sees it: what is known, and whether more is coming. Everything else goes first.
///
/// @param <R> what it finds out
final class ExperimentRun<R> {
    /// Often enough to see a table fill, seldom enough to leave the window alone.
    private static final long PAUSE_NANOS = Duration.ofMillis(250).toNanos();

    private final TaskRunner runner;
    private final Consumer<UserMessage> onFailure;
    private final ObjectProperty<@Nullable R> result = new SimpleObjectProperty<>();
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private @Nullable Job job;

    /// @param onFailure told why it ended without a result
    ExperimentRun(TaskRunner runner, Consumer<UserMessage> onFailure) {
        this.runner = runner;
        this.onFailure = onFailure;
    }

    /// What is known so far; null before the first measurement.
    ObservableObjectValue<@Nullable R> result() {
        return result;
    }

    ReadOnlyBooleanProperty running() {
        return running.getReadOnlyProperty();
    }

    /// Begins, and forgets an earlier result.
    void start(String title, Work<R> work) {
        clear();
        running.set(true);
        job = runner.submit(new TaskSpec<R>(
                title,
                Urgency.BACKGROUND,
                (progress, cancellation, partial) -> work.run(progress, cancellation, sparing(partial)),
                result::set,
                complete -> {
                    running.set(false);
                    result.set(complete);
                },
                message -> {
                    running.set(false);
                    onFailure.accept(message);
                },
                () -> running.set(false),
                _ -> {}));
        if (!job.isPending()) {
            running.set(false);
        }
    }

    /// Stops; what is known stays.
    void stop() {
        if (job != null) {
            job.cancel();
        }
    }

    /// Stops and forgets.
    void clear() {
        if (job != null) {
            job.discard();
            job = null;
        }
        running.set(false);
        result.set(null);
    }

    private static <R> Consumer<R> sparing(Consumer<R> partial) {
        return new Consumer<>() {
            private long next = System.nanoTime();

            @Override
            public void accept(R result) {
                long now = System.nanoTime();
                if (now - next >= 0) {
                    next = now + PAUSE_NANOS;
                    partial.accept(result);
                }
            }
        };
    }
}
