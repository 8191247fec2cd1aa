package org.crosslayer.engine.similarity;

import java.util.List;
import org.crosslayer.engine.tensor.DoubleMatrix;

/// Gathers what single windows say about all pairs of heads into one symmetric matrix.
final class HeadSimilarityTally implements WindowStudy.WindowSink {
    private final SimilarityOptions options;
    private final int nHeads;
    private final int side;
    private final int windowsTotal;
    private final List<LayerPairs.Pair> pairs;
    /// Over windows, `[side × side]`, both halves.
    private final double[] sums;

    private int windows;
    private long rows;

    /// No windows yet.
    HeadSimilarityTally(SimilarityOptions options, int nLayers, int nHeads, int windowsTotal) {
        this.options = options;
        this.nHeads = nHeads;
        this.windowsTotal = windowsTotal;
        side = nLayers * nHeads;
        pairs = LayerPairs.allWithOwn(nLayers).pairs();
        sums = new double[Math.multiplyExact(side, side)];
    }

    @Override
    public void accept(List<DoubleMatrix> values, int windowRows) {
        for (int pair = 0; pair < pairs.size(); pair++) {
            int above = pairs.get(pair).layer() * nHeads;
            int below = pairs.get(pair).source() * nHeads;
            DoubleMatrix cells = values.get(pair);
            for (int upper = 0; upper < nHeads; upper++) {
                for (int lower = 0; lower < nHeads; lower++) {
                    add(above + upper, below + lower, cells.at(upper, lower), above == below);
                }
            }
        }
        windows++;
        rows += windowRows;
    }

    /// Within a layer a pair comes twice, from either side; both sides must read the same to the last bit.
    private void add(int row, int column, double value, boolean isOwn) {
        if (!isOwn) {
            sums[row * side + column] += value;
            sums[column * side + row] += value;
        } else if (row > column) {
            add(row, column, value, false);
        }
    }

    /// The comparison over the windows so far.
    HeadSimilarity result() {
        double factor = (options.metric() == Metric.JSD ? options.logBase().factor() : 1) / windows;
        double[] means = new double[sums.length];
        for (int cell = 0; cell < sums.length; cell++) {
            means[cell] = factor * sums[cell];
        }
        for (int index = 0; index < side; index++) {
            means[index * side + index] = options.metric().ofEqualMaps();
        }
        return new HeadSimilarity(options, nHeads, DoubleMatrix.copyOf(side, side, means), windows, windowsTotal, rows);
    }
}
