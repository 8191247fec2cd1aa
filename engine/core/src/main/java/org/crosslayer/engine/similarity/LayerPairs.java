package org.crosslayer.engine.similarity;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Which pairs of layers are compared, and which lower layers must be kept for that while a step runs.
///
/// Layers arrive in ascending order. A layer is compared with its sources the moment it arrives and then takes its
/// slot, if it has one; one that is its own source takes it before. The sources of a layer always lie in the slots
/// `0 … sources − 1`. Or all layers are kept, and every two of them are compared when the highest has arrived.
final class LayerPairs {
    /// A layer and a lower one, or the layer itself.
    record Pair(int layer, int source) {}

    private static final int NOT_KEPT = -1;

    private final List<List<Integer>> sources;
    private final int[] slots;
    private final int slotCount;
    private final boolean isTogether;

    private LayerPairs(List<List<Integer>> sources, int[] slots) {
        this(sources, slots, sources.stream().mapToInt(List::size).max().orElse(0), false);
    }

    private LayerPairs(List<List<Integer>> sources, int[] slots, int slotCount, boolean isTogether) {
        this.sources = List.copyOf(sources);
        this.slots = slots;
        this.slotCount = slotCount;
        this.isTogether = isTogether;
    }

    /// Every layer with every lower one; all but the last are kept.
    static LayerPairs all(int nLayers) {
        List<List<Integer>> sources = new ArrayList<>();
        int[] slots = new int[nLayers];
        for (int layer = 0; layer < nLayers; layer++) {
            List<Integer> lower = new ArrayList<>();
            for (int source = 0; source < layer; source++) {
                lower.add(source);
            }
            sources.add(List.copyOf(lower));
            slots[layer] = layer < nLayers - 1 ? layer : NOT_KEPT;
        }
        return new LayerPairs(sources, slots);
    }

    /// Every layer with every lower one, all together when the highest has arrived; all are kept.
    static LayerPairs allTogether(int nLayers) {
        int[] slots = IntStream.range(0, nLayers).toArray();
        return new LayerPairs(all(nLayers).sources, slots, nLayers, true);
    }

    /// Every layer with every lower one and with itself; all are kept.
    static LayerPairs allWithOwn(int nLayers) {
        List<List<Integer>> sources = new ArrayList<>();
        int[] slots = new int[nLayers];
        for (int layer = 0; layer < nLayers; layer++) {
            sources.add(IntStream.rangeClosed(0, layer).boxed().toList());
            slots[layer] = layer;
        }
        return new LayerPairs(sources, slots);
    }

    /// Every layer with the one below; a single one is kept at a time.
    static LayerPairs adjacent(int nLayers) {
        List<List<Integer>> sources = new ArrayList<>();
        int[] slots = new int[nLayers];
        for (int layer = 0; layer < nLayers; layer++) {
            sources.add(layer == 0 ? List.of() : List.of(layer - 1));
            slots[layer] = layer < nLayers - 1 ? 0 : NOT_KEPT;
        }
        return new LayerPairs(sources, slots);
    }

    /// One layer with one lower one.
    ///
    /// @throws IllegalArgumentException if `source` is not below `layer`
    static LayerPairs one(int layer, int source) {
        if (source < 0 || source >= layer) {
            throw new IllegalArgumentException(
                    "layer " + layer + " cannot be matched to layer " + source + ": the source must be a lower layer");
        }
        List<List<Integer>> sources = new ArrayList<>();
        int[] slots = new int[layer + 1];
        for (int at = 0; at <= layer; at++) {
            sources.add(at == layer ? List.of(source) : List.of());
            slots[at] = at == source ? 0 : NOT_KEPT;
        }
        return new LayerPairs(sources, slots);
    }

    /// Layers from 0 up to the highest that is compared.
    int nLayers() {
        return slots.length;
    }

    /// The lower layers that `layer` is compared with; the one at index `i` is kept in slot `i`.
    List<Integer> sources(int layer) {
        return layer < nLayers() ? sources.get(layer) : List.of();
    }

    /// True if a higher layer is compared with this one.
    boolean isKept(int layer) {
        return layer < nLayers() && slots[layer] != NOT_KEPT;
    }

    /// Where `layer` is kept, in `[0, slotCount)`.
    int slot(int layer) {
        return slots[layer];
    }

    /// True if nothing is compared before the highest layer has arrived, and then every layer with every lower one.
    boolean isTogether() {
        return isTogether;
    }

    /// True if the layer is compared with itself, head with head.
    boolean isOwnSource(int layer) {
        return sources(layer).contains(layer);
    }

    /// How many layers are kept at the same time.
    int slotCount() {
        return slotCount;
    }

    /// All pairs, by layer, then by source.
    List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (int layer = 0; layer < nLayers(); layer++) {
            for (int source : sources(layer)) {
                pairs.add(new Pair(layer, source));
            }
        }
        return pairs;
    }
}
