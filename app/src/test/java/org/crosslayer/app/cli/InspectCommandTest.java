package org.crosslayer.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InspectCommandTest {
    @TempDir
    private Path folder;

    @Test
    void modelIsToldAsATable() {
        CommandRun run = CommandRun.of("inspect", SampleModels.sample16l());
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("nLayers +16")), run.out());
        assertTrue(
                run.out().lines().anyMatch(line -> line.matches("model\\.embed_tokens\\.weight +BF16 +\\[4096, 256]")));
    }

    @Test
    void theVocabularyAndItsBosRuleAreTold() throws IOException {
        JsonNode json = CommandRun.of("inspect", SampleModels.sample16l(), "--json", "-")
                .json();
        assertEquals("byte-level BPE, tokenizer.json", json.get("tokenizer").asText());
        assertEquals(
                "no BOS (tokenizer.json, whose template adds nothing)",
                json.get("bos").asText());
        CommandRun without = CommandRun.of("inspect", SampleModels.golden("llama-mha"));
        assertTrue(
                without.out().lines().anyMatch(line -> line.matches("tokenizer +none: .*does not exist.*")),
                without.out());
    }

    @Test
    void modelIsToldAsJson() throws IOException {
        JsonNode json = CommandRun.of("inspect", SampleModels.sample16l(), "--json", "-")
                .json();
        assertEquals("sample-16l", json.get("name").asText());
        assertEquals(16, json.get("nLayers").asInt());
        assertEquals(4096, json.get("tensors").get(0).get("shape").get(0).asInt());
    }

    @Test
    void tokenizerPositionsAndGroupsOfTensorsAreTold() throws IOException {
        CommandRun run = CommandRun.of("inspect", SampleModels.sample16l());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("BOS +0 <\\|begin_of_text\\|>")), run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("vocabulary +4096")), run.out());
        assertTrue(
                run.out()
                        .lines()
                        .anyMatch(line -> line.matches(
                                "model\\.layers\\.\\*\\.self_attn\\.q_proj\\.weight +16 +BF16 +\\[256, 256] .*")),
                run.out());
        JsonNode json = CommandRun.of("inspect", SampleModels.sample16l(), "--json", "-")
                .json();
        assertTrue(json.get("facts").get("Architecture").size() > 10, json.toString());
        assertEquals(11, json.get("groups").size());
    }

    @Test
    void memoryIsToldBeforeAnythingRuns() throws IOException {
        JsonNode fits = CommandRun.of("inspect", SampleModels.sample16l(), "--tokens", "64", "--json", "-")
                .json()
                .get("memory");
        assertEquals(4L * 16 * 8 * 64 * 64, fits.get("keptBytes").asLong());
        assertTrue(fits.get("fits").asBoolean());
        CommandRun absurd = CommandRun.of("inspect", SampleModels.sample16l(), "--tokens", Integer.MAX_VALUE);
        assertEquals(0, absurd.status(), absurd.err());
        assertTrue(absurd.out().contains("The model has positions for 2048 tokens"), absurd.out());
        assertEquals(
                2,
                CommandRun.of("inspect", SampleModels.sample16l(), "--tokens", "0")
                        .status());
    }

    @Test
    void filesAreHashedOnRequest() throws IOException {
        JsonNode json = CommandRun.of("inspect", SampleModels.golden("llama-mha"), "--hash", "--json", "-")
                .json();
        assertEquals("config.json", json.get("hashes").get(0).get("name").asText());
        assertEquals(64, json.get("hashes").get(0).get("sha256").asText().length());
    }

    @Test
    void singleFileIsToldByItsHeader() throws IOException {
        Path file = folder.resolve("inspect.json");
        CommandRun run = CommandRun.of(
                "inspect", SampleModels.golden("llama-mha").resolve("golden.safetensors"), "--json", file);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("[4, 1, 4, 40, 40]"), run.out());
        assertEquals(4, CommandRun.json(file).get("tensors").size());
    }

    @Test
    void ggufFileIsToldEvenIfItCannotBeRun() throws IOException {
        byte[] bytes = new byte[32];
        bytes[0] = 'G';
        bytes[1] = 'G';
        bytes[2] = 'U';
        bytes[3] = 'F';
        bytes[4] = 3;
        Path file = Files.write(folder.resolve("empty.gguf"), bytes);
        CommandRun run = CommandRun.of("inspect", file);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("format +GGUF 3")), run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("cannotRun .*general\\.architecture.*")), run.out());
        bytes[4] = 1;
        Files.write(file, bytes);
        CommandRun refused = CommandRun.of("inspect", file);
        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("version 1"), refused.err());
    }

    @Test
    void damagedFileFailsWithOneSentence() throws IOException {
        Path file = Files.write(folder.resolve("damaged.safetensors"), new byte[] {1, 2, 3});
        CommandRun run = CommandRun.of("inspect", file);
        assertEquals(1, run.status());
        assertEquals(1, run.err().lines().count(), run.err());
    }
}
