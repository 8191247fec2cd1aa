package org.crosslayer.engine.model;

import org.crosslayer.engine.backend.RopeLayout;

/// Rotary position embedding as data.
///
/// @param theta   base of the frequencies: pair `i` turns by `theta^(−2i/dRotary)` radians a position
/// @param dRotary how many elements of a head are turned, an even number
/// @param layout  which elements are paired
/// @param scaling how the frequencies are changed for long contexts
public record RopeConfig(double theta, int dRotary, RopeLayout layout, Scaling scaling) {
    /// Radians that each pair turns by at every position, `[dRotary / 2]`.
    public float[] frequencies() {
        return RopeTables.frequencies(this);
    }

    /// A change of the frequencies.
    public sealed interface Scaling {
        /// As trained.
        record None() implements Scaling {}

        /// All frequencies divided by `factor`.
        record Linear(double factor) implements Scaling {}

        /// Llama 3.1: long waves divided by `factor`, short ones kept, a smooth passage between.
        ///
        /// @param originalContext the context the model was first trained on
        record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalContext)
                implements Scaling {}
    }
}
