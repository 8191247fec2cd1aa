package org.crosslayer.engine.model;

import static org.crosslayer.engine.model.PlainModel.attend;
import static org.crosslayer.engine.model.PlainModel.map;
import static org.crosslayer.engine.model.PlainModel.product;
import static org.crosslayer.engine.model.PlainModel.rope;
import static org.crosslayer.engine.model.PlainModel.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.FastBackend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.task.Cancellation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Families without a golden file, against an independent computation from their published equations: not against
/// Hugging Face.
class PlainComputationTest {
    private static final int VOCAB = 50;
    private static final int WIDTH = 24;
    private static final int HEADS = 4;
    private static final int KV_HEADS = 2;
    private static final int D = 6;
    private static final int MLP = 40;
    private static final int LAYERS = 4;
    private static final double THETA = 10_000;
    private static final String SIZES = "\"vocab_size\":50,\"hidden_size\":24,\"num_hidden_layers\":4,"
            + "\"num_attention_heads\":4,\"num_key_value_heads\":2,\"intermediate_size\":40,"
            + "\"max_position_embeddings\":64,\"tie_word_embeddings\":false";

    @TempDir
    Path folder;

    /// Walsh et al., "2 OLMo 2 Furious" (arXiv 2501.00656): norms of whole queries and keys, and of what attention and
    /// MLP return.
    @Test
    void olmo2() throws Exception {
        compare("\"model_type\":\"olmo2\",\"rms_norm_eps\":1e-5", (model, ids) -> {
            double[][] x = model.embed("model.embed_tokens.weight", ids, VOCAB, WIDTH);
            for (int layer = 0; layer < LAYERS; layer++) {
                String at = "model.layers." + layer + ".";
                String self = at + "self_attn.";
                double[][] q = model.rmsNorm(model.linear(x, self + "q_proj", WIDTH, false), self + "q_norm", 1e-5);
                double[][] k =
                        model.rmsNorm(model.linear(x, self + "k_proj", KV_HEADS * D, false), self + "k_norm", 1e-5);
                double[][] v = model.linear(x, self + "v_proj", KV_HEADS * D, false);
                double[][] mixed = attend(rope(q, D, D, THETA), rope(k, D, D, THETA), v, D, scale(), 64);
                double[][] out = model.linear(mixed, self + "o_proj", WIDTH, false);
                x = sum(x, model.rmsNorm(out, at + "post_attention_layernorm", 1e-5));
                x = sum(x, model.rmsNorm(gated(model, x, at), at + "post_feedforward_layernorm", 1e-5));
            }
            return model.linear(model.rmsNorm(x, "model.norm", 1e-5), "lm_head", VOCAB, false);
        });
    }

    /// Lozhkov et al., "StarCoder 2 and The Stack v2" (arXiv 2402.19173): layer norms, biases, a window.
    @Test
    void starcoder2() throws Exception {
        compare("\"model_type\":\"starcoder2\",\"norm_epsilon\":1e-5,\"sliding_window\":5", (model, ids) -> {
            double[][] x = model.embed("model.embed_tokens.weight", ids, VOCAB, WIDTH);
            for (int layer = 0; layer < LAYERS; layer++) {
                String at = "model.layers." + layer + ".";
                double[][] in = model.layerNorm(x, at + "input_layernorm", 1e-5);
                x = sum(x, attention(model, in, at + "self_attn.", "o_proj", true, KV_HEADS, D, scale(), 5));
                double[][] middle = model.layerNorm(x, at + "post_attention_layernorm", 1e-5);
                double[][] hidden = map(model.linear(middle, at + "mlp.c_fc", MLP, true), PlainModel::geluTanh);
                x = sum(x, model.linear(hidden, at + "mlp.c_proj", WIDTH, true));
            }
            return model.linear(model.layerNorm(x, "model.norm", 1e-5), "lm_head", VOCAB, false);
        });
    }

    /// Li et al., "Textbooks Are All You Need II" (arXiv 2309.05463) and the model's published code: one layer norm,
    /// attention and MLP side by side, part of each head turned, biases everywhere.
    @Test
    void phi2() throws Exception {
        String config = "\"model_type\":\"phi\",\"layer_norm_eps\":1e-5,\"partial_rotary_factor\":0.667,"
                + "\"qk_layernorm\":false,\"hidden_act\":\"gelu_new\"";
        compare(config, (model, ids) -> {
            double[][] x = model.embed("model.embed_tokens.weight", ids, VOCAB, WIDTH);
            for (int layer = 0; layer < LAYERS; layer++) {
                String at = "model.layers." + layer + ".";
                double[][] in = model.layerNorm(x, at + "input_layernorm", 1e-5);
                double[][] attended = attention(model, in, at + "self_attn.", "dense", true, KV_HEADS, 4, scale(), 64);
                double[][] hidden = map(model.linear(in, at + "mlp.fc1", MLP, true), PlainModel::geluTanh);
                x = sum(sum(x, attended), model.linear(hidden, at + "mlp.fc2", WIDTH, true));
            }
            return model.linear(model.layerNorm(x, "model.final_layernorm", 1e-5), "lm_head", VOCAB, true);
        });
    }

    /// The model card of SmolLM3 and Yang et al., "Rope to Nope and Back Again" (arXiv 2501.18795): every fourth layer
    /// turns nothing.
    @Test
    void smollm3() throws Exception {
        compare("\"model_type\":\"smollm3\",\"rope_theta\":10000.0", (model, ids) -> {
            double[][] x = model.embed("model.embed_tokens.weight", ids, VOCAB, WIDTH);
            for (int layer = 0; layer < LAYERS; layer++) {
                String at = "model.layers." + layer + ".";
                double[][] in = model.rmsNorm(x, at + "input_layernorm", 1e-6);
                int turned = layer == 3 ? 0 : D;
                x = sum(x, attention(model, in, at + "self_attn.", "o_proj", false, KV_HEADS, turned, scale(), 64));
                x = sum(x, gated(model, model.rmsNorm(x, at + "post_attention_layernorm", 1e-6), at));
            }
            return model.linear(model.rmsNorm(x, "model.norm", 1e-6), "lm_head", VOCAB, false);
        });
    }

    /// IBM's published configuration and code of Granite 3: fixed multipliers of embeddings, scores, residuals and
    /// logits.
    @Test
    void granite() throws Exception {
        String config = "\"model_type\":\"granite\",\"embedding_multiplier\":12.0,\"attention_multiplier\":0.3,"
                + "\"residual_multiplier\":0.22,\"logits_scaling\":8.0,\"attention_bias\":true,\"mlp_bias\":false";
        compare(config, (model, ids) -> {
            double[][] x = map(model.embed("model.embed_tokens.weight", ids, VOCAB, WIDTH), v -> 12 * v);
            for (int layer = 0; layer < LAYERS; layer++) {
                String at = "model.layers." + layer + ".";
                double[][] in = model.rmsNorm(x, at + "input_layernorm", 1e-6);
                double[][] attended = attention(model, in, at + "self_attn.", "o_proj", true, KV_HEADS, D, 0.3, 64);
                x = sum(x, map(attended, v -> 0.22 * v));
                double[][] thought = gated(model, model.rmsNorm(x, at + "post_attention_layernorm", 1e-6), at);
                x = sum(x, map(thought, v -> 0.22 * v));
            }
            double[][] logits = model.linear(model.rmsNorm(x, "model.norm", 1e-6), "lm_head", VOCAB, false);
            return map(logits, v -> v / 8);
        });
    }

    private static double[][] attention(
            PlainModel model,
            double[][] in,
            String self,
            String output,
            boolean bias,
            int kvHeads,
            int turned,
            double scale,
            int window) {
        double[][] q = rope(model.linear(in, self + "q_proj", HEADS * D, bias), D, turned, THETA);
        double[][] k = rope(model.linear(in, self + "k_proj", kvHeads * D, bias), D, turned, THETA);
        double[][] v = model.linear(in, self + "v_proj", kvHeads * D, bias);
        return model.linear(attend(q, k, v, D, scale, window), self + output, WIDTH, bias);
    }

    private static double[][] gated(PlainModel model, double[][] in, String at) {
        double[][] gate = map(model.linear(in, at + "mlp.gate_proj", MLP, false), PlainModel::silu);
        double[][] hidden = product(gate, model.linear(in, at + "mlp.up_proj", MLP, false));
        return model.linear(hidden, at + "mlp.down_proj", WIDTH, false);
    }

    private static double scale() {
        return 1 / Math.sqrt(D);
    }

    private void compare(String config, BiFunction<PlainModel, int[], double[][]> published)
            throws EngineException, IOException {
        int[] ids = new Random(7).ints(20, 0, VOCAB).toArray();
        PlainModel model = new PlainModel(config.hashCode());
        double[][] expected = published.apply(model, ids);
        Path file = Files.writeString(folder.resolve("config.json"), "{" + SIZES + "," + config + "}");
        Architecture architecture = ConfigReader.read(file);
        for (Backend backend : List.of(new ReferenceBackend(), FastBackend.open())) {
            try (backend;
                    Workspace workspace = backend.workspace()) {
                Decoder decoder = Decoder.of(folder, model.tensors(), architecture, backend);
                Tensor logits = workspace.allocate(ids.length, VOCAB);
                try (DecoderPass pass = decoder.pass(AttentionPlan.none(LAYERS), 1, ids.length, ids.length)) {
                    decoder.logits(pass.step(new int[][] {ids}, ForwardObserver.NOBODY, Cancellation.NEVER), logits);
                }
                float[] got = backend.read(logits);
                for (int i = 0; i < got.length; i++) {
                    assertEquals(expected[i / VOCAB][i % VOCAB], got[i], 1e-4, backend.name() + " at " + i);
                }
            }
        }
    }
}
