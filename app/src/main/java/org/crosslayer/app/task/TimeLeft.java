package org.crosslayer.app.task;

import java.time.Duration;
import java.util.function.LongSupplier;

/// How long a job still takes, from how far it has come since it began to move. Says nothing before it can know.
public final class TimeLeft {
    /// What is done in the first moments says little about the rest.
    private static final Duration SOONEST = Duration.ofSeconds(2);

    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;

    private final LongSupplier nanos;
    private double firstFraction = -1;
    private double lastFraction = -1;
    private long firstNanos;

    public TimeLeft() {
        this(System::nanoTime);
    }

    /// @param nanos a clock
    TimeLeft(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// In words, such as `1:05 left`; empty while nobody can know.
    ///
    /// @param fraction done so far in [0, 1]; negative if unknown
    public String words(double fraction) {
        long now = nanos.getAsLong();
        boolean beginsAnew = fraction < lastFraction;
        lastFraction = fraction;
        if (fraction < 0) {
            firstFraction = -1;
            return "";
        }
        if (firstFraction < 0 || beginsAnew) {
            firstFraction = fraction;
            firstNanos = now;
            return "";
        }
        long elapsed = now - firstNanos;
        double done = fraction - firstFraction;
        if (elapsed < SOONEST.toNanos() || done <= 0) {
            return "";
        }
        long seconds = Math.round(elapsed / 1e9 * (1 - fraction) / done);
        return seconds >= HOUR
                ? String.format(java.util.Locale.ROOT, "%d:%02d h left", seconds / HOUR, seconds % HOUR / MINUTE)
                : String.format(java.util.Locale.ROOT, "%d:%02d left", seconds / MINUTE, seconds % MINUTE);
    }
}
