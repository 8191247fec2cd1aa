package org.crosslayer.engine.similarity;

/// Everything that decides what a similarity number means.
///
/// @param metric       the comparison
/// @param heads        what becomes of the heads
/// @param logBase      for divergences
/// @param skipFirstRow leaves out row 0, which sees one key only and is the same for every head
public record SimilarityOptions(Metric metric, HeadMode heads, LogBase logBase, boolean skipFirstRow) {
    /// Jensen–Shannon divergence in nats, heads averaged first, all rows.
    public static final SimilarityOptions DEFAULT = new SimilarityOptions(Metric.JSD, HeadMode.MEAN, LogBase.E, false);

    /// One line for captions: metric, heads, base and rows.
    public String words() {
        return metric.words()
                + (metric == Metric.JSD ? " (log base " + logBase.label() + ")" : "")
                + ", "
                + heads.words()
                + (skipFirstRow ? ", first row left out" : ", all rows");
    }
}
