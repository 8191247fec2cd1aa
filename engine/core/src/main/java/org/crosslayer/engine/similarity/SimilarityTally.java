package org.crosslayer.engine.similarity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crosslayer.engine.tensor.DoubleMatrix;

/// Gathers what single windows say about all pairs of layers into one matrix with standard errors.
///
/// With [HeadMode#BEST_MATCH] each head's partner is the one closest in the mean over all windows; the value of a
/// pair is the mean over the upper layer's heads, and the standard error comes from the windows' values with these
/// partners. For that every window's values are kept, as float32.
final class SimilarityTally implements WindowStudy.WindowSink {
    private final SimilarityOptions options;
    private final int nLayers;
    private final List<LayerPairs.Pair> pairs;
    private final List<float[]> kept = new ArrayList<>();
    private final int cells;
    private final int nHeads;
    private final RunningMean means;
    private long rows;

    /// No windows yet.
    ///
    /// @param nHeads heads of every layer
    SimilarityTally(SimilarityOptions options, int nLayers, int nHeads) {
        this.options = options;
        this.nLayers = nLayers;
        this.nHeads = nHeads;
        this.pairs = LayerPairs.all(nLayers).pairs();
        this.cells = options.heads() == HeadMode.BEST_MATCH ? nHeads * nHeads : 1;
        this.means = new RunningMean(pairs.size() * cells);
    }

    @Override
    public void accept(List<DoubleMatrix> values, int windowRows) {
        double[] flat = new double[pairs.size() * cells];
        for (int pair = 0; pair < pairs.size(); pair++) {
            double[] cellsOfPair = values.get(pair).toArray();
            if (cells == 1) {
                flat[pair] = mean(cellsOfPair);
            } else {
                System.arraycopy(cellsOfPair, 0, flat, pair * cells, cells);
            }
        }
        means.add(flat);
        rows += windowRows;
        if (cells > 1) {
            kept.add(narrowed(flat));
        }
    }

    /// The comparison over the windows so far.
    LayerSimilarity result() {
        double factor = options.metric() == Metric.JSD ? options.logBase().factor() : 1;
        double[] values = new double[nLayers * nLayers];
        double[] errors = new double[nLayers * nLayers];
        for (int layer = 0; layer < nLayers; layer++) {
            values[layer * nLayers + layer] = options.metric().ofEqualMaps();
        }
        for (int pair = 0; pair < pairs.size(); pair++) {
            List<Integer> partners = cells > 1 ? partners(pair) : List.of();
            int upper = pairs.get(pair).layer() * nLayers + pairs.get(pair).source();
            int lower = pairs.get(pair).source() * nLayers + pairs.get(pair).layer();
            values[upper] = factor * (cells > 1 ? matchedMean(pair, partners) : means.mean(pair));
            values[lower] = values[upper];
            errors[upper] = factor * (cells > 1 ? matchedError(pair, partners) : means.standardError(pair));
            errors[lower] = errors[upper];
        }
        return new LayerSimilarity(
                options,
                DoubleMatrix.copyOf(nLayers, nLayers, values),
                DoubleMatrix.copyOf(nLayers, nLayers, errors),
                means.count(),
                rows);
    }

    /// For each head of the upper layer the closest head of the lower one, over all windows.
    private List<Integer> partners(int pair) {
        double sign = options.metric().ofEqualMaps() == 0 ? 1 : -1;
        double[] distance = new double[cells];
        for (int cell = 0; cell < cells; cell++) {
            distance[cell] = sign * means.mean(pair * cells + cell);
        }
        return HeadMatching.argmin(DoubleMatrix.copyOf(nHeads, nHeads, distance));
    }

    private double matchedMean(int pair, List<Integer> partners) {
        double sum = 0;
        for (int head = 0; head < nHeads; head++) {
            sum += means.mean(cell(pair, head, partners));
        }
        return sum / nHeads;
    }

    private double matchedError(int pair, List<Integer> partners) {
        RunningMean matched = new RunningMean(1);
        for (float[] window : kept) {
            double sum = 0;
            for (int head = 0; head < nHeads; head++) {
                sum += window[cell(pair, head, partners)];
            }
            matched.add(new double[] {sum / nHeads});
        }
        return matched.standardError(0);
    }

    private int cell(int pair, int head, List<Integer> partners) {
        return pair * cells + head * nHeads + partners.get(head);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static float[] narrowed(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }
}
