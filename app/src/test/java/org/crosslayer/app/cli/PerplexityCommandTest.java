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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void aDoubledBosIsWarnedAbout() throws IOException {
        Path text = Files.writeString(
                folder.resolve("bos.txt"), "<|begin_of_text|>" + "My dear aunt went to the harbour. ".repeat(20));
        CommandRun doubled = CommandRun.of(
                "perplexity", SAMPLE, "--text-file", text, "--protocol", "lm-eval", "--window", 32, "--max-windows", 1);
        assertEquals(0, doubled.status(), doubled.err());
        assertTrue(doubled.err().contains("and one more was put before it"), doubled.err());
        CommandRun once = run("--protocol", "lm-eval", "--window", 32, "--max-windows", 1);
        assertFalse(once.err().contains("BOS"), once.err());
    }

    @ParameterizedTest
    @CsvSource({
        "windows, 126, 'windows of 64 tokens without overlap, tokens 2…64 scored, no BOS'",
        "llama.cpp, 62, 'windows of 64 tokens without overlap, tokens 34…64 scored, BOS as first token'",
        "stride, 95, 'windows of 64 tokens, each 32 further, every token scored once, no BOS'",
        "lm-eval, 128, 'rolling windows of 64 tokens, every token scored once, BOS before the text'"
    })
    void everyProtocolSaysItsFullName(String protocol, int scored, String words) throws IOException {
        Path file = folder.resolve("result.json");
        CommandRun run = run("--protocol", protocol, "--window", 64, "--max-windows", 2, "--json", file);
        assertEquals(0, run.status(), run.err());
        JsonNode json = CommandRun.json(file);
        assertEquals(protocol, json.get("protocol").asText());
        assertEquals(2, json.get("windows").asInt());
        assertEquals(scored, json.get("scoredTokens").asInt());
        assertEquals(words, json.get("protocolWords").asText());
        assertTrue(run.out().contains("2 of "), run.out());
        assertTrue(run.out().contains(words + "; " + scored + " tokens scored"), run.out());
        assertEquals(protocol.equals("lm-eval"), json.has("bitsPerByte"));
        assertEquals(protocol.equals("lm-eval"), run.out().contains("word perplexity"));
    }

    @Test
    void predictionsAreComparedWithThoseOfTheBaseline() throws IOException {
        Path file = folder.resolve("result.json");
        CommandRun run = run("--window", 64, "--max-windows", 2, "--copy", "3,4", "--json", file);
        JsonNode json = CommandRun.json(file);
        JsonNode divergence = json.get("klDivergence");
        assertTrue(divergence.get("mean").asDouble() > 0, json.toString());
        assertTrue(divergence.get("max").asDouble() >= divergence.get("median").asDouble(), json.toString());
        double share = json.get("sameTop").get("share").asDouble();
        assertTrue(share > 0.2 && share < 1, json.toString());
        assertTrue(run.out().contains("KL to the model without sharing"), run.out());
        assertTrue(run.out().contains("same likeliest token"), run.out());
    }

    @Test
    void strideIsRefusedWhereThereIsNone() {
        CommandRun run = run("--stride", 16);
        assertEquals(2, run.status());
        assertTrue(run.err().contains("--protocol stride"), run.err());
        assertEquals(
                2, run("--protocol", "stride", "--window", 16, "--stride", 17).status());
    }

    private static CommandRun run(Object... options) {
        List<Object> args = new ArrayList<>(List.of("perplexity", SAMPLE, "--text-file", TEXT));
        args.addAll(List.of(options));
        return CommandRun.of(args.toArray());
    }
}
