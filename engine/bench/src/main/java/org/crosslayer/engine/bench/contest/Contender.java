package org.crosslayer.engine.bench.contest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A player in a process of its own, as [Player] describes the conversation, with the times it has taken.
final class Contender implements AutoCloseable {
    private static final String READY = "ready ";
    private static final int PATIENCE_SECONDS = 20;

    private final Process process;
    private final PrintStream out;
    private final BufferedReader in;
    private final String description;
    private final Map<String, List<Long>> times = new LinkedHashMap<>();

    /// Starts the process and waits until it is warm.
    ///
    /// @param log what it says on standard error
    Contender(List<String> command, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        out = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = in.readLine();
        while (line != null && !line.startsWith(READY)) {
            line = in.readLine();
        }
        if (line == null) {
            throw new IOException(
                    "%s ended before it was ready; what it said is in %s".formatted(command.getFirst(), log));
        }
        description = line.substring(READY.length());
    }

    String description() {
        return description;
    }

    /// One round.
    void play() throws IOException {
        out.println("go");
        String line = in.readLine();
        if (line == null) {
            throw new IOException(description + " ended in the middle of the contest");
        }
        for (String time : line.split(" ", -1)) {
            int equals = time.indexOf('=');
            times.computeIfAbsent(time.substring(0, equals), _ -> new ArrayList<>())
                    .add(Long.parseLong(time.substring(equals + 1)));
        }
    }

    /// What each round has answered under a name: nanoseconds, or bytes.
    List<Long> times(String name) {
        return times.getOrDefault(name, List.of());
    }

    @Override
    public void close() {
        out.close();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
