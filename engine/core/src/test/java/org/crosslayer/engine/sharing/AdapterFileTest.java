package org.crosslayer.engine.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.engine.format.SafetensorsLayout;
import org.crosslayer.engine.format.SafetensorsWriter;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention.CopyPattern;
import org.crosslayer.engine.model.LayerAttention.Lisa;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.LisaOptions.Carrier;
import org.crosslayer.engine.model.LisaOptions.Combine;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.tensor.DType;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterFileTest {
    private static final ModelConfig CONFIG = ModelConfig.llama(6, 4, 2, 8, 2, 16, 100, 128, true);
    private static final LisaOptions LINEAR =
            new LisaOptions(0, 0, Activation.RELU, true, false, Carrier.SCORES, Combine.ADD);
    private static final LisaOptions CONCAT =
            new LisaOptions(3, 5, Activation.GELU, false, false, Carrier.SCORES, Combine.CONCAT);

    @TempDir
    private Path folder;

    private Path plan;
    private Path adapters;
    private AttentionPlan fitted;

    @BeforeEach
    void somePlan() {
        plan = folder.resolve("plan.json");
        adapters = folder.resolve("adapter.safetensors");
        fitted = AttentionPlan.none(6)
                .with(1, new Lisa(0, LisaAdapter.random(CONFIG, LisaOptions.defaults(4), 1)))
                .with(2, new CopyPattern(1))
                .with(3, new Lisa(2, LisaAdapter.random(CONFIG, LINEAR, 2)))
                .with(5, new Lisa(3, LisaAdapter.random(CONFIG, CONCAT, 3)));
    }

    @Test
    void whatIsWrittenIsReadBackWithItsNotes() throws EngineException {
        FitNotes notes = new FitNotes(Map.of("seed", "3"), Map.of("ratio", 1.25));
        try (Checkpoint file = model("llama-mha")) {
            ModelIdentity model = new ModelIdentity(CONFIG, file);
            PlanFile.write(plan, fitted, model, notes);
            assertEquals(fitted, PlanFile.read(plan, model));
            assertEquals(notes, PlanFile.notes(plan));
            Path other = folder.resolve("late.json");
            PlanFile.write(other, fitted.with(5, new CopyPattern(4)), model, FitNotes.NONE);
            assertEquals(fitted.with(5, new CopyPattern(4)), PlanFile.read(other, model));
            assertEquals(FitNotes.NONE, PlanFile.notes(other));
            assertTrue(Files.exists(folder.resolve("late.adapter.safetensors")));
        }
    }

    @Test
    void tensorsHaveTheDocumentedNamesAndShapes() throws EngineException {
        write();
        try (SafetensorsFile file = SafetensorsFile.open(adapters)) {
            assertEquals(
                    "{layers.1.align.b1=[4], layers.1.align.b2=[4], layers.1.align.skip=[4, 4],"
                            + " layers.1.align.w1=[4, 4], layers.1.align.w2=[4, 4], layers.1.key.weight=[12, 8],"
                            + " layers.1.query.weight=[24, 8], layers.3.align.b2=[4], layers.3.align.skip=[4, 4],"
                            + " layers.5.align.b1=[5], layers.5.align.b2=[4], layers.5.align.w1=[5, 8],"
                            + " layers.5.align.w2=[4, 5], layers.5.key.weight=[6, 8], layers.5.query.weight=[12, 8]}",
                    shapes(file).toString());
        }
    }

    @Test
    void adaptersOfAnotherModelAreRefused() throws EngineException {
        write();
        assertComplaint("llama31-gqa", "adapter.safetensors: holds adapters for another model (fingerprint ");
    }

    @Test
    void aChangedRankIsNamedWithTheTensorAndBothShapes() throws EngineException, IOException {
        write();
        replaceInPlan("\"rank\" : 6", "\"rank\" : 4");
        assertComplaint(
                "llama-mha",
                "tensor layers.1.query.weight is F32 [24, 8] where the plan's options for layer 1 call for F32 [16, 8]");
    }

    @Test
    void aMissingTensorIsNamed() throws EngineException, IOException {
        write();
        replaceInPlan("\"hidden\" : 0", "\"hidden\" : 4");
        assertComplaint("llama-mha", "has no tensor layers.3.align.w1, which the plan needs for layer 3");
        Files.delete(adapters);
        assertComplaint("llama-mha", "adapter.safetensors: does not exist");
    }

    @Test
    void optionsThatDoNotGoTogetherAreNamedByTheirEntry() throws EngineException, IOException {
        write();
        replaceInPlan("\"rank\" : 6", "\"rank\" : 5");
        assertComplaint("llama-mha", "layers[0] (layer 1) has options that do not go together, a rank of 5 with rope");
        replaceInPlan("\"rank\" : 5", "\"rank\" : 6");
        replaceInPlan("\"activation\" : \"relu\"", "\"activation\" : \"tanh\"");
        assertComplaint(
                "llama-mha", "layers[2] (layer 3) has \"tanh\" as \"activation\", known are \"silu\", \"gelu\"");
    }

    @Test
    void filesOfDifferentPlansAreNotMixed() throws EngineException, IOException {
        write();
        byte[] earlier = Files.readAllBytes(adapters);
        fitted = fitted.with(1, new Lisa(0, LisaAdapter.random(CONFIG, LisaOptions.defaults(4), 9)));
        write();
        Files.write(adapters, earlier);
        assertComplaint("llama-mha", "layers[0] (layer 1) was saved with other values than the adapter file beside it");
        replaceInPlan("\"adapter.safetensors\"", "\"../adapter.safetensors\"");
        assertComplaint("llama-mha", "where the name of a file beside it belongs");
    }

    @Test
    void valuesThatAreNoNumbersAreRefused() throws EngineException {
        write();
        try (Checkpoint file = model("llama-mha");
                SafetensorsFile saved = SafetensorsFile.open(adapters)) {
            SafetensorsLayout layout =
                    new SafetensorsLayout().metadata("model", new ModelIdentity(CONFIG, file).fingerprint());
            saved.tensors()
                    .forEach((name, tensor) -> layout.tensor(
                            name,
                            DType.F32,
                            tensor.shape().stream().mapToLong(Long::longValue).toArray()));
            try (SafetensorsWriter writer = layout.open(adapters)) {
                for (var entry : saved.tensors().entrySet()) {
                    float[] values = entry.getValue().toFloats();
                    values[0] = entry.getKey().equals("layers.3.align.skip") ? Float.NaN : values[0];
                    writer.write(entry.getKey(), values);
                }
                writer.finish();
            }
        }
        assertComplaint("llama-mha", "tensor layers.3.align.skip holds the value NaN: fit layer 3 anew");
    }

    private void write() throws EngineException {
        try (Checkpoint file = model("llama-mha")) {
            PlanFile.write(plan, fitted, new ModelIdentity(CONFIG, file), FitNotes.NONE);
        }
    }

    private void replaceInPlan(String old, String with) throws IOException {
        String text = Files.readString(plan);
        assertTrue(text.contains(old), text);
        Files.writeString(plan, text.replace(old, with));
    }

    private void assertComplaint(String modelName, String complaint) throws EngineException {
        try (Checkpoint file = model(modelName)) {
            BadFileException e =
                    assertThrows(BadFileException.class, () -> PlanFile.read(plan, new ModelIdentity(CONFIG, file)));
            assertTrue(e.getMessage().contains(complaint), e.getMessage());
        }
    }

    private static Map<String, Object> shapes(SafetensorsFile file) {
        Map<String, Object> shapes = new java.util.TreeMap<>();
        file.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }

    private static Checkpoint model(String name) throws EngineException {
        return SafetensorsFile.open(SampleModels.golden(name).resolve("model.safetensors"));
    }
}
