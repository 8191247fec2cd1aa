package org.crosslayer.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.engine.tensor.DType;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightLoaderTest {
    private static final String DOWN = "model.layers.1.mlp.down_proj.weight";
    private static final String SCALE = DOWN + "_scale";

    @Test
    void tiedEmbeddingsMayBeStoredUnderEitherNameOrBoth() throws EngineException {
        float[] expected = run("llama-mha", _ -> {});
        assertArrayEquals(expected, run("llama-mha", it -> rename(it, "model.embed_tokens.weight", "lm_head.weight")));
        assertArrayEquals(
                expected, run("llama-mha", it -> it.put("lm_head.weight", it.get("model.embed_tokens.weight"))));
    }

    @ParameterizedTest
    @CsvSource({"gpt2,transformer.", "bloom,transformer.", "gpt-neox,gpt_neox.", "llama-mha,model.", "opt,model."})
    void theBaseModelSavedAloneIsRead(String name, String prefix) throws EngineException {
        float[] expected = run(name, _ -> {});
        assertArrayEquals(expected, run(name, tensors -> {
            for (String tensor : tensors.keySet().toArray(String[]::new)) {
                if (tensor.startsWith(prefix)) {
                    rename(tensors, tensor, tensor.substring(prefix.length()));
                }
            }
        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"language_model.model.", "model.language_model."})
    void anotherModelForImagesInTheSameFileIsPassedOver(String prefix) throws EngineException {
        float[] expected = run("gemma3", _ -> {});
        assertArrayEquals(expected, run("gemma3", tensors -> {
            MappedTensor norm = Objects.requireNonNull(tensors.get("model.norm.weight"));
            for (String tensor : tensors.keySet().toArray(String[]::new)) {
                rename(tensors, tensor, prefix + tensor.substring("model.".length()));
            }
            tensors.put("vision_tower.norm.weight", norm);
        }));
    }

    @Test
    void masksAndFrequenciesThatOldFilesHoldArePassedOver() throws EngineException {
        float[] expected = run("gpt2", _ -> {});
        assertArrayEquals(
                expected, run("gpt2", it -> it.put("transformer.h.0.attn.bias", it.get("transformer.ln_f.weight"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "qwen3 | model.layers.2.self_attn.q_norm.weight | is missing",
                "gemma2 | model.layers.0.pre_feedforward_layernorm.weight | is missing",
                "phi3 | model.layers.0.mlp.gate_up_proj.weight | is missing",
                "bloom | transformer.word_embeddings_layernorm.bias | is missing",
                "opt | model.decoder.embed_positions.weight | is missing"
            })
    void aMissingTensorIsNamed(String model, String tensor, String words) {
        complains(model, it -> it.remove(tensor), tensor, words);
    }

    @Test
    void anExtraTensorAndAWrongShapeAreNamed() {
        complains(
                "qwen2",
                it -> it.put("model.layers.0.self_attn.o_proj.bias", it.get("model.norm.weight")),
                "model.layers.0.self_attn.o_proj.bias",
                "no place in the qwen2");
        complains(
                "gpt2",
                it -> it.put("transformer.wpe.weight", it.get("transformer.wte.weight")),
                "transformer.wpe.weight",
                "[160, 64]");
    }

    @Test
    void eightBitMatricesAreMultipliedByTheScalesThatTheFileStates() throws EngineException {
        byte[] stored = new byte[64 * 112];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = (byte) (0x30 + i % 15 + (i % 2 << 7));
        }
        for (DType dtype : new DType[] {DType.F8_E4M3, DType.F8_E5M2}) {
            float[] plain = new float[stored.length];
            for (int i = 0; i < plain.length; i++) {
                plain[i] = value(stored[i] & 0xff, dtype) / 4;
            }
            float[] expected = run("llama-mha", it -> checkpoint(it).put(DOWN, plain, 64, 112));
            float[] rows = new float[64];
            Arrays.fill(rows, 0.25f);
            for (Consumer<MapCheckpoint> scales : List.<Consumer<MapCheckpoint>>of(
                    it -> it.put(SCALE, new float[] {0.25f}, 1),
                    it -> it.put(SCALE, rows, 64, 1),
                    it -> it.put(SCALE + "_inv", new float[] {0.25f}, 1, 1),
                    it -> it.put(SCALE + "_inv", new float[] {0.25f, 0.25f, 0.25f, 0.25f}, 2, 2))) {
                assertArrayEquals(expected, run("llama-mha", it -> {
                    checkpoint(it).put(DOWN, dtype, stored, 64, 112);
                    scales.accept(checkpoint(it));
                }));
            }
            complains("llama-mha", it -> checkpoint(it).put(DOWN, dtype, stored, 64, 112), DOWN, "without scales");
            Consumer<Map<String, MappedTensor>> misfit = it -> {
                checkpoint(it).put(DOWN, dtype, stored, 64, 112);
                checkpoint(it).put(SCALE, new float[5], 5);
            };
            complains("llama-mha", misfit, SCALE, "does not fit");
        }
    }

    /// By the definitions of the two formats.
    private static float value(int bits, DType dtype) {
        int wide = dtype == DType.F8_E4M3 ? 3 : 2;
        int bias = dtype == DType.F8_E4M3 ? 7 : 15;
        int exponent = (bits & 0x7f) >> wide;
        double fraction = (bits & ((1 << wide) - 1)) / (double) (1 << wide);
        double magnitude = (1 + fraction) * Math.pow(2, exponent - bias);
        return (float) (bits >= 0x80 ? -magnitude : magnitude);
    }

    private static MapCheckpoint checkpoint(Map<String, MappedTensor> tensors) {
        return new MapCheckpoint(tensors);
    }

    private static void rename(Map<String, MappedTensor> tensors, String from, String to) {
        tensors.put(to, Objects.requireNonNull(tensors.remove(from), from));
    }

    private static void complains(
            String model, Consumer<Map<String, MappedTensor>> change, String tensor, String words) {
        BadFileException e = assertThrows(BadFileException.class, () -> run(model, change));
        assertTrue(e.getMessage().contains(tensor) && e.getMessage().contains(words), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    private static float[] run(String model, Consumer<Map<String, MappedTensor>> change) throws EngineException {
        Path folder = SampleModels.golden(model);
        try (Checkpoint file = SafetensorsFile.open(folder.resolve("model.safetensors"));
                Backend backend = new ReferenceBackend()) {
            MapCheckpoint changed = MapCheckpoint.of(file.tensors());
            change.accept(changed.tensors());
            Decoder decoder = Decoder.of(folder, changed, ConfigReader.read(folder.resolve("config.json")), backend);
            int[] ids = {5, 9, 2, 77};
            return PassRuns.run(decoder, AttentionPlan.none(4), ids, 4, ForwardObserver.NOBODY);
        }
    }
}
