package org.crosslayer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The program itself, told to end by the system while its engine computes: it ends quietly, with the status that
/// says so, and nothing is lost. Windows knows no such request.
@DisabledOnOs(OS.WINDOWS)
class ToldToEndTest {
    /// 128 and the number of the signal.
    private static final int TERMINATED = 143;

    private static final String TEXT = SampleModels.sampleText().toString();

    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void commandsEndQuietlyWhereverTheyAre() throws IOException, InterruptedException {
        String model = SampleModels.sample16l().toString();
        List<String> perplexity = List.of("perplexity", model, "--text-file", TEXT, "--copy", "1,3");
        List<String> fit = List.of(
                "fit",
                model,
                "--layers",
                "1,3",
                "--rank",
                "4",
                "--text-file",
                TEXT,
                "--out",
                "" + folder.resolve("fit"));
        for (List<String> command : List.of(perplexity, fit)) {
            for (int reports = 1; reports <= 5; reports += 2) {
                Process process = start(List.of("-Dcrosslayer.terminal=true"), command);
                String before = readReports(process.getErrorStream(), reports);
                process.toHandle().destroy();
                String rest = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
                String said = command.getFirst() + " after " + reports + " reports: " + before + rest;
                assertEquals(TERMINATED, process.waitFor(), said);
                assertTrue(rest.contains("ancelled") || rest.contains("topped"), said);
                assertNoCrash();
            }
        }
    }

    @Test
    @Timeout(300)
    void theWindowEndsAsIfItWereClosed() throws IOException, InterruptedException {
        for (int round = 0; round < 2; round++) {
            Path state = folder.resolve("state" + round);
            // Once the first heatmap stands there, the perplexity is computed, then the cost of each layer alone.
            Process process =
                    start(List.of("-Dcrosslayer.first-picture=say", "-Dcrosslayer.state=" + state), List.of());
            BufferedReader out = process.inputReader();
            String line = out.readLine();
            assertTrue(line != null && line.contains("first heatmap"), () -> line + errors(process));
            assertTrue(Files.exists(state.resolve("session/running.json")), "marked as running");
            process.toHandle().destroy();
            assertEquals(TERMINATED, process.waitFor());
            String errors = errors(process);
            assertFalse(errors.contains("Exception"), errors);
            assertNoCrash();
            assertTrue(Files.exists(state.resolve("session/session.crosslayer")), "what was open is written down");
            assertFalse(Files.exists(state.resolve("session/running.json")), "nothing to be recovered");
        }
    }

    private Process start(List<String> options, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-javaagent") && !argument.startsWith("-agentlib"))
                .forEach(command::add);
        command.addAll(List.of("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + folder.resolve("crash.log")));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.crosslayer.app.Launcher"));
        command.addAll(arguments);
        return new ProcessBuilder(command).start();
    }

    /// Each report of progress begins where the line is wiped.
    private static String readReports(java.io.InputStream stream, int reports) throws IOException {
        StringBuilder seen = new StringBuilder();
        Reader reader = new java.io.InputStreamReader(stream, StandardCharsets.UTF_8);
        for (int wiped = 0, next; wiped < reports; ) {
            next = reader.read();
            assertTrue(next >= 0, () -> "ended before: " + seen);
            seen.append((char) next);
            wiped += next == '\r' ? 1 : 0;
        }
        return seen.toString();
    }

    private static String errors(Process process) {
        try (Stream<String> lines = process.errorReader().lines()) {
            return String.join(
                    "\n", lines.filter(line -> !line.startsWith("WARNING: ")).toList());
        }
    }

    private void assertNoCrash() throws IOException {
        Path crash = folder.resolve("crash.log");
        assertFalse(Files.exists(crash), () -> "crashed, see " + crash);
    }
}
