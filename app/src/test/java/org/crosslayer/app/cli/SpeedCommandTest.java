package org.crosslayer.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpeedCommandTest {
    @TempDir
    private Path folder;

    @Test
    void jsonHoldsMediansAndSamplesOfBothSides() throws IOException {
        Path out = folder.resolve("speed.json");
        CommandRun run = CommandRun.of(
                "speed",
                SampleModels.sample16l(),
                "--prompt",
                16,
                "--generate",
                4,
                "--repeats",
                3,
                "--copy",
                "1-4",
                "--json",
                out);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("prefill"), run.out());
        assertTrue(run.out().contains("copied: 1, 2, 3, 4"), run.out());
        assertTrue(run.out().contains("ratio: median of the ratios of neighbouring runs"), run.out());
        JsonNode json = CommandRun.json(out);
        assertEquals("copied: 1, 2, 3, 4", json.get("plan").asText());
        for (String kind : new String[] {"prefill", "decode"}) {
            for (String side : new String[] {"baseline", "plan"}) {
                JsonNode samples = json.get(kind).get(side);
                assertEquals(3, samples.get("samples").size());
                assertTrue(samples.get("median").asDouble() > 0);
            }
            assertTrue(json.get(kind).get("ratio").asDouble() > 0);
        }
    }

    @Test
    void modelWithoutTokenizerIsTimedAllTheSame() {
        Path model = SampleModels.golden("llama-mha");
        assertFalse(Files.exists(model.resolve("tokenizer.json")));
        CommandRun run = CommandRun.of("speed", model, "--prompt", 8, "--generate", 2, "--repeats", 1);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("no sharing"), run.out());
    }
}
