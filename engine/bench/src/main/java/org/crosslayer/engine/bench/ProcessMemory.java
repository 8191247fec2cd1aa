package org.crosslayer.engine.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// What this process takes of the machine's memory, by Linux's own count: `RssAnon` is its own, `RssFile`
/// mapped files in
/// the page cache, which the system takes back whenever it needs room.
final class ProcessMemory implements AutoCloseable {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long EVERY_MS = 20;
    private static final double GIB_OF_KIB = 1 << 20;

    private final AtomicLong anonymous = new AtomicLong();
    private final AtomicLong mapped = new AtomicLong();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> looking;

    private ProcessMemory() {
        looking = clock.scheduleAtFixedRate(this::look, 0, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    /// Looks fifty times a second from now on.
    static ProcessMemory watch() {
        return new ProcessMemory();
    }

    private void look() {
        try {
            anonymous.accumulateAndGet(kibibytes("RssAnon"), Math::max);
            mapped.accumulateAndGet(kibibytes("RssFile"), Math::max);
        } catch (IOException e) {
            throw new IllegalStateException("no " + STATUS + " here: this bench is for Linux", e);
        }
    }

    /// The present state in words.
    String now() throws IOException {
        return words(kibibytes("VmRSS"), kibibytes("RssAnon"), kibibytes("RssFile")) + ", swapped "
                + gibibytes(kibibytes("VmSwap"));
    }

    /// The largest values so far; the two parts need not have been largest at the same time.
    String peak() throws IOException {
        look();
        return "VmHWM " + words(kibibytes("VmHWM"), anonymous.get(), mapped.get()) + ", swapped "
                + gibibytes(kibibytes("VmSwap"));
    }

    private static String words(long all, long anonymous, long mapped) {
        return gibibytes(all) + " (RssAnon " + gibibytes(anonymous) + ", RssFile " + gibibytes(mapped) + ")";
    }

    private static String gibibytes(long kibibytes) {
        return String.format(Locale.ROOT, "%.2f GiB", kibibytes / GIB_OF_KIB);
    }

    private static long kibibytes(String key) throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        looking.cancel(true);
        clock.close();
    }
}
