package org.crosslayer.engine.capture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
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
    private final Map<Integer, List<FloatMatrix.Builder>> heads = new HashMap<>();

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
        List<FloatMatrix.Builder> maps = heads.computeIfAbsent(layer, _ -> IntStream.range(0, pattern.slices())
                .mapToObj(_ -> new FloatMatrix.Builder(n, n))
                .toList());
        for (int head = 0; head < maps.size(); head++) {
            for (int row = 0; row < span.rows(); row++) {
                maps.get(head).put(span.firstRow() + row, slab, (head * span.rows() + row) * span.keys(), span.keys());
            }
        }
    }

    /// What was captured, as immutable values; once.
    AttentionMaps maps(List<Integer> ids) {
        Map<Integer, List<FloatMatrix>> captured = new HashMap<>();
        heads.forEach((layer, maps) -> captured.put(
                layer, maps.stream().map(FloatMatrix.Builder::build).toList()));
        return new AttentionMaps(ids, captured);
    }
}
