package org.crosslayer.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.crosslayer.engine.backend.RopeLayout;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.format.JsonObject;

/// Reads the rotary part of a `config.json`: `rope_parameters` of transformers 5, for each kind of layer by itself
/// where kinds differ, or `rope_theta` with an optional `rope_scaling` before it.
final class RopeReader {
    private static final String PARAMETERS = "rope_parameters";
    private static final String OLD_SCALING = "rope_scaling";
    private static final String THETA = "rope_theta";
    private static final String PARTIAL = "partial_rotary_factor";
    private static final String ORIGINAL = "original_max_position_embeddings";
    private static final String FACTOR = "factor";
    private static final String LOCAL_LAYERS = "sliding_attention";

    private RopeReader() {}

    /// @param layerType `full_attention` or `sliding_attention`
    static RopeConfig read(ConfigValues values, int dHead, int nCtx, String layerType) throws EngineException {
        JsonObject json = values.json();
        boolean newStyle = json.has(PARAMETERS);
        boolean local = layerType.equals(LOCAL_LAYERS)
                && !values.family().entry(Setting.LOCAL_THETA).keys().isEmpty();
        Optional<JsonObject> rope = json.object(newStyle ? PARAMETERS : OLD_SCALING);
        Optional<JsonObject> nested = rope.isPresent() ? rope.get().object(layerType) : Optional.empty();
        double theta = values.number(local ? Setting.LOCAL_THETA : Setting.THETA);
        if (nested.isPresent()) {
            rope = nested;
        } else if (local && !newStyle) {
            // Before transformers 5 a scaling was meant for layers that see everything.
            rope = Optional.empty();
        }
        double share = share(values, rope);
        int dRotary = (int) (dHead * share);
        if (dRotary < 2 || dRotary % 2 != 0 || dRotary > dHead) {
            throw json.wrong(values.named(Setting.ROTARY_SHARE), "such that an even part of " + dHead + " is turned");
        }
        if (rope.isEmpty()) {
            return new RopeConfig(theta, dRotary, RopeLayout.HALF_SPLIT, new RopeConfig.Scaling.None());
        }
        return new RopeConfig(
                rope.get().positiveNumberOr(THETA, theta),
                dRotary,
                RopeLayout.HALF_SPLIT,
                scaling(json, rope.get(), newStyle ? PARAMETERS : OLD_SCALING, dRotary, nCtx));
    }

    private static double share(ConfigValues values, Optional<JsonObject> rope) throws EngineException {
        double share = values.number(Setting.ROTARY_SHARE);
        if (rope.isPresent()) {
            share = rope.get().positiveNumberOr(PARTIAL, share);
        }
        boolean whole = values.family().entry(Setting.ROTARY_SHARE).keys().isEmpty();
        if (whole && (share != 1 || values.json().positiveNumberOr(PARTIAL, 1) != 1)) {
            throw new UnsupportedModelException(values.json().path() + ": a " + PARTIAL
                    + " other than 1 is not supported for " + values.family().modelType() + ".");
        }
        return share;
    }

    private static RopeConfig.Scaling scaling(JsonObject json, JsonObject rope, String section, int dRotary, int nCtx)
            throws EngineException {
        String type = rope.textOr("rope_type", rope.textOr("type", "default"));
        return switch (type) {
            case "default" -> new RopeConfig.Scaling.None();
            case "linear" -> new RopeConfig.Scaling.Linear(rope.positiveNumber(FACTOR));
            case "dynamic" ->
                new RopeConfig.Scaling.Dynamic(rope.positiveNumber(FACTOR), rope.positiveIntOr(ORIGINAL, nCtx));
            case "llama3" -> llama3(rope);
            case "yarn" -> yarn(rope, nCtx);
            case "longrope", "su" -> perPair(json, rope, dRotary, nCtx);
            default ->
                throw new UnsupportedModelException(rope.path() + ": the rope_type \"" + type + "\" in " + section
                        + " is not supported; default, linear, dynamic, llama3, yarn and longrope are.");
        };
    }

    private static RopeConfig.Scaling llama3(JsonObject rope) throws BadFileException {
        double low = rope.positiveNumber("low_freq_factor");
        double high = rope.positiveNumber("high_freq_factor");
        if (high <= low) {
            throw rope.wrong("high_freq_factor", "above low_freq_factor (" + low + ")");
        }
        return new RopeConfig.Scaling.Llama3(rope.positiveNumber(FACTOR), low, high, rope.positiveInt(ORIGINAL));
    }

    private static RopeConfig.Scaling yarn(JsonObject rope, int nCtx) throws BadFileException {
        int original = rope.positiveIntOr(ORIGINAL, nCtx);
        double factor = rope.has(ORIGINAL)
                ? rope.positiveNumberOr(FACTOR, (double) nCtx / original)
                : rope.positiveNumber(FACTOR);
        double attention = magnitude(factor, 1);
        if (rope.has("mscale") && rope.has("mscale_all_dim")) {
            attention = magnitude(factor, rope.positiveNumber("mscale"))
                    / magnitude(factor, rope.positiveNumber("mscale_all_dim"));
        }
        return new RopeConfig.Scaling.Yarn(
                factor,
                rope.positiveNumberOr("beta_fast", 32),
                rope.positiveNumberOr("beta_slow", 1),
                original,
                rope.positiveNumberOr("attention_factor", attention),
                rope.flagOr("truncate", true));
    }

    private static double magnitude(double factor, double scale) {
        return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
    }

    private static RopeConfig.Scaling perPair(JsonObject json, JsonObject rope, int dRotary, int nCtx)
            throws BadFileException {
        int original = rope.positiveIntOr(ORIGINAL, json.positiveIntOr(ORIGINAL, nCtx));
        double factor =
                json.has(ORIGINAL) || !rope.has(FACTOR) ? (double) nCtx / original : rope.positiveNumber(FACTOR);
        double attention = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
        return new RopeConfig.Scaling.PerPair(
                factors(rope, "short_factor", dRotary / 2),
                factors(rope, "long_factor", dRotary / 2),
                original,
                rope.positiveNumberOr("attention_factor", attention));
    }

    private static List<Double> factors(JsonObject rope, String key, int pairs) throws BadFileException {
        JsonNode list = rope.node().path(key);
        List<Double> factors = new ArrayList<>();
        for (JsonNode factor : list) {
            factors.add(factor.doubleValue());
        }
        if (!list.isArray() || factors.size() != pairs || factors.stream().anyMatch(factor -> !(factor > 0))) {
            throw rope.wrong(key, "a list of " + pairs + " positive numbers");
        }
        return factors;
    }
}
