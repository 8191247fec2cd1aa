package org.crosslayer.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GenerateCommandTest {
    @TempDir
    private Path folder;

    @Test
    void promptIsPrintedWithItsContinuation() throws IOException {
        Path out = folder.resolve("text.json");
        CommandRun run = CommandRun.of(
                "generate", SampleModels.sample16l(), "--text", "My dear aunt", "--tokens", 6, "--json", out);
        assertEquals(0, run.status(), run.err());
        JsonNode json = CommandRun.json(out);
        assertEquals("My dear aunt" + json.get("text").asText() + "\n", run.out());
        assertTrue(json.get("generatedIds").size() <= 6);
    }

    @Test
    void promptWithoutTokensFails() {
        CommandRun run = CommandRun.of("generate", SampleModels.sample16l(), "--text", "");
        assertEquals(1, run.status());
        assertEquals(1, run.err().lines().count(), run.err());
    }
}
