package org.crosslayer.engine.backend;

import org.jspecify.annotations.Nullable;

/// One of several linear maps of the same rows, `out [n, w.rows] = x [n, w.columns] · wᵀ (+ bias)`.
public record Linear(Weight w, @Nullable Weight bias, Tensor out) {}
