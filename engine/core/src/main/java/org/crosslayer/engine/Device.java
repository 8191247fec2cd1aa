package org.crosslayer.engine;

/// Where a model runs.
public enum Device {
    /// All processors of this machine.
    CPU,
    /// Plain loops, slow and readable: the truth that fast paths are checked against.
    REFERENCE
}
