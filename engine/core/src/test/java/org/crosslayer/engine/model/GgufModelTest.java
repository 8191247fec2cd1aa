package org.crosslayer.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.backend.RopeLayout;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.format.GgufBuilder;
import org.crosslayer.engine.format.SafetensorsFile;
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
    @ValueSource(
            strings = {
                "llama-mha",
                "llama31-gqa",
                "llama31-passage",
                "qwen2",
                "qwen3",
                "gemma2",
                "phi3",
                "phi3-longrope",
                "gpt2",
                "gpt-neox",
                "gpt-neox-serial"
            })
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

    /// The converter leaves the window of StarCoder 2 away, so here the folder has none either.
    @Test
    void starCoder2GivesTheLogitsOfItsFolder() throws EngineException, IOException {
        assertSameLogits(changed("starcoder2", config -> config.putNull("sliding_window")), 17);
    }

    @Test
    void aBigEndianFileGivesTheSameLogits() throws EngineException, IOException {
        Path source = SampleModels.golden("qwen3");
        Path file = GgufConversion.convert(source, folder.resolve("big.gguf"), ByteOrder.BIG_ENDIAN);
        int[] ids = {3, 10, 17, 24, 31};
        assertArrayEquals(logits(source, Device.REFERENCE, ids), logits(file, Device.REFERENCE, ids), 1e-5f);
    }

    @Test
    void shortTextsOfPhi3HaveFactorsOfTheirOwn() throws EngineException, IOException {
        assertSameLogits(SampleModels.golden("phi3-longrope"), 9);
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

    /// A copy of a bundled model with another configuration.
    private Path changed(String name, Consumer<ObjectNode> change) throws IOException {
        Path source = SampleModels.golden(name);
        Path copy = Files.createDirectory(folder.resolve(name));
        Files.copy(source.resolve("model.safetensors"), copy.resolve("model.safetensors"));
        JsonMapper mapper = new JsonMapper();
        ObjectNode config = (ObjectNode) mapper.readTree(Files.readAllBytes(source.resolve("config.json")));
        change.accept(config);
        Files.write(copy.resolve("config.json"), mapper.writeValueAsBytes(config));
        return copy;
    }
}
