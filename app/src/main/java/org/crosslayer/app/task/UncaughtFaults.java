package org.crosslayer.app.task;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears of every exception that nobody caught, logs it and tells the user once, not once a frame.
public final class UncaughtFaults implements Thread.UncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(UncaughtFaults.class);
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final Consumer<UserMessage> messages;
    private String last = "";
    private Instant lastSeen = Instant.EPOCH;

    /// Tells `messages`, on the JavaFX thread.
    public UncaughtFaults(Consumer<UserMessage> messages) {
        this.messages = messages;
    }

    /// Listens on this thread and on all that have no listener of their own.
    public void listen() {
        Thread.setDefaultUncaughtExceptionHandler(this);
        Thread.currentThread().setUncaughtExceptionHandler(this);
    }

    @Override
    public synchronized void uncaughtException(Thread thread, Throwable fault) {
        Instant now = Instant.now();
        boolean repeated =
                fault.toString().equals(last) && Duration.between(lastSeen, now).compareTo(QUIET) < 0;
        last = fault.toString();
        lastSeen = now;
        if (!repeated) {
            LOG.error("uncaught on {}", thread.getName(), fault);
            Platform.runLater(() -> messages.accept(UserMessage.ofBug(fault)));
        }
    }
}
