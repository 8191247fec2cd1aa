package org.crosslayer.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.format.JsonObject;
import org.jspecify.annotations.Nullable;

/// Reads which layers of a `config.json` turn, how, and how far they see: `layer_types` where the file lists them, the
/// rule of the family where it does not.
final class PositionReader {
    private static final String LAYER_TYPES = "layer_types";
    private static final String NO_ROPE = "no_rope_layers";
    private static final String SLIDING = "sliding_attention";
    private static final String FULL = "full_attention";

    private PositionReader() {}

    static PositionConfig read(ConfigValues values, int nLayers, int dHead, int nCtx) throws EngineException {
        Family.Positions positions = values.family().positions();
        boolean rotary = positions == Family.Positions.ROTARY;
        RopeConfig far = rotary ? RopeReader.read(values, dHead, nCtx, FULL) : null;
        RopeConfig near = rotary ? RopeReader.read(values, dHead, nCtx, SLIDING) : null;
        boolean[] turned = turned(values, nLayers);
        boolean[] windowed = windowed(values, turned);
        int window = values.flag(Setting.WINDOW_SWITCH) || alwaysOn(values)
                ? values.sizeIfAny(Setting.WINDOW).orElse(0)
                : 0;
        List<PositionConfig.Layer> layers = new ArrayList<>();
        for (int layer = 0; layer < nLayers; layer++) {
            boolean local = windowed[layer] && window > 0;
            @Nullable RopeConfig rope = windowed[layer] ? near : far;
            layers.add(new PositionConfig.Layer(turned[layer] ? rope : null, local ? window : Backend.ALL_KEYS));
        }
        return new PositionConfig(
                positions == Family.Positions.LEARNED, positions == Family.Positions.DISTANCE_BIAS, layers);
    }

    /// The longest sequence that the positions are made for; some scalings reach beyond what the file calls longest.
    static int longest(PositionConfig positions, int nCtx) {
        long longest = nCtx;
        for (PositionConfig.Layer layer : positions.layers()) {
            RopeConfig rope = layer.rope();
            if (rope != null && rope.scaling() instanceof RopeConfig.Scaling.Dynamic(double factor, int context)) {
                longest = Math.max(longest, (long) (factor * context));
            } else if (rope != null && rope.scaling() instanceof RopeConfig.Scaling.Yarn yarn) {
                longest = Math.max(longest, (long) (yarn.factor() * yarn.originalContext()));
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, longest);
    }

    private static boolean alwaysOn(ConfigValues values) {
        return values.family().entry(Setting.WINDOW_SWITCH).keys().isEmpty();
    }

    private static boolean[] turned(ConfigValues values, int nLayers) throws EngineException {
        boolean[] turned = new boolean[nLayers];
        int period = values.sizeIfAny(Setting.UNTURNED_PERIOD).orElse(0);
        boolean listed = period > 0 && values.json().has(NO_ROPE);
        JsonNode list =
                listed ? list(values.json(), NO_ROPE, nLayers) : values.json().node();
        for (int layer = 0; layer < nLayers; layer++) {
            turned[layer] = listed ? list.get(layer).asInt() != 0 : period == 0 || (layer + 1) % period != 0;
        }
        return turned;
    }

    private static boolean[] windowed(ConfigValues values, boolean[] turned) throws EngineException {
        boolean[] windowed = new boolean[turned.length];
        if (values.json().has(LAYER_TYPES)) {
            JsonNode types = list(values.json(), LAYER_TYPES, turned.length);
            for (int layer = 0; layer < turned.length; layer++) {
                windowed[layer] = isSliding(values, types.get(layer).asText(), layer);
            }
            return windowed;
        }
        int period = values.sizeIfAny(Setting.WINDOW_PERIOD).orElse(1);
        int start = values.sizeIfAny(Setting.WINDOW_START).orElse(0);
        for (int layer = 0; layer < turned.length; layer++) {
            windowed[layer] = switch (values.family().windows()) {
                case NONE -> false;
                case ALL -> true;
                case BETWEEN_GLOBAL -> (layer + 1) % period != 0;
                case UPPER -> layer >= start;
                case UNTURNED -> !turned[layer];
            };
        }
        return windowed;
    }

    private static boolean isSliding(ConfigValues values, String type, int layer) throws UnsupportedModelException {
        boolean sliding = type.equals(SLIDING);
        if ((!sliding && !type.equals(FULL)) || (sliding && values.family().windows() == Family.Windows.NONE)) {
            throw new UnsupportedModelException(values.json().path() + ": the type \"" + type + "\" of layer " + layer
                    + " in " + LAYER_TYPES + " is not supported for "
                    + values.family().modelType() + "; " + FULL
                    + (values.family().windows() == Family.Windows.NONE ? " is." : " and " + SLIDING + " are."));
        }
        return sliding;
    }

    private static JsonNode list(JsonObject json, String key, int nLayers) throws BadFileException {
        JsonNode list = json.node().get(key);
        if (!list.isArray() || list.size() < nLayers) {
            throw json.wrong(key, "a list with an entry for each of " + nLayers + " layers");
        }
        return list;
    }
}
