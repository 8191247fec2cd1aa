package org.crosslayer.engine.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.format.JsonObject;

/// Reads a Hugging Face `config.json` into an [Architecture]; the foreign key names end here and in [Families].
///
/// Absent keys take the defaults that transformers documents for the family. Keys that would change the computation in
/// a way that the decoder does not know are refused, never passed over.
public final class ConfigReader {
    /// Quantisations whose tensors say themselves how they are stored.
    private static final Set<String> READABLE_QUANTISATIONS = Set.of("fp8", "compressed-tensors");

    private ConfigReader() {}

    /// Reads a configuration in either key style (`rope_theta` and `rope_scaling`, or `rope_parameters`).
    ///
    /// @throws BadFileException          if the file is missing or damaged, or a key is absent or makes no sense
    /// @throws UnsupportedModelException if the model is well described but not of a kind this engine runs
    public static Architecture read(Path configJson) throws EngineException {
        JsonObject file = JsonObject.read(configJson);
        requireReadable(file);
        JsonObject json = textPart(file);
        ConfigValues values = new ConfigValues(json, family(json));
        requireFixed(values);
        return new Architecture(config(values), values.family().layout());
    }

    /// The file itself, or the part of it that describes the text model of one for more than text.
    private static JsonObject textPart(JsonObject file) throws BadFileException {
        var text = file.object("text_config");
        return text.isPresent() && Families.within(file.text("model_type")).isPresent() ? text.get() : file;
    }

    private static ModelConfig config(ConfigValues values) throws EngineException {
        Family family = values.family();
        int dModel = values.size(Setting.MODEL_WIDTH);
        int nLayers = values.size(Setting.LAYERS);
        int nHeads = values.size(Setting.HEADS);
        int dHead = dHead(values, dModel, nHeads);
        int nCtx = values.size(Setting.CONTEXT);
        PositionConfig positions = PositionReader.read(values, nLayers, dHead, nCtx);
        return new ModelConfig(
                family.modelType(),
                nLayers,
                nHeads,
                nKvHeads(values, nHeads),
                dModel,
                dHead,
                dMlp(values, dModel),
                values.size(Setting.VOCABULARY),
                PositionReader.longest(positions, nCtx),
                norm(values),
                attention(values, dHead),
                mlp(values),
                positions,
                scales(values, dModel),
                values.flag(Setting.TIED),
                family.unembeddingBias());
    }

    private static Family family(JsonObject json) throws EngineException {
        String type = json.text("model_type");
        var family = Families.of(type);
        if (family.isPresent()) {
            return family.get();
        }
        String code = json.has("auto_map")
                ? " It needs program code of its authors (auto_map, trust_remote_code), which is never run here."
                : "";
        throw new UnsupportedModelException(json.path() + ": the model_type \"" + type + "\" is not supported; "
                + Families.names() + " are." + code);
    }

    private static void requireReadable(JsonObject json) throws EngineException {
        var quantisation = json.object("quantization_config");
        if (quantisation.isPresent()) {
            String method = quantisation.get().textOr("quant_method", "unknown");
            if (!READABLE_QUANTISATIONS.contains(method)) {
                throw new UnsupportedModelException(json.path() + ": the quant_method \"" + method
                        + "\" in quantization_config is not supported; open the model in BF16, F16, F32, or F8 with"
                        + " scales, or a GGUF file of it, instead.");
            }
        }
    }

    private static void requireFixed(ConfigValues values) throws EngineException {
        JsonObject json = values.json();
        for (Map.Entry<String, Object> fixed : values.family().fixed().entrySet()) {
            String key = fixed.getKey();
            if (!json.has(key)) {
                continue;
            }
            String wanted = fixed.getValue() instanceof Setting setting
                    ? Integer.toString(values.size(setting))
                    : fixed.getValue().toString();
            if (!json.node().get(key).asText().equals(wanted)) {
                throw new UnsupportedModelException(json.path() + ": \"" + key + "\" is "
                        + json.node().get(key).asText() + "; only " + wanted + " is supported for "
                        + values.family().modelType() + ".");
            }
        }
    }

    private static int dHead(ConfigValues values, int dModel, int nHeads) throws BadFileException {
        var given = values.sizeIfAny(Setting.HEAD_WIDTH);
        String key = given.isPresent() ? values.named(Setting.HEAD_WIDTH) : values.named(Setting.MODEL_WIDTH);
        if (given.isEmpty() && dModel % nHeads != 0) {
            throw values.json().wrong(key, "divisible by the number of heads (" + nHeads + ") without a head_dim");
        }
        int dHead = given.orElse(dModel / nHeads);
        if (dHead % 2 != 0) {
            throw values.json().wrong(key, "such that heads have an even size");
        }
        return dHead;
    }

    private static int nKvHeads(ConfigValues values, int nHeads) throws BadFileException {
        int nKvHeads = values.sizeIfAny(Setting.KV_HEADS).orElse(nHeads);
        if (nHeads % nKvHeads != 0) {
            throw values.json()
                    .wrong(values.named(Setting.KV_HEADS), "a divisor of the number of heads (" + nHeads + ")");
        }
        return nKvHeads;
    }

    private static int dMlp(ConfigValues values, int dModel) throws BadFileException {
        var ratio = values.sizeIfAny(Setting.MLP_RATIO);
        return ratio.isEmpty()
                ? values.size(Setting.MLP_WIDTH)
                : values.sizeIfAny(Setting.MLP_WIDTH).orElse(ratio.get() * dModel);
    }

    private static NormConfig norm(ConfigValues values) throws BadFileException {
        NormConfig norm = values.family().norm();
        return new NormConfig(
                norm.kind(),
                (float) values.number(Setting.NORM_EPS),
                norm.place(),
                norm.ofEmbedding(),
                values.flag(Setting.FINAL_NORM));
    }

    private static AttentionConfig attention(ConfigValues values, int dHead) throws BadFileException {
        double fromSize = AttentionConfig.scaleOf(values.numberOr(Setting.QUERY_SCALAR, dHead));
        return new AttentionConfig(
                values.flag(Setting.INPUT_BIAS),
                values.flag(Setting.OUTPUT_BIAS),
                values.family().headNorm(),
                (float) values.numberOr(Setting.SCORE_SCALE, fromSize),
                (float) values.number(Setting.SCORE_CAP));
    }

    private static MlpConfig mlp(ConfigValues values) throws EngineException {
        MlpConfig mlp = values.family().mlp();
        boolean beside = mlp.place().beside()
                && (values.family().entry(Setting.PARALLEL).keys().isEmpty() || values.flag(Setting.PARALLEL));
        return new MlpConfig(
                activation(values),
                mlp.gated(),
                values.flag(Setting.MLP_BIAS),
                beside ? mlp.place() : MlpConfig.Place.AFTER_ATTENTION);
    }

    private static ScaleConfig scales(ConfigValues values, int dModel) throws BadFileException {
        double embedding = values.family().scalesEmbeddingByWidth() ? Math.sqrt(dModel) : 1;
        return new ScaleConfig(
                (float) values.numberOr(Setting.EMBEDDING_SCALE, embedding),
                (float) values.numberOr(Setting.RESIDUAL_SCALE, 1),
                (float) (1 / values.numberOr(Setting.LOGIT_DIVISOR, 1)),
                (float) values.number(Setting.LOGIT_CAP));
    }

    private static Activation activation(ConfigValues values) throws EngineException {
        String key = values.named(Setting.ACTIVATION);
        String fallback =
                String.valueOf(values.family().entry(Setting.ACTIVATION).fallback());
        String name = values.json().textOr(key, fallback);
        return switch (name) {
            case "silu", "swish" -> Activation.SILU;
            case "gelu" -> Activation.GELU;
            case "gelu_new", "gelu_fast", "gelu_pytorch_tanh" -> Activation.GELU_TANH;
            case "relu" -> Activation.RELU;
            default ->
                throw new UnsupportedModelException(values.json().path() + ": the " + key + " \"" + name
                        + "\" is not supported; silu, gelu, gelu_new, gelu_pytorch_tanh and relu are.");
        };
    }
}
