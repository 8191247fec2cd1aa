package org.crosslayer.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.backend.RopeLayout;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.format.GgufBuilder;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.engine.format.SafetensorsLayout;
import org.crosslayer.engine.format.SafetensorsWriter;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tensor.DType;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Models in GGUF files against Hugging Face's numbers, or against the same model in a Hugging Face folder.
class GgufModelTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"llama-mha", "llama31-gqa", "qwen2", "qwen3", "gemma2", "phi3", "gpt2", "gpt-neox"})
    void everyArchitectureWithAGoldenGivesItsLogits(String name) throws EngineException, IOException {
        Path file = GgufConversion.convert(SampleModels.golden(name), folder.resolve(name + ".gguf"));
        try (SafetensorsFile golden =
                SafetensorsFile.open(SampleModels.golden(name).resolve("golden.safetensors"))) {
            int[] ids = Arrays.stream(Objects.requireNonNull(golden.tensors().get("input_ids"))
                            .toLongs())
                    .mapToInt(Math::toIntExact)
                    .toArray();
            float[] expected =
                    Objects.requireNonNull(golden.tensors().get("logits")).toFloats();
            assertArrayEquals(expected, logits(file, Device.REFERENCE, ids), 1e-4f);
            assertArrayEquals(expected, logits(file, Device.CPU, ids), 2e-3f);
        }
    }

    @Test
    void llamaIsTurnedByNeighbours() throws EngineException, IOException {
        Path file = GgufConversion.convert(SampleModels.golden("llama-mha"), folder.resolve("llama.gguf"));
        try (LoadedModel model = Engine.open(file, Device.REFERENCE, Progress.NONE, Cancellation.NEVER)) {
            RopeConfig rope = Objects.requireNonNull(model.config().layer(0).rope());
            assertEquals(RopeLayout.INTERLEAVED, rope.layout());
            assertTrue(model.config().tiedEmbeddings());
        }
    }

    @Test
    void starCoder2GivesTheLogitsOfItsFolder() throws EngineException, IOException {
        Path source = Files.createDirectory(folder.resolve("starcoder2"));
        Files.writeString(source.resolve("config.json"), """
                {"model_type":"starcoder2","hidden_size":32,"intermediate_size":48,"num_hidden_layers":2,
                 "num_attention_heads":4,"num_key_value_heads":2,"max_position_embeddings":64,"vocab_size":50,
                 "norm_epsilon":1e-5,"rope_theta":1000.0,"tie_word_embeddings":true,"use_bias":true}""");
        starCoder2Weights(source.resolve("model.safetensors"));
        assertSameLogits(source, 17);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 40})
    void phi3WithFactorsForEachPairGivesTheLogitsOfItsFolder(int length) throws EngineException, IOException {
        Path source = Files.createDirectory(folder.resolve("phi3"));
        Path golden = SampleModels.golden("phi3");
        Files.copy(golden.resolve("model.safetensors"), source.resolve("model.safetensors"));
        JsonMapper mapper = new JsonMapper();
        ObjectNode config = (ObjectNode) mapper.readTree(Files.readAllBytes(golden.resolve("config.json")));
        config.put("original_max_position_embeddings", 32);
        ObjectNode rope = config.putObject("rope_scaling").put("type", "longrope");
        for (int i = 0; i < 8; i++) {
            rope.withArray("short_factor").add(1 + 0.01 * i);
            rope.withArray("long_factor").add(1 + 0.5 * i);
        }
        Files.write(source.resolve("config.json"), mapper.writeValueAsBytes(config));
        assertSameLogits(source, length);
    }

    @Test
    void anUnknownArchitectureNamesThoseThatAreSupported() throws IOException {
        Path file = new GgufBuilder()
                .text("general.architecture", "mamba")
                .tensor("token_embd.weight", new float[2], 1, 2)
                .write(folder.resolve("mamba.gguf"));
        UnsupportedModelException e = assertThrows(UnsupportedModelException.class, () -> open(file));
        assertTrue(e.getMessage().contains("\"mamba\"") && e.getMessage().contains("starcoder2"), e.getMessage());
    }

    @Test
    void missingKeysAndTensorsAreNamed() throws IOException {
        GgufBuilder keys =
                new GgufBuilder().text("general.architecture", "llama").uint32("llama.block_count", 1);
        Path noKeys = keys.tensor("token_embd.weight", new float[8], 4, 2).write(folder.resolve("keys.gguf"));
        assertMessage("\"llama.embedding_length\"", noKeys);
        keys.uint32("llama.embedding_length", 2)
                .uint32("llama.attention.head_count", 1)
                .uint32("llama.context_length", 8)
                .uint32("llama.feed_forward_length", 4)
                .float32("llama.attention.layer_norm_rms_epsilon", 1e-5);
        assertMessage("blk.0.attn_q.weight is missing", keys.write(folder.resolve("tensors.gguf")));
        keys.tensor("blk.0.attn_q.weight", DType.IQ1_S, new byte[50], 256);
        assertMessage("blk.0.attn_q.weight has shape [256]", keys.write(folder.resolve("shape.gguf")));
        keys.uint32("llama.expert_count", 8);
        assertMessage("mixtures of experts", keys.write(folder.resolve("experts.gguf")));
    }

    @Test
    void aHeaderAloneIsSaidSo() throws IOException {
        GgufBuilder header = new GgufBuilder().text("general.architecture", "llama");
        Path whole = header.tensor("t", new float[8], 8).write(folder.resolve("whole.gguf"));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(bytes, bytes.length - 32));
        assertMessage("a header without the tensors", cut);
    }

    private void assertMessage(String part, Path file) {
        EngineException e = assertThrows(EngineException.class, () -> open(file));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    private void open(Path file) throws EngineException {
        Engine.open(file, Device.REFERENCE, Progress.NONE, Cancellation.NEVER).close();
    }

    private void assertSameLogits(Path source, int length) throws EngineException, IOException {
        Path file = GgufConversion.convert(source, folder.resolve("model.gguf"));
        int[] ids = IntStream.range(0, length).map(i -> (i * 7 + 3) % 50).toArray();
        assertArrayEquals(logits(source, Device.REFERENCE, ids), logits(file, Device.REFERENCE, ids), 1e-5f);
    }

    private static float[] logits(Path model, Device device, int[] ids) throws EngineException {
        try (LoadedModel loaded = Engine.open(model, device, Progress.NONE, Cancellation.NEVER)) {
            AttentionPlan plan = AttentionPlan.none(loaded.config().nLayers());
            return loaded.record(ids, plan, Progress.NONE, Cancellation.NEVER)
                    .logits()
                    .toArray();
        }
    }

    private static void starCoder2Weights(Path target) throws EngineException {
        SafetensorsLayout layout = new SafetensorsLayout();
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("model.embed_tokens.weight", new long[] {50, 32});
        shapes.put("model.norm.weight", new long[] {32});
        shapes.put("model.norm.bias", new long[] {32});
        for (int layer = 0; layer < 2; layer++) {
            String prefix = "model.layers." + layer + ".";
            for (String norm : new String[] {"input_layernorm", "post_attention_layernorm"}) {
                shapes.put(prefix + norm + ".weight", new long[] {32});
                shapes.put(prefix + norm + ".bias", new long[] {32});
            }
            projection(shapes, prefix + "self_attn.q_proj", 32, 32);
            projection(shapes, prefix + "self_attn.k_proj", 16, 32);
            projection(shapes, prefix + "self_attn.v_proj", 16, 32);
            projection(shapes, prefix + "self_attn.o_proj", 32, 32);
            projection(shapes, prefix + "mlp.c_fc", 48, 32);
            projection(shapes, prefix + "mlp.c_proj", 32, 48);
        }
        shapes.forEach((name, shape) -> layout.tensor(name, DType.F32, shape));
        Random random = new Random(7);
        try (SafetensorsWriter writer = layout.open(target)) {
            for (var entry : shapes.entrySet()) {
                long size = Arrays.stream(entry.getValue()).reduce(1, (a, b) -> a * b);
                float[] values = new float[(int) size];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (0.3 * random.nextGaussian());
                }
                writer.write(entry.getKey(), values);
            }
            writer.finish();
        }
    }

    private static void projection(Map<String, long[]> shapes, String name, long out, long in) {
        shapes.put(name + ".weight", new long[] {out, in});
        shapes.put(name + ".bias", new long[] {out});
    }
}
