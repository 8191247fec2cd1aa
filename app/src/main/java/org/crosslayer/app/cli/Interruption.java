package org.crosslayer.app.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.task.Cancellation;

/// Ctrl-C and polite kills: the running computation is asked to stop, and the program waits a moment for it to put
/// its files away.
public final class Interruption implements Cancellation, AutoCloseable {
    /// Longest that a layer of a large model should take between two looks at [#isCancelled()], in seconds.
    private static final int PATIENCE = 5;

    /// What still runs then is cut off between two products.
    private static final Duration LAST_PRODUCT = Duration.ofSeconds(2);

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean cancelled;

    /// Listens until closed.
    public static Interruption listening() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::interrupt, "interruption"));
        return interruption;
    }

    private Interruption() {}

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    private void interrupt() {
        cancelled = true;
        try {
            boolean _ = ended.await(PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Engine.endComputation(LAST_PRODUCT);
    }

    /// The computation is over; nobody need wait for it.
    @Override
    public void close() {
        ended.countDown();
    }
}
