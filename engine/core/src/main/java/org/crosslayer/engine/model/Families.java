package org.crosslayer.engine.model;

import static org.crosslayer.engine.model.AttentionConfig.HeadNorm.ALL_HEADS;
import static org.crosslayer.engine.model.AttentionConfig.HeadNorm.EACH_HEAD;
import static org.crosslayer.engine.model.Setting.*;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.crosslayer.engine.backend.Activation;

/// Every family of Hugging Face models that can be run. To add one, describe it here; `docs/add-an-architecture.md`
/// says how.
///
/// Fallbacks are those of the configuration classes of transformers 5, by family.
final class Families {
    private static final NormConfig RMS = NormConfig.rms(1e-6f);
    private static final NormConfig LAYER_NORM =
            new NormConfig(NormConfig.Kind.LAYER, 1e-5f, NormConfig.Place.BEFORE, false, true);
    private static final MlpConfig GATED = MlpConfig.gated(Activation.SILU);
    private static final MlpConfig PLAIN =
            new MlpConfig(Activation.GELU_TANH, false, true, MlpConfig.Place.AFTER_ATTENTION);

    private static final String ATTENTION_BIAS = "attention_bias";

    private static final Map<Part, String> LLAMA_NAMES = Map.ofEntries(
            Map.entry(Part.EMBEDDING, "embed_tokens"),
            Map.entry(Part.FINAL_NORM, "norm"),
            Map.entry(Part.UNEMBEDDING, "lm_head"),
            Map.entry(Part.ATTENTION_NORM, "layers.{}.input_layernorm"),
            Map.entry(Part.QUERY, "layers.{}.self_attn.q_proj"),
            Map.entry(Part.KEY, "layers.{}.self_attn.k_proj"),
            Map.entry(Part.VALUE, "layers.{}.self_attn.v_proj"),
            Map.entry(Part.OUTPUT, "layers.{}.self_attn.o_proj"),
            Map.entry(Part.QUERY_NORM, "layers.{}.self_attn.q_norm"),
            Map.entry(Part.KEY_NORM, "layers.{}.self_attn.k_norm"),
            Map.entry(Part.MLP_NORM, "layers.{}.post_attention_layernorm"),
            Map.entry(Part.GATE, "layers.{}.mlp.gate_proj"),
            Map.entry(Part.UP, "layers.{}.mlp.up_proj"),
            Map.entry(Part.DOWN, "layers.{}.mlp.down_proj"));

    /// Norms around attention and MLP, as Gemma 2 names them.
    private static final Map<Part, String> SANDWICH_NAMES = Map.of(
            Part.ATTENTION_POST_NORM, "layers.{}.post_attention_layernorm",
            Part.MLP_NORM, "layers.{}.pre_feedforward_layernorm",
            Part.MLP_POST_NORM, "layers.{}.post_feedforward_layernorm");

    private static final Family LLAMA =
            Family.of("llama", RMS, GATED, WeightLayout.of(LLAMA_NAMES).withPrefixes("model.", ""), it -> it.key(
                            LAYERS, null, "num_hidden_layers")
                    .key(HEADS, null, "num_attention_heads")
                    .key(KV_HEADS, null, "num_key_value_heads")
                    .key(MODEL_WIDTH, null, "hidden_size")
                    .key(HEAD_WIDTH, null, "head_dim")
                    .key(MLP_WIDTH, null, "intermediate_size")
                    .key(VOCABULARY, null, "vocab_size")
                    .key(CONTEXT, 2048, "max_position_embeddings")
                    .key(NORM_EPS, 1e-6, "rms_norm_eps")
                    .key(ACTIVATION, "silu", "hidden_act")
                    .key(TIED, false, "tie_word_embeddings")
                    .key(INPUT_BIAS, false, ATTENTION_BIAS)
                    .key(OUTPUT_BIAS, false, ATTENTION_BIAS)
                    .key(MLP_BIAS, false, "mlp_bias")
                    .key(THETA, 10_000.0, "rope_theta")
                    .always(ROTARY_SHARE, 1.0)
                    .always(FINAL_NORM, true));

    private static final Family MISTRAL = LLAMA.like("mistral", it -> it.standard(KV_HEADS, 8)
            .standard(CONTEXT, 131_072)
            .always(INPUT_BIAS, false)
            .always(OUTPUT_BIAS, false)
            .always(MLP_BIAS, false)
            .key(WINDOW, 4096, "sliding_window")
            .windows(Family.Windows.ALL));

    private static final Family QWEN2 = MISTRAL.like("qwen2", it -> it.standard(KV_HEADS, 32)
            .standard(CONTEXT, 32_768)
            .always(INPUT_BIAS, true)
            .key(WINDOW_SWITCH, false, "use_sliding_window")
            .key(WINDOW_START, 28, "max_window_layers")
            .windows(Family.Windows.UPPER));

    private static final Family QWEN3 = QWEN2.like("qwen3", it -> it.standard(HEAD_WIDTH, 128)
            .key(INPUT_BIAS, false, ATTENTION_BIAS)
            .key(OUTPUT_BIAS, false, ATTENTION_BIAS)
            .headNorm(EACH_HEAD));

    private static final Family GEMMA = LLAMA.like("gemma", it -> it.standard(KV_HEADS, 16)
            .standard(HEAD_WIDTH, 256)
            .standard(CONTEXT, 8192)
            .standard(TIED, true)
            .always(MLP_BIAS, false)
            .key(ACTIVATION, "gelu_pytorch_tanh", "hidden_activation")
            .scalesEmbeddingByWidth()
            .layout(names -> names.withGainOffset(1)));

    private static final Family GEMMA2 = GEMMA.like("gemma2", it -> it.standard(KV_HEADS, 4)
            .norm(place(NormConfig.Place.BOTH))
            .key(QUERY_SCALAR, 256.0, "query_pre_attn_scalar")
            .key(SCORE_CAP, 50.0, "attn_logit_softcapping")
            .key(LOGIT_CAP, 30.0, "final_logit_softcapping")
            .key(WINDOW, 4096, "sliding_window")
            .always(WINDOW_PERIOD, 2)
            .windows(Family.Windows.BETWEEN_GLOBAL)
            .fixed("use_bidirectional_attention", false)
            .layout(names -> names.with(SANDWICH_NAMES)));

    private static final Family GEMMA3 = GEMMA2.like("gemma3_text", it -> it.standard(CONTEXT, 131_072)
            .standard(THETA, 1_000_000.0)
            .key(LOCAL_THETA, 10_000.0, "rope_local_base_freq")
            .standard(SCORE_CAP, 0.0)
            .standard(LOGIT_CAP, 0.0)
            .key(WINDOW_PERIOD, 6, "sliding_window_pattern", "_sliding_window_pattern")
            .headNorm(EACH_HEAD)
            .fixed("use_bidirectional_attention", false)
            // Published files for text and images leave these out.
            .standard(HEADS, 8)
            .standard(VOCABULARY, 262_208)
            .wrapped("gemma3")
            .layout(names -> names.withPrefixes("model.", "", "language_model.model.", "model.language_model.")
                    .withOtherModels(
                            "vision_tower.",
                            "multi_modal_projector.",
                            "model.vision_tower.",
                            "model.multi_modal_projector.")));

    private static final Family PHI3 = LLAMA.like("phi3", it -> it.standard(CONTEXT, 4096)
            .standard(NORM_EPS, 1e-5)
            .always(INPUT_BIAS, false)
            .always(OUTPUT_BIAS, false)
            .always(MLP_BIAS, false)
            .key(ROTARY_SHARE, 1.0, "partial_rotary_factor")
            .key(WINDOW, 0, "sliding_window")
            .windows(Family.Windows.ALL)
            .layout(names -> names.with(Map.of(
                            Part.QUERY_KEY_VALUE, "layers.{}.self_attn.qkv_proj",
                            Part.GATE_UP, "layers.{}.mlp.gate_up_proj"))
                    .without(Part.QUERY, Part.KEY, Part.VALUE, Part.GATE, Part.UP)));

    private static final Family PHI = LLAMA.like("phi", it -> it.norm(LAYER_NORM)
            .mlp(new MlpConfig(Activation.GELU_TANH, false, true, MlpConfig.Place.BESIDE_ATTENTION_ONE_NORM))
            .key(NORM_EPS, 1e-5, "layer_norm_eps")
            .standard(ACTIVATION, "gelu_new")
            .always(INPUT_BIAS, true)
            .always(OUTPUT_BIAS, true)
            .always(MLP_BIAS, true)
            .key(ROTARY_SHARE, 0.5, "partial_rotary_factor")
            .fixed("qk_layernorm", false)
            .unembeddingBias()
            .layout(names -> names.with(Map.of(
                            Part.FINAL_NORM, "final_layernorm",
                            Part.OUTPUT, "layers.{}.self_attn.dense",
                            Part.UP, "layers.{}.mlp.fc1",
                            Part.DOWN, "layers.{}.mlp.fc2"))
                    .without(Part.GATE, Part.MLP_NORM)));

    private static final Family OLMO2 = LLAMA.like("olmo2", it -> it.norm(place(NormConfig.Place.AFTER))
            .standard(NORM_EPS, 1e-5)
            .always(MLP_BIAS, false)
            .headNorm(ALL_HEADS)
            .layout(names -> names.with(SANDWICH_NAMES).without(Part.ATTENTION_NORM, Part.MLP_NORM)));

    private static final Family STARCODER2 = MISTRAL.like("starcoder2", it -> it.norm(LAYER_NORM)
            .mlp(PLAIN)
            .standard(KV_HEADS, 2)
            .standard(CONTEXT, 4096)
            .key(NORM_EPS, 1e-5, "norm_epsilon")
            .standard(ACTIVATION, "gelu_pytorch_tanh")
            .standard(TIED, true)
            .key(INPUT_BIAS, true, "use_bias")
            .key(OUTPUT_BIAS, true, "use_bias")
            .key(MLP_BIAS, true, "use_bias")
            .standard(WINDOW, 0)
            .layout(names -> names.with(Map.of(
                            Part.UP, "layers.{}.mlp.c_fc",
                            Part.DOWN, "layers.{}.mlp.c_proj"))
                    .without(Part.GATE)));

    private static final Family SMOLLM3 = LLAMA.like("smollm3", it -> it.standard(KV_HEADS, 4)
            .standard(CONTEXT, 32_768)
            .standard(TIED, true)
            .standard(THETA, 2_000_000.0)
            .key(UNTURNED_PERIOD, 4, "no_rope_layer_interval")
            .key(WINDOW, 0, "sliding_window")
            .key(WINDOW_SWITCH, false, "use_sliding_window")
            .windows(Family.Windows.UNTURNED));

    private static final Family GRANITE = LLAMA.like("granite", it -> it.key(SCORE_SCALE, 1.0, "attention_multiplier")
            .key(EMBEDDING_SCALE, 1.0, "embedding_multiplier")
            .key(RESIDUAL_SCALE, 1.0, "residual_multiplier")
            .key(LOGIT_DIVISOR, 1.0, "logits_scaling"));

    private static final Family SEED_OSS = LLAMA.like("seed_oss", it -> it.standard(KV_HEADS, 8)
            .standard(HEAD_WIDTH, 128)
            .standard(CONTEXT, 524_288)
            .standard(INPUT_BIAS, true)
            .key(OUTPUT_BIAS, false, "attention_out_bias"));

    private static final Family GPT2 = LLAMA.like("gpt2", it -> it.norm(LAYER_NORM)
            .mlp(PLAIN)
            .positions(Family.Positions.LEARNED)
            .key(LAYERS, null, "n_layer", "num_hidden_layers")
            .key(HEADS, null, "n_head", "num_attention_heads")
            .key(MODEL_WIDTH, null, "n_embd", "hidden_size")
            .key(MLP_WIDTH, null, "n_inner")
            .always(MLP_RATIO, 4)
            .key(CONTEXT, 1024, "n_positions", "max_position_embeddings")
            .key(NORM_EPS, 1e-5, "layer_norm_epsilon")
            .key(ACTIVATION, "gelu_new", "activation_function")
            .standard(TIED, true)
            .key(KV_HEADS, null)
            .always(INPUT_BIAS, true)
            .always(OUTPUT_BIAS, true)
            .always(MLP_BIAS, true)
            .fixed("scale_attn_weights", true)
            .fixed("scale_attn_by_inverse_layer_idx", false)
            .fixed("add_cross_attention", false)
            .layout(_ -> WeightLayout.of(Map.ofEntries(
                            Map.entry(Part.EMBEDDING, "wte"),
                            Map.entry(Part.POSITIONS, "wpe"),
                            Map.entry(Part.FINAL_NORM, "ln_f"),
                            Map.entry(Part.UNEMBEDDING, "lm_head"),
                            Map.entry(Part.ATTENTION_NORM, "h.{}.ln_1"),
                            Map.entry(Part.QUERY_KEY_VALUE, "h.{}.attn.c_attn"),
                            Map.entry(Part.OUTPUT, "h.{}.attn.c_proj"),
                            Map.entry(Part.MLP_NORM, "h.{}.ln_2"),
                            Map.entry(Part.UP, "h.{}.mlp.c_fc"),
                            Map.entry(Part.DOWN, "h.{}.mlp.c_proj")))
                    .withTransposedMatrices()
                    .withPrefixes("transformer.", "")
                    .withDerived(".attn.bias", ".attn.masked_bias")));

    private static final Family GPT_NEOX = LLAMA.like("gpt_neox", it -> it.norm(LAYER_NORM)
            .mlp(new MlpConfig(Activation.GELU, false, true, MlpConfig.Place.BESIDE_ATTENTION))
            .key(NORM_EPS, 1e-5, "layer_norm_eps")
            .standard(ACTIVATION, "gelu")
            .key(KV_HEADS, null)
            .key(INPUT_BIAS, true, ATTENTION_BIAS)
            .key(OUTPUT_BIAS, true, ATTENTION_BIAS)
            .always(MLP_BIAS, true)
            .key(THETA, 10_000.0, "rotary_emb_base", "rope_theta")
            .key(ROTARY_SHARE, 0.25, "rotary_pct", "partial_rotary_factor")
            .key(PARALLEL, true, "use_parallel_residual")
            .layout(_ -> WeightLayout.of(Map.ofEntries(
                            Map.entry(Part.EMBEDDING, "embed_in"),
                            Map.entry(Part.FINAL_NORM, "final_layer_norm"),
                            Map.entry(Part.UNEMBEDDING, "embed_out"),
                            Map.entry(Part.ATTENTION_NORM, "layers.{}.input_layernorm"),
                            Map.entry(Part.QUERY_KEY_VALUE, "layers.{}.attention.query_key_value"),
                            Map.entry(Part.OUTPUT, "layers.{}.attention.dense"),
                            Map.entry(Part.MLP_NORM, "layers.{}.post_attention_layernorm"),
                            Map.entry(Part.UP, "layers.{}.mlp.dense_h_to_4h"),
                            Map.entry(Part.DOWN, "layers.{}.mlp.dense_4h_to_h")))
                    .withFusedOrder(WeightLayout.FusedOrder.HEAD_BY_HEAD)
                    .withPrefixes("gpt_neox.", "")
                    .withDerived(".attention.bias", ".attention.masked_bias", ".rotary_emb.inv_freq")));

    private static final Family OPT = LLAMA.like("opt", it -> it.norm(LAYER_NORM)
            .mlp(PLAIN)
            .positions(Family.Positions.LEARNED)
            .key(MLP_WIDTH, null, "ffn_dim")
            .always(NORM_EPS, 1e-5)
            .key(ACTIVATION, "relu", "activation_function")
            .standard(TIED, true)
            .key(KV_HEADS, null)
            .key(INPUT_BIAS, true, "enable_bias")
            .key(OUTPUT_BIAS, true, "enable_bias")
            .key(MLP_BIAS, true, "enable_bias")
            .fixed("do_layer_norm_before", true)
            .fixed("_remove_final_layer_norm", false)
            .fixed("layer_norm_elementwise_affine", true)
            .fixed("word_embed_proj_dim", MODEL_WIDTH)
            .layout(_ -> WeightLayout.of(Map.ofEntries(
                            Map.entry(Part.EMBEDDING, "embed_tokens"),
                            Map.entry(Part.POSITIONS, "embed_positions"),
                            Map.entry(Part.FINAL_NORM, "final_layer_norm"),
                            Map.entry(Part.UNEMBEDDING, "lm_head"),
                            Map.entry(Part.ATTENTION_NORM, "layers.{}.self_attn_layer_norm"),
                            Map.entry(Part.QUERY, "layers.{}.self_attn.q_proj"),
                            Map.entry(Part.KEY, "layers.{}.self_attn.k_proj"),
                            Map.entry(Part.VALUE, "layers.{}.self_attn.v_proj"),
                            Map.entry(Part.OUTPUT, "layers.{}.self_attn.out_proj"),
                            Map.entry(Part.MLP_NORM, "layers.{}.final_layer_norm"),
                            Map.entry(Part.UP, "layers.{}.fc1"),
                            Map.entry(Part.DOWN, "layers.{}.fc2")))
                    .withSkippedPositions(2)
                    .withPrefixes("model.decoder.", "decoder.", "")));

    private static final Family BLOOM = GPT_NEOX.like(
            "bloom", it -> it.norm(new NormConfig(NormConfig.Kind.LAYER, 1e-5f, NormConfig.Place.BEFORE, true, true))
                    .mlp(PLAIN)
                    .positions(Family.Positions.DISTANCE_BIAS)
                    .key(LAYERS, null, "n_layer", "num_hidden_layers")
                    .key(HEADS, null, "n_head", "num_attention_heads")
                    .key(MODEL_WIDTH, null, "n_embed", "hidden_size")
                    .key(MLP_WIDTH, null)
                    .always(MLP_RATIO, 4)
                    .key(CONTEXT, 2048, "seq_length")
                    .key(NORM_EPS, 1e-5, "layer_norm_epsilon")
                    .always(ACTIVATION, "gelu_pytorch_tanh")
                    .standard(TIED, true)
                    .always(INPUT_BIAS, true)
                    .always(OUTPUT_BIAS, true)
                    .always(PARALLEL, false)
                    .fixed("apply_residual_connection_post_layernorm", false)
                    .layout(names -> names.without(Part.EMBEDDING, Part.UNEMBEDDING)
                            .with(Map.ofEntries(
                                    Map.entry(Part.EMBEDDING, "word_embeddings"),
                                    Map.entry(Part.EMBEDDING_NORM, "word_embeddings_layernorm"),
                                    Map.entry(Part.FINAL_NORM, "ln_f"),
                                    Map.entry(Part.UNEMBEDDING, "lm_head"),
                                    Map.entry(Part.ATTENTION_NORM, "h.{}.input_layernorm"),
                                    Map.entry(Part.QUERY_KEY_VALUE, "h.{}.self_attention.query_key_value"),
                                    Map.entry(Part.OUTPUT, "h.{}.self_attention.dense"),
                                    Map.entry(Part.MLP_NORM, "h.{}.post_attention_layernorm"),
                                    Map.entry(Part.UP, "h.{}.mlp.dense_h_to_4h"),
                                    Map.entry(Part.DOWN, "h.{}.mlp.dense_4h_to_h")))
                            .withPrefixes("transformer.", "")));

    private static final List<Family> ALL = List.of(
            LLAMA,
            MISTRAL,
            QWEN2,
            QWEN3,
            GEMMA,
            GEMMA2,
            GEMMA3,
            PHI3,
            PHI,
            OLMO2,
            STARCODER2,
            SMOLLM3,
            GRANITE,
            SEED_OSS,
            GPT2,
            GPT_NEOX,
            OPT,
            BLOOM);

    private Families() {}

    /// The family that a `model_type` means.
    static Optional<Family> of(String modelType) {
        return ALL.stream()
                .filter(family -> family.modelType().equals(modelType))
                .findFirst();
    }

    /// The family of the text model that a `model_type` for more than text holds, under `text_config`.
    static Optional<Family> within(String modelType) {
        return ALL.stream().filter(family -> family.wrapper().equals(modelType)).findFirst();
    }

    /// All names, for sentences.
    static String names() {
        return ALL.stream().map(Family::modelType).collect(Collectors.joining(", "));
    }

    private static NormConfig place(NormConfig.Place place) {
        return new NormConfig(NormConfig.Kind.RMS, 1e-6f, place, false, true);
    }
}
