package org.crosslayer.engine;

/// Where a model runs.
public enum Device {
    /// All processors of this machine.
    CPU,
    /// An NVIDIA card, or a sentence that says why none can be used.
    CUDA,
    /// An NVIDIA card where one can be used, otherwise all processors.
    AUTO,
    /// Plain loops, slow and readable: the truth that fast paths are checked against.
    REFERENCE
}
