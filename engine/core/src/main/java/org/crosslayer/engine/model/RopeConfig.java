package org.crosslayer.engine.model;

import java.util.List;
import org.crosslayer.engine.backend.RopeLayout;

/// Rotary position embedding as data.
///
/// @param theta   base of the frequencies: pair `i` turns by `theta^(−2i/dRotary)` radians a position
/// @param dRotary how many elements of a head are turned, an even number
/// @param layout  which elements are paired
/// @param scaling how the frequencies are changed for long contexts
public record RopeConfig(double theta, int dRotary, RopeLayout layout, Scaling scaling) {
    /// Radians that each pair turns by at every position, `[dRotary / 2]`.
    ///
    /// @param length all positions that there is room for
    public float[] frequencies(int length) {
        return RopeTables.frequencies(this, length);
    }

    /// A change of the frequencies. The *length* of a sequence is all positions that a pass has room for.
    public sealed interface Scaling {
        /// As trained.
        record None() implements Scaling {}

        /// All frequencies divided by `factor`.
        record Linear(double factor) implements Scaling {}

        /// Base raised for sequences beyond the trained context ("dynamic NTK"): `theta · (factor · length / context −
        /// (factor − 1))^(d / (d − 2))`.
        ///
        /// @param context the context the model was trained on
        record Dynamic(double factor, int context) implements Scaling {}

        /// Llama 3.1: long waves divided by `factor`, short ones kept, a smooth passage between.
        ///
        /// @param originalContext the context the model was first trained on
        record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalContext)
                implements Scaling {}

        /// YaRN: pairs that turn more than `fast` times within the original context are kept, those that turn less
        /// than `slow` times divided by `factor`, a linear passage between; cosines and sines times
        /// `attention`.
        ///
        /// @param rounded the ends of the passage are whole pairs
        record Yarn(double factor, double fast, double slow, int originalContext, double attention, boolean rounded)
                implements Scaling {}

        /// Each frequency divided by a factor of its own ("LongRoPE"); cosines and sines times `attention`.
        ///
        /// @param near up to the original context, `[dRotary / 2]`
        /// @param far  for longer sequences, likewise
        record PerPair(List<Double> near, List<Double> far, int originalContext, double attention) implements Scaling {
            public PerPair {
                near = List.copyOf(near);
                far = List.copyOf(far);
            }
        }
    }

    /// What cosines and sines are multiplied by.
    double attention() {
        return switch (scaling) {
            case Scaling.Yarn yarn -> yarn.attention();
            case Scaling.PerPair perPair -> perPair.attention();
            default -> 1;
        };
    }
}
