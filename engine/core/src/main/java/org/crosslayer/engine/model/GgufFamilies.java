package org.crosslayer.engine.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.model.AttentionConfig.HeadNorm;
import org.crosslayer.engine.model.GgufFamily.Positions;

/// Every architecture that can be run from a GGUF file. To add one, describe it here.
///
/// Names of tensors and what the converter changes (rows of queries and keys permuted for `llama`, fused
/// matrices reordered for `gptneox`, matrices of `gpt2` turned, one added to the gains of `gemma2`) are those
/// of llama.cpp's `gguf-py/gguf/constants.py` and `convert_hf_to_gguf.py`.
final class GgufFamilies {
    private static final NormConfig RMS = NormConfig.rms(1e-6f);
    private static final NormConfig LAYER_NORM =
            new NormConfig(NormConfig.Kind.LAYER, 1e-5f, NormConfig.Place.BEFORE, false, true);

    private static final Map<Part, String> USUAL = Map.ofEntries(
            Map.entry(Part.EMBEDDING, "token_embd"),
            Map.entry(Part.FINAL_NORM, "output_norm"),
            Map.entry(Part.UNEMBEDDING, "output"),
            Map.entry(Part.ATTENTION_NORM, "blk.{}.attn_norm"),
            Map.entry(Part.QUERY, "blk.{}.attn_q"),
            Map.entry(Part.KEY, "blk.{}.attn_k"),
            Map.entry(Part.VALUE, "blk.{}.attn_v"),
            Map.entry(Part.OUTPUT, "blk.{}.attn_output"),
            Map.entry(Part.QUERY_NORM, "blk.{}.attn_q_norm"),
            Map.entry(Part.KEY_NORM, "blk.{}.attn_k_norm"),
            Map.entry(Part.MLP_NORM, "blk.{}.ffn_norm"),
            Map.entry(Part.GATE, "blk.{}.ffn_gate"),
            Map.entry(Part.UP, "blk.{}.ffn_up"),
            Map.entry(Part.DOWN, "blk.{}.ffn_down"));

    private static final Map<Part, String> FUSED = Map.of(Part.QUERY_KEY_VALUE, "blk.{}.attn_qkv");

    private static final GgufFamily LLAMA = new GgufFamily(
            "llama",
            "llama",
            RMS,
            MlpConfig.gated(Activation.SILU),
            HeadNorm.NONE,
            Positions.INTERLEAVED,
            false,
            false,
            USUAL);

    private static final GgufFamily QWEN2 = LLAMA.named("qwen2", "qwen2", HeadNorm.NONE);
    private static final GgufFamily QWEN3 = LLAMA.named("qwen3", "qwen3", HeadNorm.EACH_HEAD);

    private static final GgufFamily GEMMA2 = new GgufFamily(
            "gemma2",
            "gemma2",
            new NormConfig(NormConfig.Kind.RMS, 1e-6f, NormConfig.Place.BOTH, false, true),
            MlpConfig.gated(Activation.GELU_TANH),
            HeadNorm.NONE,
            Positions.HALF_SPLIT,
            true,
            true,
            GgufFamily.names(
                    USUAL,
                    Map.of(
                            Part.ATTENTION_POST_NORM, "blk.{}.post_attention_norm",
                            Part.MLP_POST_NORM, "blk.{}.post_ffw_norm")));

    private static final GgufFamily PHI3 = new GgufFamily(
            "phi3",
            "phi3",
            RMS,
            MlpConfig.gated(Activation.SILU),
            HeadNorm.NONE,
            Positions.HALF_SPLIT,
            false,
            false,
            GgufFamily.names(
                    USUAL,
                    Map.of(Part.QUERY_KEY_VALUE, "blk.{}.attn_qkv", Part.GATE_UP, "blk.{}.ffn_up"),
                    Part.QUERY,
                    Part.KEY,
                    Part.VALUE,
                    Part.GATE,
                    Part.UP));

    private static final GgufFamily GPT2 = new GgufFamily(
            "gpt2",
            "gpt2",
            LAYER_NORM,
            new MlpConfig(Activation.GELU_TANH, false, true, MlpConfig.Place.AFTER_ATTENTION),
            HeadNorm.NONE,
            Positions.LEARNED,
            false,
            false,
            GgufFamily.names(
                    GgufFamily.names(USUAL, FUSED, Part.QUERY, Part.KEY, Part.VALUE, Part.GATE),
                    Map.of(Part.POSITIONS, "position_embd")));

    private static final GgufFamily GPT_NEOX = new GgufFamily(
            "gptneox",
            "gpt_neox",
            LAYER_NORM,
            new MlpConfig(Activation.GELU, false, true, MlpConfig.Place.BESIDE_ATTENTION),
            HeadNorm.NONE,
            Positions.HALF_SPLIT,
            false,
            false,
            GgufFamily.names(USUAL, FUSED, Part.QUERY, Part.KEY, Part.VALUE, Part.GATE));

    private static final GgufFamily STARCODER2 = new GgufFamily(
            "starcoder2",
            "starcoder2",
            LAYER_NORM,
            new MlpConfig(Activation.GELU_TANH, false, true, MlpConfig.Place.AFTER_ATTENTION),
            HeadNorm.NONE,
            Positions.HALF_SPLIT,
            false,
            false,
            GgufFamily.names(USUAL, Map.of(), Part.GATE));

    private static final List<GgufFamily> ALL = List.of(LLAMA, QWEN2, QWEN3, GEMMA2, PHI3, GPT2, GPT_NEOX, STARCODER2);

    private GgufFamilies() {}

    /// The family that a `general.architecture` means.
    static Optional<GgufFamily> of(String architecture) {
        return ALL.stream().filter(family -> family.key().equals(architecture)).findFirst();
    }

    /// All of them, for a sentence.
    static String names() {
        return ALL.stream().map(GgufFamily::key).collect(Collectors.joining(", "));
    }
}
