package org.crosslayer.engine.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/// A random Llama with the sizes of Llama-3-8B but for its number of layers, as one safetensors file in BF16.
final class LargeModelFiles {
    private static final int WIDTH = 4096;
    private static final int KEYS = 1024;
    private static final int MLP = 14_336;
    private static final int POSITIONS = 8192;
    private static final double SPREAD = 0.02;
    private static final int BLOCK_BYTES = 64 << 20;
    private static final short ONE = 0x3F80;

    private final Path config;
    private final Path weights;
    private final int layers;
    private final int vocabulary;

    LargeModelFiles(Path folder, int layers, int vocabulary) {
        config = folder.resolve("config.json");
        weights = folder.resolve("model.safetensors");
        this.layers = layers;
        this.vocabulary = vocabulary;
    }

    /// Writes both files.
    ///
    /// @return bytes of the weights
    long write() throws IOException {
        Files.writeString(config, """
                {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu",
                 "hidden_size": %d, "intermediate_size": %d, "num_hidden_layers": %d, "num_attention_heads": 32,
                 "num_key_value_heads": 8, "max_position_embeddings": %d, "vocab_size": %d, "rms_norm_eps": 1e-05,
                 "rope_theta": 500000.0, "tie_word_embeddings": false, "attention_bias": false, "mlp_bias": false,
                 "torch_dtype": "bfloat16"}
                """.formatted(WIDTH, MLP, layers, POSITIONS, vocabulary));
        Map<String, long[]> tensors = tensors();
        ByteBuffer header = header(tensors);
        ByteBuffer random = random();
        ByteBuffer ones = ones();
        long written = 0;
        try (FileChannel file = FileChannel.open(weights, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            written += put(file, header);
            for (long[] shape : tensors.values()) {
                long bytes = bytes(shape);
                ByteBuffer source = shape.length == 1 ? ones : random;
                while (bytes > 0) {
                    int part = (int) Math.min(bytes, source.capacity());
                    written += put(file, source.clear().limit(part));
                    bytes -= part;
                }
            }
        }
        return written;
    }

    void delete() throws IOException {
        Files.deleteIfExists(config);
        Files.deleteIfExists(weights);
    }

    private Map<String, long[]> tensors() {
        Map<String, long[]> tensors = new LinkedHashMap<>();
        tensors.put("model.embed_tokens.weight", new long[] {vocabulary, WIDTH});
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "model.layers." + layer + ".";
            tensors.put(prefix + "input_layernorm.weight", new long[] {WIDTH});
            tensors.put(prefix + "self_attn.q_proj.weight", new long[] {WIDTH, WIDTH});
            tensors.put(prefix + "self_attn.k_proj.weight", new long[] {KEYS, WIDTH});
            tensors.put(prefix + "self_attn.v_proj.weight", new long[] {KEYS, WIDTH});
            tensors.put(prefix + "self_attn.o_proj.weight", new long[] {WIDTH, WIDTH});
            tensors.put(prefix + "post_attention_layernorm.weight", new long[] {WIDTH});
            tensors.put(prefix + "mlp.gate_proj.weight", new long[] {MLP, WIDTH});
            tensors.put(prefix + "mlp.up_proj.weight", new long[] {MLP, WIDTH});
            tensors.put(prefix + "mlp.down_proj.weight", new long[] {WIDTH, MLP});
        }
        tensors.put("model.norm.weight", new long[] {WIDTH});
        tensors.put("lm_head.weight", new long[] {vocabulary, WIDTH});
        return tensors;
    }

    private static ByteBuffer header(Map<String, long[]> tensors) {
        StringBuilder json = new StringBuilder("{");
        long at = 0;
        for (Map.Entry<String, long[]> tensor : tensors.entrySet()) {
            long[] shape = tensor.getValue();
            json.append(json.length() > 1 ? "," : "")
                    .append('"')
                    .append(tensor.getKey())
                    .append("\":{\"dtype\":\"BF16\",\"shape\":[")
                    .append(shape[0])
                    .append(shape.length == 1 ? "" : "," + shape[1])
                    .append("],\"data_offsets\":[")
                    .append(at)
                    .append(',')
                    .append(at + bytes(shape))
                    .append("]}");
            at += bytes(shape);
        }
        byte[] text = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 63) / 64 * 64 - 8;
        ByteBuffer header = ByteBuffer.allocate(8 + Math.max(padded, text.length))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(Math.max(padded, text.length))
                .put(text);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.flip();
    }

    private static long bytes(long[] shape) {
        long bytes = Short.BYTES;
        for (long axis : shape) {
            bytes *= axis;
        }
        return bytes;
    }

    /// Values as a model has them at the start of its training; the same block again and again, which costs nobody
    /// anything but entropy.
    private static ByteBuffer random() {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(8);
        while (block.hasRemaining()) {
            float value = (float) (random.nextGaussian() * SPREAD);
            block.putShort((short) (Float.floatToRawIntBits(value) >>> Short.SIZE));
        }
        return block;
    }

    private static ByteBuffer ones() {
        ByteBuffer block = ByteBuffer.allocateDirect(WIDTH * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (block.hasRemaining()) {
            block.putShort(ONE);
        }
        return block;
    }

    private static long put(FileChannel file, ByteBuffer bytes) throws IOException {
        long put = 0;
        while (bytes.hasRemaining()) {
            put += file.write(bytes);
        }
        return put;
    }
}
