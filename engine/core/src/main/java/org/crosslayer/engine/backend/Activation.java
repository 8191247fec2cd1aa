package org.crosslayer.engine.backend;

/// The non-linearity of an MLP.
public enum Activation {
    /// `x / (1 + exp(−x))`.
    SILU,
    /// `x Φ(x)` with the exact normal distribution.
    GELU,
    /// The tanh approximation of [#GELU].
    GELU_TANH,
    /// `max(0, x)`.
    RELU
}
