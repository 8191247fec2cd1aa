package org.crosslayer.engine.similarity;

import org.crosslayer.engine.tensor.DoubleMatrix;

/// How far one head's attention is from that of every head of the model.
///
/// @param layer        of the head that is compared
/// @param head         its number
/// @param divergence   `[nLayers, nHeads]`: mean Jensen–Shannon divergence over rows and windows, nats; 0 at the head
///     itself
/// @param windows      windows so far
/// @param windowsTotal windows there will be
public record HeadLikeness(int layer, int head, DoubleMatrix divergence, int windows, int windowsTotal) {
    /// True once all windows were read.
    public boolean isComplete() {
        return windows == windowsTotal;
    }
}
