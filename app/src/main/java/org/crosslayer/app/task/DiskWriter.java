package org.crosslayer.app.task;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.crosslayer.engine.error.EngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the program's own small files on a thread of its own: preferences, what was opened lately, the session.
/// Of several requests with one key only the newest that waits is done.
public final class DiskWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskWriter.class);
    /// Small files; a disk that takes longer will not be waited for.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /// What writes.
    @FunctionalInterface
    public interface Writing {
        /// Writes a file, whole or not at all.
        void write() throws IOException, EngineException;
    }

    private final Executor disk;
    private final Runnable onClose;
    private final Executor window;
    private final Map<String, Writing> waiting = new LinkedHashMap<>();
    private final Set<String> reported = new HashSet<>();

    private DiskWriter(Executor disk, Executor window, Runnable onClose) {
        this.disk = disk;
        this.window = window;
        this.onClose = onClose;
    }

    /// One with a thread of its own, which does not keep the program alive.
    public static DiskWriter start() {
        ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("disk").daemon(true).factory());
        return new DiskWriter(thread, Platform::runLater, () -> end(thread));
    }

    /// One that writes at once, where it is called.
    public static DiskWriter inline() {
        return new DiskWriter(Runnable::run, Runnable::run, () -> {});
    }

    /// Writes soon; what waits under the same key is not written any more.
    ///
    /// @param onFailure told the first time that this key cannot be written, on the window's thread
    public void write(String key, Writing writing, Consumer<UserMessage> onFailure) {
        boolean isFirst;
        synchronized (waiting) {
            isFirst = waiting.put(key, writing) == null;
        }
        if (isFirst) {
            disk.execute(() -> next(key, onFailure));
        }
    }

    /// Writes what waits, then ends the thread.
    @Override
    public void close() {
        onClose.run();
    }

    private void next(String key, Consumer<UserMessage> onFailure) {
        Writing writing;
        synchronized (waiting) {
            writing = waiting.remove(key);
        }
        if (writing == null) {
            return;
        }
        try {
            writing.write();
            reported.remove(key);
        } catch (IOException | EngineException e) {
            LOG.warn("{} not written: {}", key, e.getMessage());
            if (reported.add(key)) {
                UserMessage message = new UserMessage(
                                "Not saved", String.valueOf(e.getMessage()), "What is open stays open.", "")
                        .remedied(Remedy.LOG)
                        .offering(new NextStep("retry", "Try again", () -> again(key, writing, onFailure)));
                window.execute(() -> onFailure.accept(message));
            }
        }
    }

    /// Told anew if it fails once more.
    private void again(String key, Writing writing, Consumer<UserMessage> onFailure) {
        disk.execute(() -> reported.remove(key));
        write(key, writing, onFailure);
    }

    private static void end(ExecutorService thread) {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the disk is too slow; something was not written");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
