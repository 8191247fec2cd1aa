package org.crosslayer.engine.model;

import org.crosslayer.engine.backend.Activation;

/// The MLP of an architecture as data.
///
/// @param activation its non-linearity
/// @param gated      `down(act(gate(x)) · up(x))`; otherwise `down(act(up(x)))`
/// @param bias       all its projections have biases
/// @param place      where it stands
public record MlpConfig(Activation activation, boolean gated, boolean bias, Place place) {
    /// Where an MLP stands.
    public enum Place {
        /// Reads what attention has added to the residual stream.
        AFTER_ATTENTION,
        /// Reads what attention reads, through a norm of its own; both are added at once ("parallel residual").
        BESIDE_ATTENTION,
        /// Likewise, behind the norm that attention reads.
        BESIDE_ATTENTION_ONE_NORM;

        /// True if attention and MLP read the same residual stream.
        public boolean beside() {
            return this != AFTER_ATTENTION;
        }
    }

    /// Llama's: gated, no biases, after attention.
    public static MlpConfig gated(Activation activation) {
        return new MlpConfig(activation, true, false, Place.AFTER_ATTENTION);
    }

    /// Projections into the hidden width: 2 if gated, otherwise 1.
    public int inputs() {
        return gated ? 2 : 1;
    }
}
