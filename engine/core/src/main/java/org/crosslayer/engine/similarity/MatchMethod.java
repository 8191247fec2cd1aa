package org.crosslayer.engine.similarity;

/// How heads of one layer find their partner in another.
public enum MatchMethod {
    /// Each head takes the closest one; several may take the same.
    ARGMIN,
    /// One to one, with the smallest sum of costs.
    HUNGARIAN
}
