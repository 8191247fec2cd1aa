package org.crosslayer.engine.backend;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A fixed crew of threads for loops of independent tasks; the caller is one of them.
///
/// Operators take tens of microseconds, less than waking a thread does, so that idle workers first spin for
/// [#SPINS] rounds and sleep only then. One caller at a time.
final class Parallel implements AutoCloseable {
    /// About 100 µs on current processors: longer than the gaps between the operators of one pass.
    private static final int SPINS = 4_000;

    /// One piece of work.
    @FunctionalInterface
    interface Task {
        /// Does piece `index` as worker `worker`, `[0, threads)`; two pieces never run as the same worker at once.
        void run(int index, int worker);
    }

    private final Thread[] workers;
    private volatile @Nullable Job current;
    private volatile boolean closed;

    /// @param threads how many work at once, the caller included
    Parallel(int threads) {
        workers = new Thread[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            int worker = i + 1;
            workers[i] = Thread.ofPlatform()
                    .daemon()
                    .name("crosslayer-cpu-" + worker)
                    .start(() -> serve(worker));
        }
    }

    int threads() {
        return workers.length + 1;
    }

    /// Runs tasks `[0, count)` and returns when all are done.
    void run(int count, Task task) {
        if (count == 1 || workers.length == 0) {
            for (int i = 0; i < count; i++) {
                task.run(i, 0);
            }
            return;
        }
        Job job = new Job(count, task);
        current = job;
        for (Thread worker : workers) {
            LockSupport.unpark(worker);
        }
        job.work(0);
        job.await();
        current = null;
    }

    private void serve(int worker) {
        Job last = null;
        int idle = 0;
        while (!closed) {
            Job job = current;
            if (job != null && job != last) {
                try {
                    job.work(worker);
                } catch (InternalError e) {
                    // The fault of a cut file, which the system may report a little after the task that met it.
                    job.fail(e);
                }
                last = job;
                idle = 0;
            } else if (idle++ < SPINS) {
                Thread.onSpinWait();
            } else {
                last = null;
                LockSupport.park(this);
                idle = 0;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread worker : workers) {
            LockSupport.unpark(worker);
        }
    }

    private static final class Job {
        private final int count;
        private final Task task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger open;
        private volatile @Nullable Throwable failure;

        Job(int count, Task task) {
            this.count = count;
            this.task = task;
            open = new AtomicInteger(count);
        }

        void work(int worker) {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                try {
                    task.run(i, worker);
                } catch (RuntimeException | Error e) {
                    failure = e;
                } finally {
                    open.decrementAndGet();
                }
            }
        }

        void fail(Throwable fault) {
            failure = fault;
            open.set(0);
        }

        /// Waits for the others' last tasks, and passes on what went wrong in any.
        @SuppressWarnings("ThreadPriorityCheck") // A yield only when the machine has less processors free than workers.
        void await() {
            for (int spins = 0; open.get() > 0; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
        }
    }
}
