package org.crosslayer.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PerplexityCommandTest {
    private static final Path SAMPLE = SampleModels.sample16l();
    private static final Path TEXT = SampleModels.sampleText();

    @TempDir
    private Path folder;

    @Test
    void jsonHoldsTheFixedKeys() throws IOException {
        JsonNode json = run("--window", 128, "--max-windows", 1, "--json", "-").json();
        assertEquals(
                Math.exp(json.get("nll").asDouble()), json.get("perplexity").asDouble(), 1e-9);
        assertEquals(1, json.get("windows").asInt());
        assertEquals(127, json.get("scoredTokens").asInt());
        assertEquals("windows", json.get("protocol").asText());
        assertFalse(json.has("ratio"));
        assertFalse(json.has("plan"));
    }

    @Test
    void sharingIsComparedOnTheSameTokens() throws IOException {
        JsonNode json = run("--window", 64, "--max-windows", 2, "--copy", "1,3-5", "--json", "-")
                .json();
        double ratio = json.get("ratio").asDouble();
        assertEquals(
                json.get("perplexity").asDouble()
                        / json.get("baselinePerplexity").asDouble(),
                ratio,
                1e-9);
        assertTrue(ratio > 1, json.toString());
        assertEquals("copied: 1, 3, 4, 5", json.get("plan").asText());
        assertTrue(json.get("interval").get("low").asDouble() < ratio, json.toString());
        assertTrue(json.get("interval").get("high").asDouble() > ratio, json.toString());
    }

    @Test
    void planFileSaysTheSameAsItsOption() throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.json"), """
                {"schemaVersion": 1, "nLayers": 16, "nHeads": 8,
                 "layers": [{"layer": 3, "mode": "copy", "source": 2}]}
                """);
        CommandRun byFile = run("--window", 32, "--max-windows", 2, "--plan", plan, "--json", "-");
        CommandRun byOption = run("--window", 32, "--max-windows", 2, "--copy", "3", "--json", "-");
        assertEquals(0, byFile.status(), byFile.err());
        assertEquals(
                byOption.json().get("perplexity").asDouble(),
                byFile.json().get("perplexity").asDouble(),
                1e-3);
    }

    @Test
    void alignedCopyIsMatchedOnATextOfItsOwn() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), GoldenText.words());
        CommandRun run = run("--window", 32, "--max-windows", 1, "--align", "2", "--align-text", text);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("×"), run.out());
        assertTrue(run.out().contains("aligned: 2 (argmin on text.txt)"), run.out());
    }

    @Test
    void numberIsPrintedWithItsProtocol() {
        CommandRun run = run("--window", 32, "--max-windows", 1, "--bos", "on");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("windows of 32 tokens"), run.out());
        assertTrue(run.out().contains("BOS as first token"), run.out());
    }

    private static CommandRun run(Object... options) {
        List<Object> args = new ArrayList<>(List.of("perplexity", SAMPLE, "--text-file", TEXT));
        args.addAll(List.of(options));
        return CommandRun.of(args.toArray());
    }
}
