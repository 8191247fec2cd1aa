package org.crosslayer.engine.model;

import java.util.Collections;
import java.util.List;
import org.crosslayer.engine.backend.Backend;
import org.jspecify.annotations.Nullable;

/// How a model knows positions, as data.
///
/// @param learned      a learned vector of its position is added to every embedding
/// @param distanceBias scores fall linearly with the distance, by head ("ALiBi")
/// @param layers       what differs between layers, one entry a layer
public record PositionConfig(boolean learned, boolean distanceBias, List<Layer> layers) {
    /// The positions of one layer.
    ///
    /// @param rope   the rotation of queries and keys; null for none
    /// @param window most keys that a row sees, its own included; [Backend#ALL_KEYS] for no limit
    public record Layer(@Nullable RopeConfig rope, int window) {
        /// Sees all keys and turns nothing.
        public static final Layer PLAIN = new Layer(null, Backend.ALL_KEYS);

        /// True if the layer sees only its last keys.
        public boolean windowed() {
            return window != Backend.ALL_KEYS;
        }
    }

    public PositionConfig {
        layers = List.copyOf(layers);
    }

    /// Llama's: the same rotation in all layers, no windows.
    public static PositionConfig rotary(int nLayers, RopeConfig rope) {
        return new PositionConfig(false, false, Collections.nCopies(nLayers, new Layer(rope, Backend.ALL_KEYS)));
    }

    /// The slope of every head's distance bias, `[nHeads]`: `2^(−8 (a + 1) / n)` for a power of two `n`; for other
    /// numbers those of the next lower power, then every second one of the next higher.
    ///
    /// Source: Press, Smith and Lewis, "Train Short, Test Long" (arXiv 2108.12409); the rule for other
    /// numbers is that of BLOOM's published code.
    static float[] slopes(int nHeads) {
        int power = Integer.highestOneBit(nHeads);
        float[] slopes = new float[nHeads];
        for (int a = 0; a < nHeads; a++) {
            double exponent = a < power ? (a + 1.0) / power : (2 * (a - power) + 1.0) / (2 * power);
            slopes[a] = (float) Math.pow(2, -8 * exponent);
        }
        return slopes;
    }
}
