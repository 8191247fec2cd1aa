package org.crosslayer.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.CpuBackend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.SafetensorsLayout;
import org.crosslayer.engine.format.SafetensorsWriter;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tensor.DType;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParityCheckTest {
    private static final Path GOLDEN = SampleModels.golden("llama31-gqa").resolve("golden.safetensors");
    private static final int LAYERS = 4;
    private static final int HEADS = 4;
    private static final int TOKENS = 40;

    @TempDir
    private Path folder;

    @Test
    void bothBackendsAgreeWithHuggingFaceWithinTheirUsualTolerances() throws EngineException {
        for (Backend backend : List.of(new ReferenceBackend(), new CpuBackend())) {
            ParityReport report = check(backend, GOLDEN);
            assertTrue(report.passes(), report.page());
            assertEquals(1 + LAYERS + 1 + LAYERS, report.lines().size());
            assertEquals(0, line(report, "hidden 0").deviation(), "embeddings are only looked up");
        }
    }

    @Test
    void oneWrongPatternValueIsFoundInItsPlace() throws EngineException {
        int index = ((2 * HEADS + 3) * TOKENS + 17) * TOKENS + 4;
        ParityReport report = check(new ReferenceBackend(), damaged("attentions", values -> values[index] += 0.25f));
        assertFalse(report.passes());
        ParityLine line = line(report, "pattern 2");
        assertEquals("head 3, token 17, key 4", line.where());
        assertEquals(0.25, line.deviation(), 1e-4);
        assertEquals(
                List.of("pattern 2"),
                report.lines().stream()
                        .filter(any -> !any.passes())
                        .map(ParityLine::what)
                        .toList());
        assertEquals("1 of 10 comparisons are outside of the tolerance.", report.verdict());
    }

    @Test
    void oneWrongLogitAndOneWrongHiddenValueAreFoundInTheirPlaces() throws EngineException {
        ParityReport logits = check(new ReferenceBackend(), damaged("logits", values -> values[39 * 160 + 7] -= 2));
        assertEquals("token 39, id 7", line(logits, "logits").where());
        int last = (LAYERS * TOKENS + 5) * 64 + 63;
        ParityReport hidden = check(new ReferenceBackend(), damaged("hidden", values -> values[last] += 1));
        assertEquals("token 5, channel 63", line(hidden, "hidden 4").where());
        assertTrue(line(hidden, "hidden 3").passes());
    }

    @Test
    void whatIsNoNumberNeverPasses() throws EngineException {
        ParityReport report = check(new ReferenceBackend(), damaged("logits", values -> values[3] = Float.NaN));
        assertFalse(report.passes());
        assertEquals(Double.POSITIVE_INFINITY, line(report, "logits").deviation());
    }

    @Test
    void aFileOfAnotherModelIsRefused() throws EngineException {
        BadFileException shape = assertThrows(
                BadFileException.class,
                () -> check(
                        new ReferenceBackend(),
                        SampleModels.golden("sample-16l").resolve("golden.safetensors")));
        assertTrue(shape.getMessage().contains("made with another model"), shape.getMessage());
        Path onlyIds = write(Map.of());
        BadFileException nothing = assertThrows(BadFileException.class, () -> check(new ReferenceBackend(), onlyIds));
        assertTrue(nothing.getMessage().endsWith("nothing to compare."), nothing.getMessage());
    }

    private static ParityReport check(Backend backend, Path file) throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", backend)) {
            return ParityCheck.run(golden.decoder(), "llama31-gqa", file, null, Progress.NONE, Cancellation.NEVER);
        }
    }

    private static ParityLine line(ParityReport report, String what) {
        return report.lines().stream()
                .filter(line -> line.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    /// The golden file with one tensor changed.
    private Path damaged(String tensor, Consumer<float[]> damage) throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            Map<String, float[]> all = List.of("logits", "hidden", "attentions").stream()
                    .collect(Collectors.toMap(name -> name, golden::floats));
            damage.accept(Objects.requireNonNull(all.get(tensor)));
            return write(all);
        }
    }

    private Path write(Map<String, float[]> floats) throws EngineException {
        Map<String, long[]> shapes = Map.of(
                "logits", new long[] {1, TOKENS, 160},
                "hidden", new long[] {LAYERS + 1, 1, TOKENS, 64},
                "attentions", new long[] {LAYERS, 1, HEADS, TOKENS, TOKENS});
        Path file = folder.resolve("reference.safetensors");
        SafetensorsLayout layout = new SafetensorsLayout().tensor("input_ids", DType.I64, 1, TOKENS);
        floats.keySet().forEach(name -> layout.tensor(name, DType.F32, Objects.requireNonNull(shapes.get(name))));
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend());
                SafetensorsWriter writer = layout.open(file)) {
            writer.write("input_ids", Arrays.stream(golden.ids()).asLongStream().toArray());
            for (Map.Entry<String, float[]> tensor : floats.entrySet()) {
                writer.write(tensor.getKey(), tensor.getValue());
            }
            writer.finish();
        }
        return file;
    }
}
