package org.crosslayer.app.task;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import org.crosslayer.engine.Engine;

/// The end of the window's program, however it comes: its last window is closed, or the system tells it to end
/// (Ctrl-C, a polite kill, logging out) in the middle of a computation. Both do the same, once.
public final class ProgramEnd {
    /// Enough for small files and for a job that is asked to stop.
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /// What still runs then is cut off between two products.
    private static final Duration LAST_PRODUCT = Duration.ofSeconds(2);

    private final Runnable work;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean begun;

    private ProgramEnd(Runnable work) {
        this.work = work;
    }

    /// Waits for the end of the process from now on.
    ///
    /// @param work what is done then, on the window's thread: writing down, cancelling, closing
    public static ProgramEnd listening(Runnable work) {
        ProgramEnd end = new ProgramEnd(work);
        Runtime.getRuntime().addShutdownHook(new Thread(end::told, "program-end"));
        return end;
    }

    /// Does what is to be done, unless that was done before; on the window's thread.
    public void now() {
        if (!begun) {
            begun = true;
            try {
                work.run();
            } finally {
                ended.countDown();
            }
        }
    }

    /// The process ends; JavaFX has stopped drawing or is about to, but its thread still does what it is asked. It
    /// would complain on standard error, with a stack trace, of a frame that cannot be drawn any more.
    private void told() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            if (ended.getCount() > 0) {
                Platform.runLater(this::now);
                boolean _ = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Engine.endComputation(LAST_PRODUCT);
    }
}
