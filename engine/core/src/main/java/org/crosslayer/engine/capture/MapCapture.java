package org.crosslayer.engine.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.tensor.FloatMatrix;

/// Keeps the whole maps of chosen layers of one short text on the heap.
final class MapCapture implements ForwardObserver {
    private final Backend backend;
    private final int n;
    private final Set<Integer> layers;
    private final Map<Integer, float[][]> heads = new HashMap<>();

    /// Listens for the patterns of `layers` on a text of `n` tokens.
    MapCapture(Backend backend, int n, Set<Integer> layers) {
        this.backend = backend;
        this.n = n;
        this.layers = Set.copyOf(layers);
    }

    @Override
    public boolean wantsPattern(int layer) {
        return layers.contains(layer);
    }

    @Override
    public void pattern(int layer, RowSpan span, Tensor pattern) {
        float[] slab = backend.read(pattern);
        float[][] maps = heads.computeIfAbsent(layer, _ -> new float[pattern.slices()][n * n]);
        for (int head = 0; head < maps.length; head++) {
            for (int row = 0; row < span.rows(); row++) {
                int from = (head * span.rows() + row) * span.keys();
                System.arraycopy(slab, from, maps[head], (span.firstRow() + row) * n, span.keys());
            }
        }
    }

    /// What was captured, as immutable values.
    AttentionMaps maps(List<Integer> ids) {
        Map<Integer, List<FloatMatrix>> captured = new HashMap<>();
        heads.forEach((layer, maps) -> {
            List<FloatMatrix> matrices = new ArrayList<>();
            for (float[] map : maps) {
                matrices.add(FloatMatrix.copyOf(n, n, map));
            }
            captured.put(layer, List.copyOf(matrices));
        });
        return new AttentionMaps(ids, captured);
    }
}
