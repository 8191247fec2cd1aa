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

final class ParityCommandTest {
    private static final Path MODEL = SampleModels.golden("llama-mha");
    private static final Path REFERENCE = MODEL.resolve("golden.safetensors");

    @TempDir
    private Path folder;

    @Test
    void aModelThatAgreesGetsItsReport() throws IOException {
        Path page = folder.resolve("parity.md");
        Path json = folder.resolve("parity.json");
        CommandRun run = CommandRun.of("parity", MODEL, REFERENCE, "--out", page, "--json", json);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("The same numbers as the reference"), run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.startsWith("pattern 3")), run.out());
        assertTrue(Files.readString(page).contains("| hidden 4 |"), Files.readString(page));
        JsonNode result = CommandRun.json(json);
        assertTrue(result.get("passes").asBoolean());
        assertEquals(1 + 5 + 4, result.get("lines").size());
        assertEquals(40, result.get("tokens").asInt());
    }

    @Test
    void whatIsOutsideOfTheToleranceFails() throws IOException {
        CommandRun run = CommandRun.of(
                "parity", MODEL, REFERENCE, "--device", "reference", "--logit-tolerance", "1e-9", "--json", "-");
        assertEquals(1, run.status());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains("does not compute what"), run.err());
        assertFalse(run.json().get("passes").asBoolean());
    }

    @Test
    void aFileOfAnotherModelIsRefusedInOneSentence() {
        CommandRun run =
                CommandRun.of("parity", MODEL, SampleModels.golden("sample-16l").resolve("golden.safetensors"));
        assertEquals(1, run.status());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains("the file was made with another model"), run.err());
    }

    @Test
    void aFileWithoutIdsIsRefusedInOneSentence() {
        CommandRun run = CommandRun.of("parity", MODEL, MODEL.resolve("model.safetensors"));
        assertEquals(1, run.status());
        assertTrue(run.err().contains("make_reference.py"), run.err());
    }

    @Test
    void aToleranceOfNothingIsBadUsage() {
        assertEquals(
                2,
                CommandRun.of("parity", MODEL, REFERENCE, "--pattern-tolerance", "0")
                        .status());
        assertEquals(2, CommandRun.of("parity", MODEL).status());
    }
}
