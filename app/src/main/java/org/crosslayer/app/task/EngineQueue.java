package org.crosslayer.app.task;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The engine's thread and the jobs that wait for it: the most urgent first, then the oldest.
///
/// A model is used by one thread at a time, and a click must be answered at once: so a job that is more urgent than
/// the running one interrupts it, and the interrupted one goes back to its place in the queue.
final class EngineQueue {
    private final PriorityQueue<EngineJob<?>> waiting = new PriorityQueue<>(
            Comparator.<EngineJob<?>, Urgency>comparing(EngineJob::urgency).thenComparingLong(EngineJob::number));
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread = new Thread(this::work, "engine");
    private @Nullable EngineJob<?> running;
    private boolean closing;

    EngineQueue() {
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void add(EngineJob<?> job) {
        lock.lock();
        try {
            waiting.add(job);
            if (running != null && job.urgency().compareTo(running.urgency()) < 0) {
                running.interrupt();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Lets the jobs that are queued now end, then ends the thread; waits for that no longer than `patience`.
    void close(Duration patience) {
        lock.lock();
        try {
            closing = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(patience);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        for (EngineJob<?> job = next(null); job != null; ) {
            job = next(job.run() ? job : null);
        }
    }

    private @Nullable EngineJob<?> next(@Nullable EngineJob<?> again) {
        lock.lock();
        try {
            if (again != null) {
                waiting.add(again);
            }
            running = null;
            while (waiting.isEmpty() && !closing) {
                changed.awaitUninterruptibly();
            }
            running = waiting.poll();
            if (running != null) {
                running.rearm();
            }
            return running;
        } finally {
            lock.unlock();
        }
    }
}
