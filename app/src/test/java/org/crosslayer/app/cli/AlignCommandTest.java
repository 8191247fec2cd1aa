package org.crosslayer.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AlignCommandTest {
    private static final int N_HEADS = 8;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"argmin", "hungarian"})
    void mapsAndCostsAreThoseOfScipy(String method) throws IOException, BadFileException {
        try (GoldenText golden = new GoldenText()) {
            Path out = folder.resolve("heads.json");
            CommandRun run = CommandRun.of(
                    "align",
                    SampleModels.sample16l(),
                    "--ids",
                    golden.ids(),
                    "--window",
                    GoldenText.TOKENS,
                    "--method",
                    method,
                    "--out",
                    out);
            assertEquals(0, run.status(), run.err());
            JsonNode json = CommandRun.json(out);
            assertEquals(method, json.get("method").asText());
            assertEquals(15, json.get("pairs").size());
            long[] maps = golden.tensor(method + "_adjacent").toLongs();
            double[] costs = golden.tensor("jsd_heads_adjacent").toDoubles();
            for (int i = 0; i < costs.length; i++) {
                int head = i / N_HEADS;
                JsonNode pair = json.get("pairs").get(head / N_HEADS);
                assertEquals(head / N_HEADS + 1, pair.get("layer").asInt());
                assertEquals(head / N_HEADS, pair.get("source").asInt());
                assertEquals(maps[head], pair.get("map").get(head % N_HEADS).asLong());
                assertEquals(
                        costs[i],
                        pair.get("cost").get(head % N_HEADS).get(i % N_HEADS).asDouble(),
                        1e-6);
            }
        }
    }
}
