package org.crosslayer.app.task;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;
import org.crosslayer.engine.Engine;

/// The end of the window's program, however it comes: its last window is closed, or the system tells it to end
/// (Ctrl-C, a polite kill, logging out) in the middle of a computation. Both do the same, once.
public final class ProgramEnd {
    /// The window's thread takes what it is handed within this time, unless it is not listening any more.
    private static final Duration HANDOVER = Duration.ofSeconds(2);
    /// Enough for small files and for a job that is asked to stop.
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /// What still runs then is cut off between two products.
    private static final Duration LAST_PRODUCT = Duration.ofSeconds(2);

    private final Runnable work;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean begun = new AtomicBoolean();

    private ProgramEnd(Runnable work) {
        this.work = work;
    }

    /// Waits for the end of the process from now on.
    ///
    /// @param work what is done then: writing down, cancelling, closing. On the window's thread; where that does
    ///     not listen any more, on the one that ends the process
    public static ProgramEnd listening(Runnable work) {
        ProgramEnd end = new ProgramEnd(work);
        Runtime.getRuntime().addShutdownHook(new Thread(end::told, "program-end"));
        return end;
    }

    /// Does what is to be done, unless that was begun before; called by the window's thread.
    public void now() {
        if (begun.compareAndSet(false, true)) {
            try {
                work.run();
            } finally {
                ended.countDown();
            }
        }
    }

    /// The process ends; JavaFX has stopped drawing or is about to, but its thread mostly still does what it is asked.
    /// JavaFX's own hook runs at the same time, though, and once it is done, whatever is handed to that thread is
    /// dropped without a word: then the thread does nothing any more, and the work is done here.
    ///
    /// JavaFX would complain on standard error, with a stack trace, of a frame that cannot be drawn any more.
    private void told() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            if (ended.getCount() > 0) {
                Platform.runLater(this::now);
                if (!ended.await(HANDOVER.toMillis(), TimeUnit.MILLISECONDS)) {
                    now();
                }
                boolean _ = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Engine.endComputation(LAST_PRODUCT);
    }
}
