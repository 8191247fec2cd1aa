package org.crosslayer.engine.backend;

/// Which two elements of a head rotary position embedding turns together. The reader of a file sets it, once.
public enum RopeLayout {
    /// Pairs `(i, i + dRotary/2)`: Hugging Face weights.
    HALF_SPLIT,
    /// Pairs `(2i, 2i + 1)`: GGUF weights of the Llama family.
    INTERLEAVED
}
