package org.crosslayer.app.figure;

import java.util.List;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.HeadStatistics;

/// All that places a head among others.
///
/// @param statistics where it looks
/// @param donor      divergence to the head of the layer below that is matched with it one to one, nats; NaN where
///     there is none or it is not known
public record HeadPoint(HeadStatistics statistics, double donor) {
    /// Every head with its donor, as far as heads are matched with those of the layer below.
    public static List<HeadPoint> of(List<HeadStatistics> heads, List<HeadAlignment> alignments) {
        return heads.stream()
                .map(head -> new HeadPoint(head, donor(head, alignments)))
                .toList();
    }

    private static double donor(HeadStatistics head, List<HeadAlignment> alignments) {
        return alignments.stream()
                .filter(each -> each.layer() == head.layer() && each.source() == head.layer() - 1)
                .mapToDouble(each -> each.cost().at(head.head(), each.map().get(head.head())))
                .findFirst()
                .orElse(Double.NaN);
    }
}
