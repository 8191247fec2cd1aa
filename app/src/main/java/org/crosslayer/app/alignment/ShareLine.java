package org.crosslayer.app.alignment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.crosslayer.engine.similarity.ExplainedScores;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.jspecify.annotations.Nullable;

/// One line of the table: a head of the layer, or a whole layer. What is not known is NaN.
///
/// @param name      `head 3`, or `layer 5`
/// @param partner   what it takes from, such as `6`, or `layer 4`
/// @param sameCost  divergence from the head of its own number, nats
/// @param cost      divergence from its partner, nats
/// @param aligned   share of the variance of its own scores that the aligned heads explain
/// @param added     what the low-rank part adds to that
/// @param whole     both together
public record ShareLine(
        String name, String partner, double sameCost, double cost, double aligned, double added, double whole) {
    /// The heads of one layer, the worst first.
    static List<ShareLine> heads(HeadAlignment alignment, @Nullable ExplainedScores explained) {
        List<ShareLine> lines = new ArrayList<>();
        for (int head = 0; head < alignment.map().size(); head++) {
            int partner = alignment.map().get(head);
            ExplainedScores.@Nullable Head share =
                    explained == null ? null : explained.heads().get(head);
            lines.add(new ShareLine(
                    "head " + head,
                    "head " + partner,
                    alignment.cost().at(head, head),
                    alignment.cost().at(head, partner),
                    share == null ? Double.NaN : share.aligned(),
                    share == null ? Double.NaN : share.added(),
                    share == null ? Double.NaN : share.whole()));
        }
        lines.sort(
                explained == null
                        ? Comparator.comparingDouble(ShareLine::cost).reversed()
                        : Comparator.comparingDouble(ShareLine::whole));
        return List.copyOf(lines);
    }

    /// A layer as a whole.
    static ShareLine layer(ExplainedScores explained, @Nullable HeadAlignment alignment) {
        ExplainedScores.Head mean = explained.mean();
        return new ShareLine(
                "layer " + explained.layer(),
                "layer " + explained.source(),
                alignment == null ? Double.NaN : alignment.sameIndexCost(),
                alignment == null ? Double.NaN : alignment.matchedCost(),
                mean.aligned(),
                mean.added(),
                mean.whole());
    }
}
