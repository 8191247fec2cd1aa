package org.crosslayer.engine.experiment;

/// Whether the LiSA layers of a measurement have been fitted.
public enum Training {
    /// All of them.
    FITTED,
    /// Some.
    MIXED,
    /// None: their alignments were solved for without training, and they have no low-rank difference.
    UNTRAINED
}
