package org.crosslayer.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The decode loop leaves next to nothing on the heap: see [DecodeAllocationRun], which has the bound.
class DecodeAllocationTest {
    @TempDir
    Path folder;

    /// In a JVM of its own, where no other test has taught the compiler anything; all types in that one, since a window
    /// may open one model after the other.
    @Test
    @Timeout(300)
    void aDecodedTokenLeavesNextToNothingOnTheHeap() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-javaagent") && !argument.startsWith("-agentlib"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), DecodeAllocationRun.class.getName()));
        command.add(folder.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output;
        try (InputStream in = process.getInputStream()) {
            output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertEquals(0, process.waitFor(), output);
        assertEquals(
                DecodeAllocationRun.CASES,
                output.lines().filter(line -> line.contains("bytes a token")).count(),
                output);
    }
}
