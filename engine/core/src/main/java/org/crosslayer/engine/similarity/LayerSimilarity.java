package org.crosslayer.engine.similarity;

import org.crosslayer.engine.tensor.DoubleMatrix;

/// How alike all pairs of layers are, over some windows of text.
///
/// @param options       what was computed
/// @param values        `[nLayers, nLayers]`, symmetric; the mean over rows of a window, then over windows
/// @param standardError of the mean over windows, same shape; NaN-free, 0 with a single window
/// @param windows       how many windows of text
/// @param rows          how many causal rows in all
public record LayerSimilarity(
        SimilarityOptions options, DoubleMatrix values, DoubleMatrix standardError, int windows, long rows) {}
