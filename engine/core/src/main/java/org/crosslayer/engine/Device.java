package org.crosslayer.engine;

/// Where a model runs.
public enum Device {
    /// All processors of this machine.
    CPU,
    /// An NVIDIA card in float32, or a sentence that says why none can be used.
    CUDA,
    /// The same with the factors of matrix products rounded to TF32.
    CUDA_TF32,
    /// The same with large matrices, keys and values held as BF16, and what meets them rounded to it.
    CUDA_BF16,
    /// An NVIDIA card where one can be used, otherwise all processors.
    AUTO,
    /// Plain loops, slow and readable: the truth that fast paths are checked against.
    REFERENCE
}
