package org.crosslayer.engine.evaluation;

/// How much text there is, in units that no vocabulary changes.
///
/// @param words pieces between white space, as `len(re.split(r"\s+", text))` counts in lm-evaluation-harness:
///     white space
///     at an end adds an empty one
/// @param bytes of UTF-8
public record TextExtent(long words, long bytes) {}
