package org.crosslayer.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.format.GgufBuilder;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.format.SafetensorsFile;

/// Turns small Hugging Face folders into GGUF files as llama.cpp's `convert_hf_to_gguf.py` does: its names,
/// its permutations, its keys; all tensors in F32. Knows nothing of the reader it tests.
final class GgufConversion {
    /// What a part of a Hugging Face name becomes, in this order.
    private static final Map<String, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("model.layers.", "blk.");
        NAMES.put("transformer.h.", "blk.");
        NAMES.put("gpt_neox.layers.", "blk.");
        NAMES.put("model.embed_tokens", "token_embd");
        NAMES.put("transformer.wte", "token_embd");
        NAMES.put("gpt_neox.embed_in", "token_embd");
        NAMES.put("transformer.wpe", "position_embd");
        NAMES.put("model.norm", "output_norm");
        NAMES.put("transformer.ln_f", "output_norm");
        NAMES.put("gpt_neox.final_layer_norm", "output_norm");
        NAMES.put("lm_head", "output");
        NAMES.put("embed_out", "output");
        NAMES.put("input_layernorm", "attn_norm");
        NAMES.put("ln_1", "attn_norm");
        NAMES.put("pre_feedforward_layernorm", "ffn_norm");
        NAMES.put("post_feedforward_layernorm", "post_ffw_norm");
        NAMES.put("ln_2", "ffn_norm");
        NAMES.put("self_attn.q_proj", "attn_q");
        NAMES.put("self_attn.k_proj", "attn_k");
        NAMES.put("self_attn.v_proj", "attn_v");
        NAMES.put("self_attn.qkv_proj", "attn_qkv");
        NAMES.put("attn.c_attn", "attn_qkv");
        NAMES.put("attention.query_key_value", "attn_qkv");
        NAMES.put("self_attn.o_proj", "attn_output");
        NAMES.put("attn.c_proj", "attn_output");
        NAMES.put("attention.dense", "attn_output");
        NAMES.put("self_attn.q_norm", "attn_q_norm");
        NAMES.put("self_attn.k_norm", "attn_k_norm");
        NAMES.put("mlp.gate_up_proj", "ffn_up");
        NAMES.put("mlp.gate_proj", "ffn_gate");
        NAMES.put("mlp.up_proj", "ffn_up");
        NAMES.put("mlp.down_proj", "ffn_down");
        NAMES.put("mlp.c_fc", "ffn_up");
        NAMES.put("mlp.c_proj", "ffn_down");
        NAMES.put("mlp.dense_h_to_4h", "ffn_up");
        NAMES.put("mlp.dense_4h_to_h", "ffn_down");
    }

    private final JsonNode config;
    private final String architecture;
    private final GgufBuilder gguf;

    private GgufConversion(JsonNode config, ByteOrder order) {
        gguf = new GgufBuilder(order, 3);
        this.config = config;
        architecture = config.path("model_type").asText().replace("gpt_neox", "gptneox");
    }

    /// Writes the model in `folder` to `target`.
    static Path convert(Path folder, Path target) throws IOException, BadFileException {
        return convert(folder, target, ByteOrder.LITTLE_ENDIAN);
    }

    /// The same with its numbers in the order of some machines.
    static Path convert(Path folder, Path target, ByteOrder order) throws IOException, BadFileException {
        JsonNode config = new JsonMapper().readTree(Files.readAllBytes(folder.resolve("config.json")));
        GgufConversion conversion = new GgufConversion(config, order);
        conversion.keys();
        conversion.rope();
        try (SafetensorsFile weights = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
            for (MappedTensor tensor : weights.tensors().values()) {
                conversion.tensor(tensor);
            }
        }
        return conversion.gguf.write(target);
    }

    private void keys() {
        int heads = first("num_attention_heads", "n_head");
        gguf.text("general.architecture", architecture)
                .uint32(key("block_count"), first("num_hidden_layers", "n_layer"))
                .uint32(key("context_length"), first("max_position_embeddings", "n_positions"))
                .uint32(key("embedding_length"), width())
                .uint32(
                        key("feed_forward_length"),
                        config.path("intermediate_size").asInt(4 * width()))
                .uint32(key("attention.head_count"), heads);
        if (config.has("num_key_value_heads")) {
            gguf.uint32(
                    key("attention.head_count_kv"),
                    config.path("num_key_value_heads").asInt());
        }
        if (config.has("head_dim")) {
            gguf.uint32(key("attention.key_length"), dHead()).uint32(key("attention.value_length"), dHead());
        }
        if (config.has("rms_norm_eps")) {
            gguf.float32(
                    key("attention.layer_norm_rms_epsilon"),
                    config.path("rms_norm_eps").asDouble());
        } else {
            gguf.float32(key("attention.layer_norm_epsilon"), 1e-5);
        }
        if (config.path("sliding_window").isInt()) {
            gguf.uint32(
                    key("attention.sliding_window"),
                    config.path("sliding_window").asInt());
        }
        if (config.has("use_parallel_residual")) {
            gguf.flag(
                    key("use_parallel_residual"),
                    config.path("use_parallel_residual").asBoolean());
        }
        if (architecture.equals("gemma2")) {
            gguf.float32(
                            key("attn_logit_softcapping"),
                            config.path("attn_logit_softcapping").asDouble())
                    .float32(
                            key("final_logit_softcapping"),
                            config.path("final_logit_softcapping").asDouble())
                    .float32(
                            key("attention.scale"),
                            1 / Math.sqrt(config.path("query_pre_attn_scalar").asDouble()));
        }
    }

    private void rope() {
        if (architecture.equals("gpt2")) {
            return;
        }
        JsonNode rope = config.has("rope_parameters") ? config.path("rope_parameters") : config.path("rope_scaling");
        double theta = config.path("rotary_emb_base")
                .asDouble(rope.path("rope_theta")
                        .asDouble(config.path("rope_theta").asDouble(10_000)));
        int turned = (int) (dHead() * share(rope));
        gguf.uint32(key("rope.dimension_count"), turned).float32(key("rope.freq_base"), theta);
        if (rope.path("rope_type").asText().equals("llama3")) {
            gguf.tensor("rope_freqs.weight", llama3(rope, theta), dHead() / 2);
        }
        if (rope.has("long_factor")) {
            int original = config.path("original_max_position_embeddings").asInt();
            double scale = config.path("max_position_embeddings").asDouble() / original;
            gguf.uint32(key("rope.scaling.original_context_length"), original)
                    .float32(key("rope.scaling.attn_factor"), Math.sqrt(1 + Math.log(scale) / Math.log(original)))
                    .tensor("rope_factors_long.weight", numbers(rope.path("long_factor")), turned / 2)
                    .tensor("rope_factors_short.weight", numbers(rope.path("short_factor")), turned / 2);
        }
    }

    private double share(JsonNode rope) {
        for (JsonNode where : List.of(config, rope)) {
            for (String key : List.of("rotary_pct", "partial_rotary_factor")) {
                if (where.has(key)) {
                    return where.path(key).asDouble();
                }
            }
        }
        return 1;
    }

    private float[] llama3(JsonNode rope, double theta) {
        double factor = rope.path("factor").asDouble();
        double low = rope.path("low_freq_factor").asDouble();
        double high = rope.path("high_freq_factor").asDouble();
        double context = rope.path("original_max_position_embeddings").asDouble();
        float[] factors = new float[dHead() / 2];
        for (int i = 0; i < factors.length; i++) {
            double wave = 2 * Math.PI * Math.pow(theta, 2.0 * i / dHead());
            double smooth = (context / wave - low) / (high - low);
            factors[i] = (float)
                    (wave < context / high ? 1 : wave > context / low ? factor : 1 / ((1 - smooth) / factor + smooth));
        }
        return factors;
    }

    private void tensor(MappedTensor tensor) {
        float[] values = tensor.toFloats();
        String name = tensor.name();
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        boolean gpt2Matrix = architecture.equals("gpt2") && name.matches(".*(c_attn|c_proj|c_fc)\\.weight");
        if (gpt2Matrix) {
            values = transposed(values, (int) shape[0], (int) shape[1]);
            shape = new long[] {shape[1], shape[0]};
        }
        if (architecture.equals("llama") && name.contains("self_attn.q_proj")) {
            values = permuted(values, (int) shape[0], first("num_attention_heads"));
        }
        if (architecture.equals("llama") && name.contains("self_attn.k_proj")) {
            values = permuted(values, (int) shape[0], first("num_key_value_heads"));
        }
        if (name.contains("query_key_value")) {
            values = threeInOrder(values, first("num_attention_heads"));
        }
        if (architecture.equals("gemma2") && name.endsWith("norm.weight")) {
            for (int i = 0; i < values.length; i++) {
                values[i] += 1;
            }
        }
        gguf.tensor(renamed(name), values, shape);
    }

    private String renamed(String name) {
        String renamed = name;
        for (Map.Entry<String, String> part : NAMES.entrySet()) {
            renamed = renamed.replace(part.getKey(), part.getValue());
        }
        return renamed.replace(
                "post_attention_layernorm", architecture.equals("gemma2") ? "post_attention_norm" : "ffn_norm");
    }

    /// Rows of each head from halves to neighbours.
    private static float[] permuted(float[] values, int rows, int heads) {
        float[] out = new float[values.length];
        int columns = values.length / rows;
        int d = rows / heads;
        for (int row = 0; row < heads * d; row++) {
            int place = row % d;
            int target = row - place + (place < d / 2 ? 2 * place : 2 * (place - d / 2) + 1);
            System.arraycopy(values, row * columns, out, target * columns, columns);
        }
        return out;
    }

    /// Query, key and value of each head to all queries, all keys, all values.
    private static float[] threeInOrder(float[] values, int heads) {
        float[] out = new float[values.length];
        int piece = values.length / heads / 3;
        for (int head = 0; head < heads; head++) {
            for (int which = 0; which < 3; which++) {
                System.arraycopy(values, (head * 3 + which) * piece, out, (which * heads + head) * piece, piece);
            }
        }
        return out;
    }

    private static float[] transposed(float[] values, int rows, int columns) {
        float[] out = new float[values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                out[j * rows + i] = values[i * columns + j];
            }
        }
        return out;
    }

    private static float[] numbers(JsonNode list) {
        List<Double> numbers = new ArrayList<>();
        list.forEach(number -> numbers.add(number.asDouble()));
        float[] out = new float[numbers.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = numbers.get(i).floatValue();
        }
        return out;
    }

    private int width() {
        return first("hidden_size", "n_embd");
    }

    private int dHead() {
        return config.path("head_dim").asInt(width() / first("num_attention_heads", "n_head"));
    }

    private int first(String... keys) {
        for (String key : keys) {
            if (config.has(key)) {
                return config.path(key).asInt();
            }
        }
        throw new IllegalArgumentException("none of " + List.of(keys));
    }

    private String key(String name) {
        return architecture + "." + name;
    }
}
