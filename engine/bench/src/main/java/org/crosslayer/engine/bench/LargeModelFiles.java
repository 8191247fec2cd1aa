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

/// A random Llama as one safetensors file in BF16.
final class LargeModelFiles {
    private static final int QUERY_HEADS = 32;
    private static final int KEY_HEADS = 8;
    private static final int POSITIONS = 8192;
    private static final double SPREAD = 0.02;
    private static final int BLOCK_BYTES = 64 << 20;
    private static final short ONE = 0x3F80;

    /// Llama-3-8B but for its number of layers.
    static Sizes eightBillion(int layers, int vocabulary) {
        return new Sizes(layers, 4096, 14_336, vocabulary, false);
    }

    /// Llama-3.2-1B.
    static final Sizes ONE_BILLION = new Sizes(16, 2048, 8192, 128_256, true);

    /// Of a model with 32 query and 8 key/value heads.
    ///
    /// @param width dModel
    /// @param mlp   dMlp
    /// @param tied  whether the embedding also makes the logits
    record Sizes(int layers, int width, int mlp, int vocabulary, boolean tied) {
        int keys() {
            return width / QUERY_HEADS * KEY_HEADS;
        }
    }

    /// Knows one word: enough to be opened and to end no text.
    private static final String TOKENIZER = """
            {"version": "1.0", "added_tokens": [], "normalizer": null, "pre_tokenizer": {"type": "Whitespace"},
             "post_processor": null, "decoder": null,
             "model": {"type": "WordLevel", "vocab": {"<unk>": 0}, "unk_token": "<unk>"}}
            """;

    private final Path config;
    private final Path tokenizer;
    private final Path weights;
    private final Sizes sizes;

    LargeModelFiles(Path folder, Sizes sizes) {
        config = folder.resolve("config.json");
        tokenizer = folder.resolve("tokenizer.json");
        weights = folder.resolve("model.safetensors");
        this.sizes = sizes;
    }

    /// Writes all files.
    ///
    /// @return bytes of the weights
    long write() throws IOException {
        Files.writeString(config, """
                {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu",
                 "hidden_size": %d, "intermediate_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d,
                 "num_key_value_heads": %d, "max_position_embeddings": %d, "vocab_size": %d, "rms_norm_eps": 1e-05,
                 "rope_theta": 500000.0, "tie_word_embeddings": %b, "attention_bias": false, "mlp_bias": false,
                 "torch_dtype": "bfloat16"}
                """.formatted(
                        sizes.width(),
                        sizes.mlp(),
                        sizes.layers(),
                        QUERY_HEADS,
                        KEY_HEADS,
                        POSITIONS,
                        sizes.vocabulary(),
                        sizes.tied()));
        Files.writeString(tokenizer, TOKENIZER);
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

    private Map<String, long[]> tensors() {
        Map<String, long[]> tensors = new LinkedHashMap<>();
        int width = sizes.width();
        int keys = sizes.keys();
        int mlp = sizes.mlp();
        tensors.put("model.embed_tokens.weight", new long[] {sizes.vocabulary(), width});
        for (int layer = 0; layer < sizes.layers(); layer++) {
            String prefix = "model.layers." + layer + ".";
            tensors.put(prefix + "input_layernorm.weight", new long[] {width});
            tensors.put(prefix + "self_attn.q_proj.weight", new long[] {width, width});
            tensors.put(prefix + "self_attn.k_proj.weight", new long[] {keys, width});
            tensors.put(prefix + "self_attn.v_proj.weight", new long[] {keys, width});
            tensors.put(prefix + "self_attn.o_proj.weight", new long[] {width, width});
            tensors.put(prefix + "post_attention_layernorm.weight", new long[] {width});
            tensors.put(prefix + "mlp.gate_proj.weight", new long[] {mlp, width});
            tensors.put(prefix + "mlp.up_proj.weight", new long[] {mlp, width});
            tensors.put(prefix + "mlp.down_proj.weight", new long[] {width, mlp});
        }
        tensors.put("model.norm.weight", new long[] {width});
        if (!sizes.tied()) {
            tensors.put("lm_head.weight", new long[] {sizes.vocabulary(), width});
        }
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

    private ByteBuffer ones() {
        ByteBuffer block =
                ByteBuffer.allocateDirect(sizes.width() * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
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
