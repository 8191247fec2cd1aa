package org.crosslayer.engine.evaluation;

/// How far one kind of number is from the reference.
///
/// @param what       `logits`, `hidden 3` (entering layer 3), `hidden 16` of a model of 16 layers (after the final
///     norm), or `pattern 3`
/// @param deviation  largest absolute difference; infinite where one side is no number and the other is
/// @param reference  largest absolute value of the reference
/// @param where      the place of the largest difference, such as `head 2, token 17, key 4`; empty where all is
///     equal
/// @param allowed    largest difference that passes
public record ParityLine(String what, double deviation, double reference, String where, double allowed) {
    /// True if the difference is small enough.
    public boolean passes() {
        return deviation <= allowed;
    }
}
