package org.crosslayer.engine.model;

import java.nio.file.Path;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.format.JsonObject;

/// Reads a Hugging Face `config.json` into a [ModelConfig]; the foreign key names end here.
///
/// Absent keys take the defaults of Hugging Face's `LlamaConfig`. Keys that would change the computation in a way the
/// decoder does not know are refused, never passed over.
public final class ConfigReader {
    private static final String LLAMA = "llama";

    /// `LlamaConfig`'s `max_position_embeddings` when the file has none.
    private static final int DEFAULT_CONTEXT = 2048;

    /// `LlamaConfig`'s `rms_norm_eps` when the file has none.
    private static final double DEFAULT_NORM_EPS = 1e-6;

    private ConfigReader() {}

    /// Reads a configuration in either key style (`rope_theta` and `rope_scaling`, or `rope_parameters`).
    ///
    /// @throws BadFileException          if the file is missing or damaged, or a key is absent or makes no sense
    /// @throws UnsupportedModelException if the model is well described but not of a kind this engine runs
    public static ModelConfig read(Path configJson) throws EngineException {
        JsonObject json = JsonObject.read(configJson);
        requireSupported(json);
        int dModel = json.positiveInt("hidden_size");
        int nHeads = json.positiveInt("num_attention_heads");
        int dHead = dHead(json, dModel, nHeads);
        return new ModelConfig(
                LLAMA,
                json.positiveInt("num_hidden_layers"),
                nHeads,
                nKvHeads(json, nHeads),
                dModel,
                dHead,
                json.positiveInt("intermediate_size"),
                json.positiveInt("vocab_size"),
                json.positiveIntOr("max_position_embeddings", DEFAULT_CONTEXT),
                (float) json.positiveNumberOr("rms_norm_eps", DEFAULT_NORM_EPS),
                activation(json),
                RopeReader.read(json, dHead),
                json.flagOr("tie_word_embeddings", false),
                json.flagOr("attention_bias", false),
                json.flagOr("mlp_bias", false));
    }

    private static void requireSupported(JsonObject json) throws EngineException {
        String type = json.text("model_type");
        if (!type.equals(LLAMA)) {
            throw new UnsupportedModelException(json.path() + ": the model_type \"" + type
                    + "\" is not supported; this version runs \"" + LLAMA + "\" models.");
        }
        if (json.has("quantization_config")) {
            throw new UnsupportedModelException(json.path()
                    + ": quantization_config is not supported; open the model in BF16, F16 or F32 instead.");
        }
    }

    private static int dHead(JsonObject json, int dModel, int nHeads) throws BadFileException {
        if (!json.has("head_dim") && dModel % nHeads != 0) {
            throw json.wrong(
                    "hidden_size", "divisible by num_attention_heads (" + nHeads + ") where head_dim is absent");
        }
        int dHead = json.positiveIntOr("head_dim", dModel / nHeads);
        if (dHead % 2 != 0) {
            throw json.wrong(json.has("head_dim") ? "head_dim" : "hidden_size", "such that heads have an even size");
        }
        return dHead;
    }

    private static int nKvHeads(JsonObject json, int nHeads) throws BadFileException {
        int nKvHeads = json.positiveIntOr("num_key_value_heads", nHeads);
        if (nHeads % nKvHeads != 0) {
            throw json.wrong("num_key_value_heads", "a divisor of num_attention_heads (" + nHeads + ")");
        }
        return nKvHeads;
    }

    private static Activation activation(JsonObject json) throws EngineException {
        String name = json.textOr("hidden_act", "silu");
        return switch (name) {
            case "silu", "swish" -> Activation.SILU;
            case "gelu" -> Activation.GELU;
            case "gelu_new", "gelu_fast", "gelu_pytorch_tanh" -> Activation.GELU_TANH;
            case "relu" -> Activation.RELU;
            default ->
                throw new UnsupportedModelException(json.path() + ": the hidden_act \"" + name
                        + "\" is not supported; silu, gelu, gelu_pytorch_tanh and relu are.");
        };
    }
}
