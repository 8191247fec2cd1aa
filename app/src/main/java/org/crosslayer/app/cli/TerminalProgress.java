package org.crosslayer.app.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.crosslayer.engine.task.Progress;

/// One line on standard error that is written over and wiped at the end. Only for terminals.
final class TerminalProgress implements Progress, AutoCloseable {
    private static final String WIPE = "\r\u001b[K";
    private static final long INTERVAL_NANOS = 100_000_000;

    private final PrintWriter err;
    private long last;
    private boolean dirty;

    TerminalProgress(PrintWriter err) {
        this.err = err;
        this.last = System.nanoTime() - INTERVAL_NANOS;
    }

    @Override
    public void report(String stage, double fraction) {
        long now = System.nanoTime();
        if (now - last < INTERVAL_NANOS) {
            return;
        }
        last = now;
        dirty = true;
        err.print(WIPE + stage + (fraction < 0 ? " …" : String.format(Locale.ROOT, " %3.0f %%", fraction * 100)));
        err.flush();
    }

    @Override
    public void close() {
        if (dirty) {
            err.print(WIPE);
            err.flush();
        }
    }
}
