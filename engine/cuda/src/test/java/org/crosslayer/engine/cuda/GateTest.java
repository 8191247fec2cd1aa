package org.crosslayer.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.crosslayer.engine.backend.NativeProducts;
import org.junit.jupiter.api.Test;

/// Whoever ends the process waits for calls of CUDA as for the CPU's products; no card is needed to see that.
class GateTest {
    private static final Path SOURCES = Path.of("src/main/java/org/crosslayer/engine/cuda");
    /// A call of the driver, of cuBLAS or of NVRTC, with what stands before it.
    private static final Pattern CALL = Pattern.compile("([^;{]*?)\\b(?:cu|cublas|nvrtc)[A-Z]\\w*\\(");

    /// Of one of two calls the second stands behind a colon.
    private static final Pattern BEHIND_THE_GATE =
            Pattern.compile("\\(\\)\\s*->\\s*(?:exact\\s*\\?\\s*)?$|^program, \\w+\\)\\s*:\\s*$|\\bnew $");

    private static final int LEAST_CALLS = 40;

    /// While somebody is inside the gate cannot be closed, and is open again afterwards.
    @Test
    void aCallIsInsideTheGate() {
        int answer = Answers.of(() -> {
            assertFalse(NativeProducts.ofThisProcess().close(Duration.ofMillis(1)));
            return 7;
        });
        assertEquals(7, answer);
        Answers.require(() -> 0, "do nothing");
    }

    @Test
    void everyCallOfALibraryGoesThroughTheGate() throws IOException {
        List<String> past = new ArrayList<>();
        int calls = 0;
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                Matcher call = CALL.matcher(Files.readString(file));
                while (call.find()) {
                    calls++;
                    if (!BEHIND_THE_GATE.matcher(call.group(1)).find()) {
                        past.add(file.getFileName() + ": " + call.group().strip());
                    }
                }
            }
        }
        assertTrue(calls > LEAST_CALLS, calls + " calls were found");
        assertEquals(List.of(), past);
    }
}
