package org.crosslayer.engine.similarity;

import java.util.List;
import org.crosslayer.engine.tensor.DoubleMatrix;

/// Which head of a lower layer serves each head of an upper one.
///
/// @param layer  the upper layer
/// @param source the lower layer
/// @param method how the partners were found
/// @param map    `[nHeads]`: for each head of `layer` a head of `source`
/// @param cost   `[nHeads of layer, nHeads of source]`: mean Jensen–Shannon divergence in nats
public record HeadAlignment(int layer, int source, MatchMethod method, List<Integer> map, DoubleMatrix cost) {
    public HeadAlignment {
        map = List.copyOf(map);
    }

    /// Mean cost of the chosen pairs.
    public double matchedCost() {
        double sum = 0;
        for (int head = 0; head < map.size(); head++) {
            sum += cost.at(head, map.get(head));
        }
        return sum / map.size();
    }

    /// Mean cost of pairing every head with the head of its own index.
    public double sameIndexCost() {
        double sum = 0;
        for (int head = 0; head < map.size(); head++) {
            sum += cost.at(head, head);
        }
        return sum / map.size();
    }
}
