package org.crosslayer.engine.similarity;

import org.crosslayer.engine.tensor.DoubleMatrix;

/// How alike all pairs of heads of a model are, over some windows of text. Windows count equally.
///
/// Head `h` of layer `l` is row and column `l · nHeads + h`.
///
/// @param options      what was computed; the head mode says nothing here
/// @param nHeads       heads of every layer
/// @param values       `[nLayers · nHeads, nLayers · nHeads]`, symmetric; the diagonal is what equal maps have, exactly
/// @param windows      windows so far
/// @param windowsTotal windows there will be
/// @param rows         how many causal rows so far
public record HeadSimilarity(
        SimilarityOptions options, int nHeads, DoubleMatrix values, int windows, int windowsTotal, long rows) {
    /// The row and column of a head.
    public int index(int layer, int head) {
        return layer * nHeads + head;
    }

    /// The layer of a row or column.
    public int layer(int index) {
        return index / nHeads;
    }

    /// The head of a row or column within its layer.
    public int head(int index) {
        return index % nHeads;
    }

    /// True once all windows were read.
    public boolean isComplete() {
        return windows == windowsTotal;
    }
}
