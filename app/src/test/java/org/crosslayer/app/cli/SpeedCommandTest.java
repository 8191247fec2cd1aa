package org.crosslayer.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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
        JsonNode json = CommandRun.json(out);
        for (String kind : new String[] {"prefill", "decode"}) {
            for (String side : new String[] {"baseline", "plan"}) {
                JsonNode samples = json.get(kind).get(side);
                assertEquals(3, samples.get("samples").size());
                assertTrue(samples.get("median").asDouble() > 0);
            }
            assertTrue(json.get(kind).get("ratio").asDouble() > 0);
        }
    }
}
