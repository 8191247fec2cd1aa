package org.crosslayer.engine.model;

import java.util.Optional;
import org.crosslayer.engine.backend.RopeLayout;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.format.JsonObject;

/// Reads the rotary part of a `config.json`: `rope_parameters` of transformers 5, or `rope_theta` with an optional
/// `rope_scaling` before it.
final class RopeReader {
    /// `LlamaConfig`'s `rope_theta` when the file has none.
    private static final double DEFAULT_THETA = 10_000;

    private static final String PARTIAL = "partial_rotary_factor";

    private RopeReader() {}

    /// @param dHead size of a head; all of it is turned in this family
    static RopeConfig read(JsonObject json, int dHead) throws EngineException {
        String section = json.has("rope_parameters") ? "rope_parameters" : "rope_scaling";
        Optional<JsonObject> rope = json.object(section);
        double theta = json.positiveNumberOr("rope_theta", DEFAULT_THETA);
        requireWhole(json);
        if (rope.isEmpty()) {
            return new RopeConfig(theta, dHead, RopeLayout.HALF_SPLIT, new RopeConfig.Scaling.None());
        }
        requireWhole(rope.get());
        return new RopeConfig(
                rope.get().positiveNumberOr("rope_theta", theta),
                dHead,
                RopeLayout.HALF_SPLIT,
                scaling(rope.get(), section));
    }

    private static RopeConfig.Scaling scaling(JsonObject rope, String section) throws EngineException {
        String type = rope.textOr("rope_type", rope.textOr("type", "default"));
        return switch (type) {
            case "default" -> new RopeConfig.Scaling.None();
            case "linear" -> new RopeConfig.Scaling.Linear(rope.positiveNumber("factor"));
            case "llama3" -> llama3(rope);
            default ->
                throw new UnsupportedModelException(rope.path() + ": the rope_type \"" + type + "\" in " + section
                        + " is not supported; default, linear and llama3 are.");
        };
    }

    private static RopeConfig.Scaling llama3(JsonObject rope) throws BadFileException {
        double low = rope.positiveNumber("low_freq_factor");
        double high = rope.positiveNumber("high_freq_factor");
        if (high <= low) {
            throw rope.wrong("high_freq_factor", "above low_freq_factor (" + low + ")");
        }
        return new RopeConfig.Scaling.Llama3(
                rope.positiveNumber("factor"), low, high, rope.positiveInt("original_max_position_embeddings"));
    }

    private static void requireWhole(JsonObject json) throws EngineException {
        if (json.positiveNumberOr(PARTIAL, 1) != 1) {
            throw new UnsupportedModelException(
                    json.path() + ": a " + PARTIAL + " other than 1 is not supported for this model_type.");
        }
    }
}
