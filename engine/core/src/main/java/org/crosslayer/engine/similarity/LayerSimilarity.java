package org.crosslayer.engine.similarity;

import org.crosslayer.engine.tensor.DoubleMatrix;

/// How alike all pairs of layers are, over some windows of text. Windows count equally, whatever their length.
///
/// The diagonal is what equal maps have, exactly. With [HeadMode#BEST_MATCH] a head's partner is the head of the
/// lower layer that is closest in the mean over all windows; both `values[l][m]` and `values[m][l]` are the upper
/// layer against the lower, and the standard error is that of the windows' values with these partners.
///
/// @param options       what was computed
/// @param values        `[nLayers, nLayers]`, symmetric; the mean over rows of a window, then over windows
/// @param standardError of the mean over windows, same shape; NaN-free, 0 with a single window
/// @param windows       how many windows of text
/// @param rows          how many causal rows in all
public record LayerSimilarity(
        SimilarityOptions options, DoubleMatrix values, DoubleMatrix standardError, int windows, long rows) {}
