package org.crosslayer.app.overview;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.Metric;

/// Two layers one above the other and how alike they are.
///
/// @param upper the upper layer; the other is the one directly below
/// @param value by the metric in use
public record NeighbourPair(int upper, double value) {
    /// All neighbours, the most alike first.
    static List<NeighbourPair> closestFirst(LayerSimilarity similarity) {
        Comparator<NeighbourPair> ascending = Comparator.comparingDouble(NeighbourPair::value);
        boolean moreIsAlike = similarity.options().metric() == Metric.COSINE;
        return IntStream.range(1, similarity.values().rows())
                .mapToObj(layer -> new NeighbourPair(layer, similarity.values().at(layer, layer - 1)))
                .sorted(moreIsAlike ? ascending.reversed() : ascending)
                .toList();
    }
}
