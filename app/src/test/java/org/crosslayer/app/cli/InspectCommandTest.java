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
