package org.crosslayer.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AttentionCommandTest {
    /// How far float32 arithmetic in another order may stray from transformers.
    private static final float LOGITS = 2e-3f;

    private static final float PATTERN = 1e-4f;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"llama-mha", "llama31-gqa"})
    void fileHoldsWhatTransformersComputed(String name) throws BadFileException {
        Path out = folder.resolve("out.safetensors");
        try (SafetensorsFile golden =
                SafetensorsFile.open(SampleModels.golden(name).resolve("golden.safetensors"))) {
            String ids = Arrays.stream(tensor(golden, "input_ids").toLongs())
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(","));
            CommandRun run = CommandRun.of("attention", SampleModels.golden(name), "--ids", ids, "--out", out);
            assertEquals(0, run.status(), run.err());
            try (SafetensorsFile written = SafetensorsFile.open(out)) {
                assertEquals(golden.tensors().keySet(), written.tensors().keySet());
                assertArrayEquals(
                        tensor(golden, "input_ids").toLongs(),
                        tensor(written, "input_ids").toLongs());
                assertSame(tensor(golden, "logits"), tensor(written, "logits"), LOGITS);
                assertSame(tensor(golden, "hidden"), tensor(written, "hidden"), LOGITS);
                assertSame(tensor(golden, "attentions"), tensor(written, "attentions"), PATTERN);
            }
        }
    }

    @Test
    void copiedLayerHasThePatternOfTheLayerBelow() throws BadFileException {
        Path out = folder.resolve("out.safetensors");
        CommandRun run = CommandRun.of(
                "attention", SampleModels.golden("llama-mha"), "--ids", "5,9,11", "--copy", "2", "--out", out);
        assertEquals(0, run.status(), run.err());
        try (SafetensorsFile written = SafetensorsFile.open(out)) {
            float[] patterns = tensor(written, "attentions").toFloats();
            int layer = 4 * 3 * 3;
            assertArrayEquals(
                    Arrays.copyOfRange(patterns, layer, 2 * layer), Arrays.copyOfRange(patterns, 2 * layer, 3 * layer));
        }
    }

    @Test
    void textIsTakenWithoutSpecialTokens() throws BadFileException {
        Path out = folder.resolve("out.safetensors");
        CommandRun run = CommandRun.of("attention", SampleModels.sample16l(), "--text", "My dear", "--out", out);
        assertEquals(0, run.status(), run.err());
        String ids = CommandRun.of("tokens", SampleModels.sample16l(), "--text", "My dear")
                .out();
        try (SafetensorsFile written = SafetensorsFile.open(out)) {
            assertEquals(
                    List.of(1L, (long) ids.strip().split(" ", -1).length),
                    tensor(written, "input_ids").shape());
        }
    }

    @Test
    void idOutsideTheVocabularyFailsAndWritesNothing() {
        Path out = folder.resolve("out.safetensors");
        CommandRun run = CommandRun.of("attention", SampleModels.golden("llama-mha"), "--ids", "5,160", "--out", out);
        assertEquals(1, run.status());
        assertTrue(run.err().contains("160"), run.err());
        assertTrue(Files.notExists(out));
    }

    private static MappedTensor tensor(SafetensorsFile file, String name) {
        return Objects.requireNonNull(file.tensors().get(name), name);
    }

    private static void assertSame(MappedTensor expected, MappedTensor actual, float tolerance) {
        assertEquals(expected.shape(), actual.shape());
        assertArrayEquals(expected.toFloats(), actual.toFloats(), tolerance, expected.name());
    }
}
