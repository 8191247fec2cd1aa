package org.crosslayer.engine.similarity;

/// What a head does on average over rows: where it looks and how sharply. All are means over rows; all but the last
/// over those of windows of text. All but sink and induction are of patterns as the study's [SinkHandling] leaves them.
///
/// @param layer     counted from 0
/// @param head      counted from 0
/// @param entropy   of the row's distribution, nats
/// @param sink      share of attention on the first key, `[0, 1]`
/// @param distance  from a query to the keys it looks at, in tokens: `Σ p(key) · (query − key)`
/// @param previous  share on the key before the query, `[0, 1]`; rows that have none are left out
/// @param self      share on the query's own key, `[0, 1]`
/// @param induction share on the key *after* the query's earlier occurrence, `[0, 1]`, on tokens of the text that were
///     drawn at random and repeated once; NaN where the text is too short for that
public record HeadStatistics(
        int layer,
        int head,
        double entropy,
        double sink,
        double distance,
        double previous,
        double self,
        double induction) {}
