package org.crosslayer.engine.fitting;

/// What the alignment is before the first step. Patterns that are handed on as such are always matched.
public enum StartMethod {
    /// Each head takes its most similar one of the source: an aligned copy.
    MATCHED,
    /// The best linear map of the source's scores, from one pass over some windows; see [LinearStart].
    LINEAR,
    /// The linear map together with the best factors of the layer's own queries and keys; see [FactorStart]. Where
    /// the options leave no low-rank part that is turned and added, as [#LINEAR].
    FACTORS
}
