package org.crosslayer.app.task;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.crosslayer.engine.error.EngineException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One job in the engine's queue. Its flags are shared by two threads; its properties belong to the window's thread.
final class EngineJob<T> implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(EngineJob.class);
    private static final String WAITING = "waiting";

    private record Step(String stage, double fraction) {}

    private final TaskSpec<T> spec;
    private final long number;
    private final Executor window;
    private final Consumer<Job> onEnd;
    private final ReadOnlyStringWrapper stage = new ReadOnlyStringWrapper(WAITING);
    private final ReadOnlyDoubleWrapper fraction = new ReadOnlyDoubleWrapper(-1);
    private final AtomicReference<@Nullable Step> unseen = new AtomicReference<>();
    private volatile boolean cancelled;
    private volatile boolean interrupted;
    private volatile boolean ended;

    EngineJob(TaskSpec<T> spec, long number, Executor window, Consumer<Job> onEnd) {
        this.spec = spec;
        this.number = number;
        this.window = window;
        this.onEnd = onEnd;
    }

    /// Wraps what must run to its end; it belongs in the queue only, so that nobody can cancel it.
    static EngineJob<Boolean> release(Runnable action, Consumer<UserMessage> onFailure, long number, Executor window) {
        Work<Boolean> work = (_, _, _) -> {
            action.run();
            return true;
        };
        return new EngineJob<>(TaskSpec.of("Closing", Urgency.LIVE, work, _ -> {}, onFailure), number, window, _ -> {});
    }

    long number() {
        return number;
    }

    /// Forgets an earlier interruption; called when its turn comes.
    void rearm() {
        interrupted = false;
    }

    /// Makes room for a more urgent job.
    void interrupt() {
        interrupted = true;
    }

    /// Runs on the engine thread.
    ///
    /// @return true if it was interrupted and wants to run again
    boolean run() {
        if (cancelled) {
            return false;
        }
        try {
            T result = spec.work().run(this::report, () -> cancelled || interrupted, this::publish);
            window.execute(() -> deliver(result));
        } catch (CancellationException _) {
            if (!cancelled && interrupted) {
                report(WAITING, -1);
                return true;
            }
            window.execute(this::cancel);
        } catch (EngineException e) {
            LOG.info("{}: {}", spec.title(), e.getMessage());
            end(() -> spec.onFailure().accept(UserMessage.of(e)));
        } catch (Throwable e) {
            LOG.error("{} failed", spec.title(), e);
            end(() -> spec.onFailure().accept(UserMessage.ofBug(e)));
        }
        return false;
    }

    private void publish(T partial) {
        window.execute(() -> {
            if (!cancelled) {
                spec.onPartial().accept(partial);
            }
        });
    }

    private void report(String newStage, double newFraction) {
        if (unseen.getAndSet(new Step(newStage, newFraction)) == null) {
            window.execute(() -> {
                Step step = unseen.getAndSet(null);
                if (step != null) {
                    stage.set(step.stage());
                    fraction.set(step.fraction());
                }
            });
        }
    }

    private void deliver(T result) {
        if (ended) {
            spec.onUnwanted().accept(result);
            return;
        }
        ended = true;
        onEnd.accept(this);
        spec.onSuccess().accept(result);
    }

    private void end(Runnable callback) {
        window.execute(() -> {
            if (!ended) {
                ended = true;
                onEnd.accept(this);
                callback.run();
            }
        });
    }

    @Override
    public String title() {
        return spec.title();
    }

    @Override
    public Urgency urgency() {
        return spec.urgency();
    }

    @Override
    public ReadOnlyStringProperty stage() {
        return stage.getReadOnlyProperty();
    }

    @Override
    public ReadOnlyDoubleProperty fraction() {
        return fraction.getReadOnlyProperty();
    }

    @Override
    public boolean isPending() {
        return !ended;
    }

    @Override
    public void cancel() {
        if (!ended) {
            discard();
            spec.onCancelled().run();
        }
    }

    @Override
    public void discard() {
        if (!ended) {
            cancelled = true;
            ended = true;
            onEnd.accept(this);
        }
    }
}
