package org.crosslayer.app.task;

import org.jspecify.annotations.Nullable;

/// Lets only the newest request of a kind count: a new one cancels the one before, whose late result is dropped.
public final class LatestOnly {
    private final TaskRunner runner;
    private @Nullable Job current;

    public LatestOnly(TaskRunner runner) {
        this.runner = runner;
    }

    /// Drops the job before and queues this one.
    public <T> void submit(TaskSpec<T> spec) {
        cancel();
        current = runner.submit(spec);
    }

    /// Drops what is still pending.
    public void cancel() {
        if (current != null) {
            current.discard();
            current = null;
        }
    }

    /// True while the newest request has not ended.
    public boolean isPending() {
        return current != null && current.isPending();
    }
}
