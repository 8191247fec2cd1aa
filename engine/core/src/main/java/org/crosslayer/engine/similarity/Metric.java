package org.crosslayer.engine.similarity;

import org.crosslayer.engine.backend.PairTerm;

/// How two patterns are compared.
public enum Metric {
    /// Jensen–Shannon divergence, 0 for equal rows.
    JSD("Jensen–Shannon divergence", PairTerm.JENSEN_SHANNON),
    /// Cosine of the whole causal triangle, 1 for equal maps.
    COSINE("cosine similarity", PairTerm.DOT),
    /// Total variation distance, 0 for equal rows.
    TV("total variation distance", PairTerm.TOTAL_VARIATION);

    private final String words;
    private final PairTerm term;

    Metric(String words, PairTerm term) {
        this.words = words;
        this.term = term;
    }

    /// The name in a sentence.
    public String words() {
        return words;
    }

    /// What the backend sums for it.
    public PairTerm term() {
        return term;
    }

    /// The value of two equal maps: 0 for a distance, 1 for a similarity, where more is closer.
    public double ofEqualMaps() {
        return this == COSINE ? 1 : 0;
    }
}
