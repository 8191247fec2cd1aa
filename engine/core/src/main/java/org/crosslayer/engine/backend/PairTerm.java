package org.crosslayer.engine.backend;

/// What is summed over the rows of two patterns to compare them.
public enum PairTerm {
    /// `½ KL(p‖m) + ½ KL(q‖m)`, `m = (p + q)/2`, natural logarithm; a row is in [0, ln 2], never NaN.
    JENSEN_SHANNON,
    /// `½ Σ |p − q|`; a row is in [0, 1].
    TOTAL_VARIATION,
    /// `Σ p q`, from which the cosine is made.
    DOT
}
