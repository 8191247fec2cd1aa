package org.crosslayer.engine.similarity;

import java.util.ArrayList;
import java.util.List;
import org.crosslayer.engine.tensor.DoubleMatrix;

/// Gathers what single windows say about all heads of two layers, for each pair of layers, and matches the heads.
final class AlignmentTally implements WindowStudy.WindowSink {
    private final List<LayerPairs.Pair> pairs;
    private final int nHeads;
    private final RunningMean costs;

    /// No windows yet.
    ///
    /// @param nHeads heads of every layer
    AlignmentTally(LayerPairs pairs, int nHeads) {
        this.pairs = pairs.pairs();
        this.nHeads = nHeads;
        this.costs = new RunningMean(this.pairs.size() * nHeads * nHeads);
    }

    @Override
    public void accept(List<DoubleMatrix> values, int rows) {
        int cells = nHeads * nHeads;
        double[] flat = new double[pairs.size() * cells];
        for (int pair = 0; pair < pairs.size(); pair++) {
            System.arraycopy(values.get(pair).toArray(), 0, flat, pair * cells, cells);
        }
        costs.add(flat);
    }

    /// One alignment for each pair of layers, in order of the pairs.
    List<HeadAlignment> result(MatchMethod method) {
        int cells = nHeads * nHeads;
        double[] means = costs.means();
        List<HeadAlignment> alignments = new ArrayList<>();
        for (int pair = 0; pair < pairs.size(); pair++) {
            DoubleMatrix cost = DoubleMatrix.copyOfRange(nHeads, nHeads, means, pair * cells);
            LayerPairs.Pair layers = pairs.get(pair);
            alignments.add(
                    new HeadAlignment(layers.layer(), layers.source(), method, HeadMatching.match(method, cost), cost));
        }
        return List.copyOf(alignments);
    }
}
