package org.crosslayer.engine.backend;

import org.crosslayer.engine.tensor.DType;

/// A parameter of the model where the backend reads it: `[rows, columns]` = `[out, in]` for a matrix, `[1, n]`
/// for a vector.
///
/// On the CPU this is the mapped file itself, in its stored type.
public interface Weight {
    int rows();

    int columns();

    /// The stored type.
    DType dtype();
}
