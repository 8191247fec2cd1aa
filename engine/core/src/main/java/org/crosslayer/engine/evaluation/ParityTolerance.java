package org.crosslayer.engine.evaluation;

/// How far two programs may be apart and still be said to compute the same.
///
/// Logits and hidden states are measured in units of the reference's largest absolute value, but at least 1:
/// float32
/// rounding grows with the numbers, and large models carry hidden states in the thousands. Patterns are shares
/// of 1 and
/// are compared as they are.
///
/// @param values  for logits and hidden states, in those units
/// @param pattern for attention patterns
public record ParityTolerance(double values, double pattern) {
    /// Of plain loops, which differ from the reference by rounding only.
    public static final ParityTolerance PLAIN = new ParityTolerance(1e-4, 1e-5);
    /// Of fast kernels, which add up in another order.
    public static final ParityTolerance FAST = new ParityTolerance(2e-3, 1e-4);

    public ParityTolerance {
        if (!(values > 0) || !(pattern > 0)) {
            throw new IllegalArgumentException("tolerances must be above 0, not " + values + " and " + pattern);
        }
    }

    /// What is usual for a backend.
    static ParityTolerance of(String backend) {
        return backend.equals("reference") ? PLAIN : FAST;
    }
}
