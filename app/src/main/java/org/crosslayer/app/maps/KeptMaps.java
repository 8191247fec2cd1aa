package org.crosslayer.app.maps;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.crosslayer.engine.capture.MapPlace;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.tensor.FloatMatrix;

/// The maps of one passage that were captured: all of them where the passage is short, else those looked at.
///
/// @param tokens `[n]` labels
/// @param maps   as they come from the engine
/// @param drawn  those that were prepared for drawing
record KeptMaps(List<String> tokens, Map<MapPlace, FloatMatrix> maps, Map<MapPlace, MapMatrix> drawn) {
    /// Maps that take no more than this are captured all at once, so that a click changes the pictures at once.
    private static final long ALL_AT_ONCE_BYTES = 32L << 20;

    /// Passages up to this are prepared for drawing while the user waits: a few milliseconds.
    private static final int SHORT = 256;

    KeptMaps {
        maps = Map.copyOf(maps);
        drawn = Map.copyOf(drawn);
    }

    /// What to ask the engine for when these are looked at.
    static Set<MapPlace> worthAsking(ModelConfig config, int tokens, Set<MapPlace> lookedAt) {
        long bytes = (long) config.nLayers() * (config.nHeads() + 1) * tokens * tokens * Float.BYTES;
        if (bytes > ALL_AT_ONCE_BYTES) {
            return lookedAt;
        }
        Set<MapPlace> all = new HashSet<>();
        for (int layer = 0; layer < config.nLayers(); layer++) {
            for (int head = MapPlace.MEAN; head < config.nHeads(); head++) {
                all.add(new MapPlace(layer, head));
            }
        }
        return all;
    }

    boolean hold(Set<MapPlace> places) {
        return maps.keySet().containsAll(places);
    }

    /// Whether drawing is a matter of milliseconds.
    boolean areSmall() {
        return tokens.size() <= SHORT;
    }

    /// These, prepared for drawing and nothing else kept of what was prepared; of a long passage the others go.
    KeptMaps prepared(Set<MapPlace> places) {
        Map<MapPlace, MapMatrix> ready = new HashMap<>();
        Map<MapPlace, FloatMatrix> stay = new HashMap<>(maps);
        for (MapPlace place : places) {
            MapMatrix known = drawn.get(place);
            FloatMatrix map = Objects.requireNonNull(maps.get(place));
            ready.put(place, known == null ? new MapMatrix(map, tokens, "attention") : known);
        }
        if (!areSmall()) {
            stay.keySet().retainAll(places);
        }
        return new KeptMaps(tokens, stay, ready);
    }

    MapMatrix matrix(MapPlace place) {
        return Objects.requireNonNull(drawn.get(place));
    }
}
