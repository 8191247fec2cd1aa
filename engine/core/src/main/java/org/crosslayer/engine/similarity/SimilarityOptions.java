package org.crosslayer.engine.similarity;

/// Everything that decides what a similarity number means.
///
/// @param metric  the comparison
/// @param heads   what becomes of the heads
/// @param logBase for divergences
/// @param sink    what becomes of the first key, of each head before heads are averaged
public record SimilarityOptions(Metric metric, HeadMode heads, LogBase logBase, SinkHandling sink) {
    /// Jensen–Shannon divergence in nats, heads averaged first, patterns as they are.
    public static final SimilarityOptions DEFAULT =
            new SimilarityOptions(Metric.JSD, HeadMode.MEAN, LogBase.E, SinkHandling.KEEP);

    /// One line for captions: metric, heads, base and first key.
    public String words() {
        return metric.words() + base() + ", " + heads.words() + ", " + sink.words();
    }

    /// The same where heads are compared one by one.
    public String wordsOfHeads() {
        return metric.words() + base() + ", all pairs of heads, " + sink.words();
    }

    private String base() {
        return metric == Metric.JSD ? " (log base " + logBase.label() + ")" : "";
    }
}
