package org.crosslayer.engine.similarity;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// How much of the scores that a layer would compute by itself is explained by what it takes from another.
///
/// With `t` a head's own scores and `e` what stands in for them, a share is `1 − E(t − e)² / E t²`: 1 if nothing is
/// missing, 0 for a guess that knows the row's mean only, below 0 if it is worse. Both are centred in every row, for
/// softmax ignores what a row has in common; means within a row are weighted with the head's own pattern, so that keys
/// that nobody looks at do not count. *Our reading*: the weighting that makes half of it `KL(own ‖ shared)` to second
/// order, the loss that is fitted.
///
/// @param layer   the layer that takes
/// @param source  the layer that it takes from
/// @param heads   one entry a head of `layer`
/// @param windows how many windows of text it was measured on
public record ExplainedScores(int layer, int source, List<Head> heads, int windows) {
    /// One head.
    ///
    /// @param variance of its own scores, weighted as above, summed over all rows
    /// @param copied   share explained by the source's head of the same number
    /// @param aligned  share explained by the source's heads as they are arranged, without any low-rank difference
    /// @param whole    share explained by all that the layer uses
    public record Head(double variance, double copied, double aligned, double whole) {
        /// What the low-rank difference adds.
        public double added() {
            return whole - aligned;
        }
    }

    public ExplainedScores {
        heads = List.copyOf(heads);
    }

    /// All heads as one: a mean weighted with their variances.
    public Head mean() {
        double variance = heads.stream().mapToDouble(Head::variance).sum();
        return new Head(
                variance, mean(Head::copied, variance), mean(Head::aligned, variance), mean(Head::whole, variance));
    }

    /// The head of which least is explained.
    public int worst() {
        int worst = 0;
        for (int head = 1; head < heads.size(); head++) {
            if (heads.get(head).whole() < heads.get(worst).whole()) {
                worst = head;
            }
        }
        return worst;
    }

    private double mean(ToDoubleFunction<Head> share, double variance) {
        if (variance == 0) {
            return heads.stream().mapToDouble(share).average().orElse(1);
        }
        return heads.stream()
                        .mapToDouble(head -> head.variance() * share.applyAsDouble(head))
                        .sum()
                / variance;
    }
}
