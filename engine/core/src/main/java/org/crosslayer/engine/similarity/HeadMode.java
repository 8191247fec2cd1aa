package org.crosslayer.engine.similarity;

/// What becomes of the heads when two layers are compared.
public enum HeadMode {
    /// Heads are averaged to one map a layer first, then compared.
    MEAN("heads averaged first"),
    /// Each head of the upper layer against the head of the lower one most like it, then averaged.
    BEST_MATCH("each head with its best match"),
    /// Head `a` against head `a`, then averaged.
    SAME_INDEX("heads of the same index");

    private final String words;

    HeadMode(String words) {
        this.words = words;
    }

    /// The name in a sentence.
    public String words() {
        return words;
    }
}
