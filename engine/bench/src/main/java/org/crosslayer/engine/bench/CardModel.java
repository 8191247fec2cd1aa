package org.crosslayer.engine.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.BackendProvider;
import org.crosslayer.engine.error.BackendUnavailableException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.model.ConfigReader;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.tensor.DType;

/// A model of a real shape with random BF16 weights, on a card; no file is read but a configuration that is written for
/// it. All matrices are cut from one block of random values, which costs nobody anything but entropy.
final class CardModel implements AutoCloseable {
    private static final int SAMPLES = 8 << 20;
    private static final double SPREAD = 0.02;
    private static final short ONE = 0x3F80;

    /// Sizes of a Llama; all have 32 query heads of 128 values.
    enum Shape {
        /// Llama-2-7B.
        LLAMA_2_7B("7b", 32, 11_008, 32_000, 10_000),
        /// Llama-3-8B.
        LLAMA_3_8B("8b", 8, 14_336, 128_256, 500_000);

        private static final int WIDTH = 4096;
        private static final int LAYERS = 32;

        private final String label;
        private final int kvHeads;
        private final int mlp;
        private final int vocabulary;
        private final int theta;

        Shape(String label, int kvHeads, int mlp, int vocabulary, int theta) {
            this.label = label;
            this.kvHeads = kvHeads;
            this.mlp = mlp;
            this.vocabulary = vocabulary;
            this.theta = theta;
        }

        /// As `7b`.
        String label() {
            return label;
        }

        /// Parameters that every token is multiplied by: all layers, and the logits.
        long multiplied() {
            long keys = kvHeads * 128L;
            return LAYERS * (2L * WIDTH * WIDTH + 2 * keys * WIDTH + 3L * mlp * WIDTH) + (long) vocabulary * WIDTH;
        }

        /// Of them those of the layers, by which every token of a prompt is multiplied.
        long ofLayers() {
            return multiplied() - (long) vocabulary * WIDTH;
        }

        /// Values that a position adds to the cache.
        long cached() {
            return 2L * LAYERS * kvHeads * 128;
        }

        private String json() {
            return """
                    {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu",
                     "hidden_size": %d, "intermediate_size": %d, "num_hidden_layers": %d, "num_attention_heads": 32,
                     "num_key_value_heads": %d, "max_position_embeddings": 8192, "vocab_size": %d, "rms_norm_eps": 1e-05,
                     "rope_theta": %d, "tie_word_embeddings": false, "attention_bias": false, "mlp_bias": false,
                     "torch_dtype": "bfloat16"}
                    """.formatted(WIDTH, mlp, LAYERS, kvHeads, vocabulary, theta);
        }

        private Map<String, List<Long>> tensors() {
            long keys = kvHeads * 128L;
            Map<String, List<Long>> tensors = new LinkedHashMap<>();
            tensors.put("model.embed_tokens.weight", List.of((long) vocabulary, (long) WIDTH));
            for (int layer = 0; layer < LAYERS; layer++) {
                String prefix = "model.layers." + layer + ".";
                tensors.put(prefix + "input_layernorm.weight", List.of((long) WIDTH));
                tensors.put(prefix + "self_attn.q_proj.weight", List.of((long) WIDTH, (long) WIDTH));
                tensors.put(prefix + "self_attn.k_proj.weight", List.of(keys, (long) WIDTH));
                tensors.put(prefix + "self_attn.v_proj.weight", List.of(keys, (long) WIDTH));
                tensors.put(prefix + "self_attn.o_proj.weight", List.of((long) WIDTH, (long) WIDTH));
                tensors.put(prefix + "post_attention_layernorm.weight", List.of((long) WIDTH));
                tensors.put(prefix + "mlp.gate_proj.weight", List.of((long) mlp, (long) WIDTH));
                tensors.put(prefix + "mlp.up_proj.weight", List.of((long) mlp, (long) WIDTH));
                tensors.put(prefix + "mlp.down_proj.weight", List.of((long) WIDTH, (long) mlp));
            }
            tensors.put("model.norm.weight", List.of((long) WIDTH));
            tensors.put("lm_head.weight", List.of((long) vocabulary, (long) WIDTH));
            return tensors;
        }
    }

    private final Backend backend;
    private final Decoder decoder;

    private CardModel(Backend backend, Decoder decoder) {
        this.backend = backend;
        this.decoder = decoder;
    }

    /// A model on the device of that name.
    static CardModel of(Shape shape, String device) throws EngineException, IOException {
        Backend backend = open(device);
        Path config = Files.createTempFile("card", ".json");
        try (Arena arena = Arena.ofShared();
                RandomCheckpoint checkpoint = new RandomCheckpoint(tensors(shape, arena))) {
            Files.writeString(config, shape.json());
            return new CardModel(backend, Decoder.of(config, checkpoint, ConfigReader.read(config), backend));
        } finally {
            Files.delete(config);
        }
    }

    /// The backend of that name.
    ///
    /// @throws BackendUnavailableException if there is none
    static Backend open(String device) throws BackendUnavailableException {
        for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
            if (provider.name().equals(device)) {
                return provider.open();
            }
        }
        throw new BackendUnavailableException("nobody provides " + device);
    }

    Backend backend() {
        return backend;
    }

    Decoder decoder() {
        return decoder;
    }

    @Override
    public void close() {
        backend.close();
    }

    private static Map<String, MappedTensor> tensors(Shape shape, Arena arena) {
        Map<String, List<Long>> shapes = shape.tensors();
        long most = shapes.values().stream().mapToLong(CardModel::bytes).max().orElseThrow();
        MemorySegment random = random(arena, most);
        MemorySegment ones = arena.allocate(bytes(List.of((long) Shape.WIDTH)), Long.BYTES);
        for (long i = 0; i < Shape.WIDTH; i++) {
            ones.setAtIndex(ValueLayout.JAVA_SHORT, i, ONE);
        }
        Map<String, MappedTensor> tensors = new LinkedHashMap<>();
        shapes.forEach((name, axes) -> tensors.put(
                name,
                new MappedTensor(name, DType.BF16, axes, (axes.size() == 1 ? ones : random).asSlice(0, bytes(axes)))));
        return tensors;
    }

    private static long bytes(List<Long> axes) {
        return axes.stream().reduce((long) Short.BYTES, Math::multiplyExact);
    }

    private static MemorySegment random(Arena arena, long bytes) {
        MemorySegment block = arena.allocate(bytes, Long.BYTES);
        Random random = new Random(8);
        for (int i = 0; i < SAMPLES; i++) {
            float value = (float) (random.nextGaussian() * SPREAD);
            block.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) (Float.floatToRawIntBits(value) >>> Short.SIZE));
        }
        for (long done = (long) SAMPLES * Short.BYTES; done < bytes; done *= 2) {
            MemorySegment.copy(block, 0, block, done, Math.min(done, bytes - done));
        }
        return block;
    }

    private record RandomCheckpoint(Map<String, MappedTensor> tensors) implements Checkpoint {
        @Override
        public Map<String, String> metadata() {
            return Map.of();
        }

        @Override
        public void close() {
            // The arena ends with whoever made it.
        }
    }
}
