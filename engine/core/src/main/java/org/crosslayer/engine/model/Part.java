package org.crosslayer.engine.model;

/// The parameters that an architecture may have; a [WeightLayout] says where a file keeps them.
public enum Part {
    EMBEDDING(false),
    POSITIONS(false),
    EMBEDDING_NORM(false),
    FINAL_NORM(false),
    UNEMBEDDING(false),
    ATTENTION_NORM(true),
    QUERY(true),
    KEY(true),
    VALUE(true),
    /// Query, key and value projection in one matrix, in place of the three.
    QUERY_KEY_VALUE(true),
    OUTPUT(true),
    QUERY_NORM(true),
    KEY_NORM(true),
    ATTENTION_POST_NORM(true),
    MLP_NORM(true),
    GATE(true),
    UP(true),
    /// Gate and up projection in one matrix, gate first, in place of the two.
    GATE_UP(true),
    DOWN(true),
    MLP_POST_NORM(true);

    private final boolean ofLayer;

    Part(boolean ofLayer) {
        this.ofLayer = ofLayer;
    }

    /// True if every layer has one.
    boolean ofLayer() {
        return ofLayer;
    }
}
