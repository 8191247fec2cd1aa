package org.crosslayer.engine.fitting;

/// What the alignment is before the first step.
public enum StartMethod {
    /// Each head takes its most similar one of the source: an aligned copy.
    MATCHED,
    /// The best linear map of the source's scores, from one pass over some windows; see [LinearStart].
    LINEAR
}
