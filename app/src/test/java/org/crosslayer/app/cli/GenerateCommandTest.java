package org.crosslayer.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
    void theSeedChoosesWhatIsDrawn() throws IOException {
        assertEquals(drawn(1), drawn(1));
        assertNotEquals(drawn(1), drawn(2));
        CommandRun run = CommandRun.of("generate", SampleModels.sample16l(), "--text", "My", "--temperature", "-1");
        assertEquals(2, run.status());
    }

    private JsonNode drawn(int seed) throws IOException {
        Path out = folder.resolve("drawn.json");
        CommandRun run = CommandRun.of(
                "generate",
                SampleModels.sample16l(),
                "--text",
                "My dear",
                "--tokens",
                8,
                "--temperature",
                1.5,
                "--seed",
                seed,
                "--json",
                out);
        assertEquals(0, run.status(), run.err());
        return CommandRun.json(out).get("generatedIds");
    }

    @Test
    void promptWithoutTokensFails() {
        CommandRun run = CommandRun.of("generate", SampleModels.sample16l(), "--text", "");
        assertEquals(1, run.status());
        assertEquals(1, run.err().lines().count(), run.err());
    }
}
