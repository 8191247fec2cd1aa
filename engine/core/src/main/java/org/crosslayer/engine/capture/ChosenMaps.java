package org.crosslayer.engine.capture;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.tensor.FloatMatrix;

/// Keeps single maps of one text on the heap: of a long text a layer's heads together would be too much. Of each slab
/// only the heads that are kept are read, and means come as such.
final class ChosenMaps implements ForwardObserver {
    private final Backend backend;
    private final Map<Integer, Map<Integer, FloatMatrix.Builder>> heads = new TreeMap<>();
    private final Map<Integer, FloatMatrix.Builder> means = new TreeMap<>();

    /// Listens for these maps on a text of `n` tokens.
    ChosenMaps(Backend backend, int n, Set<MapPlace> places) {
        this.backend = backend;
        for (MapPlace place : places) {
            FloatMatrix.Builder map = new FloatMatrix.Builder(n, n);
            if (place.head() == MapPlace.MEAN) {
                means.put(place.layer(), map);
            } else {
                heads.computeIfAbsent(place.layer(), _ -> new TreeMap<>()).put(place.head(), map);
            }
        }
    }

    @Override
    public boolean wantsPattern(int layer) {
        return heads.containsKey(layer);
    }

    @Override
    public boolean wantsMean(int layer) {
        return means.containsKey(layer);
    }

    @Override
    public void pattern(int layer, RowSpan span, Tensor pattern) {
        Tensor rows = pattern.as(1, pattern.slices() * span.rows(), span.keys());
        heads.getOrDefault(layer, Map.of())
                .forEach((head, map) -> keep(rows.rows(head * span.rows(), span.rows()), span, map));
    }

    @Override
    public void mean(int layer, RowSpan span, Tensor mean) {
        FloatMatrix.Builder map = means.get(layer);
        if (map != null) {
            keep(mean, span, map);
        }
    }

    private void keep(Tensor rows, RowSpan span, FloatMatrix.Builder map) {
        float[] values = backend.read(rows);
        for (int row = 0; row < span.rows(); row++) {
            map.put(span.firstRow() + row, values, row * span.keys(), Math.min(span.keys(), span.firstRow() + row + 1));
        }
    }

    /// What was kept; once.
    Map<MapPlace, FloatMatrix> maps() {
        Map<MapPlace, FloatMatrix> kept = new HashMap<>();
        heads.forEach((layer, maps) -> maps.forEach((head, map) -> kept.put(new MapPlace(layer, head), map.build())));
        means.forEach((layer, map) -> kept.put(MapPlace.mean(layer), map.build()));
        return Map.copyOf(kept);
    }
}
