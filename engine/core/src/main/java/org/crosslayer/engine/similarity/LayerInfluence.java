package org.crosslayer.engine.similarity;

import java.util.List;

/// How much each layer changes the residual stream, over some windows of text: small where the layer could almost be
/// left out. X. Men and others, "ShortGPT: Layers in Large Language Models are More Redundant Than You Expect" (2024),
/// *stated*: block influence is `1 − E[cos(x_l, x_{l+1})]` over positions. The angular distance is that of A. Gromov
/// and others, "The Unreasonable Ineffectiveness of the Deeper Layers" (2024), here over all positions (they read the
/// last one).
///
/// What leaves the last layer is read after the final norm, as in the hidden states that Hugging Face returns.
///
/// @param layers       of each layer
/// @param windows      windows so far
/// @param windowsTotal windows there will be
/// @param rows         positions so far
public record LayerInfluence(List<Of> layers, int windows, int windowsTotal, long rows) {
    /// One layer's.
    ///
    /// @param block           block influence, `[0, 2]`
    /// @param angularDistance `E[arccos(cos)] / π`, `[0, 1]`
    public record Of(double block, double angularDistance) {}

    public LayerInfluence {
        layers = List.copyOf(layers);
    }
}
