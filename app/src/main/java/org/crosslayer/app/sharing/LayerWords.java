package org.crosslayer.app.sharing;

import java.util.ArrayList;
import java.util.List;

/// Layers in words: `layer 3`, `layers 3 and 7`, `layers 3–9 and 12`.
final class LayerWords {
    /// So many in a row are named by the first and the last.
    private static final int RUN = 3;

    private LayerWords() {}

    /// @param layers ascending, at least one
    static String of(List<Integer> layers) {
        return (layers.size() == 1 ? "layer " : "layers ") + listed(runs(layers));
    }

    private static String listed(List<String> parts) {
        return parts.size() == 1
                ? parts.getFirst()
                : String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
    }

    private static List<String> runs(List<Integer> layers) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (start < layers.size()) {
            int end = start + 1;
            while (end < layers.size() && layers.get(end) == layers.get(end - 1) + 1) {
                end++;
            }
            if (end - start >= RUN) {
                parts.add(layers.get(start) + "–" + layers.get(end - 1));
            } else {
                layers.subList(start, end).forEach(layer -> parts.add(String.valueOf(layer)));
            }
            start = end;
        }
        return parts;
    }
}
