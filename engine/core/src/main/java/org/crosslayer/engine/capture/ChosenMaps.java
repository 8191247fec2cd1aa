package org.crosslayer.engine.capture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.tensor.FloatMatrix;

/// Keeps single maps of one text on the heap: of a long text a layer's heads together would be too much.
final class ChosenMaps implements ForwardObserver {
    private final Backend backend;
    private final int n;
    private final Map<Integer, Map<MapPlace, float[]>> layers = new TreeMap<>();

    /// Listens for these maps on a text of `n` tokens.
    ChosenMaps(Backend backend, int n, Set<MapPlace> places) {
        this.backend = backend;
        this.n = n;
        for (MapPlace place : places) {
            layers.computeIfAbsent(place.layer(), _ -> new HashMap<>()).put(place, new float[n * n]);
        }
    }

    @Override
    public boolean wantsPattern(int layer) {
        return layers.containsKey(layer);
    }

    @Override
    public void pattern(int layer, RowSpan span, Tensor pattern) {
        float[] slab = backend.read(pattern);
        int nHeads = pattern.slices();
        layers.getOrDefault(layer, Map.of()).forEach((place, map) -> {
            if (place.head() == MapPlace.MEAN) {
                for (int head = 0; head < nHeads; head++) {
                    add(slab, head, nHeads, span, map);
                }
            } else {
                add(slab, place.head(), 1, span, map);
            }
        });
    }

    /// Adds a share of one head's rows.
    private void add(float[] slab, int head, int share, RowSpan span, float[] map) {
        for (int row = 0; row < span.rows(); row++) {
            int from = (head * span.rows() + row) * span.keys();
            int to = (span.firstRow() + row) * n;
            for (int key = 0; key < span.keys(); key++) {
                map[to + key] += slab[from + key] / share;
            }
        }
    }

    /// What was kept. Lets go of each map as it is handed over, so that no more than one is there twice.
    Map<MapPlace, FloatMatrix> maps() {
        Map<MapPlace, FloatMatrix> kept = new HashMap<>();
        for (Map<MapPlace, float[]> maps : layers.values()) {
            for (MapPlace place : List.copyOf(maps.keySet())) {
                kept.put(place, FloatMatrix.copyOf(n, n, maps.remove(place)));
            }
        }
        return Map.copyOf(kept);
    }
}
