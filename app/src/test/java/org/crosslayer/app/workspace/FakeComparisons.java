package org.crosslayer.app.workspace;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.HeadSimilarity;
import org.crosslayer.engine.similarity.LayerInfluence;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.tensor.DoubleMatrix;

/// What [FakeAnalyst] says about how alike layers and heads are.
final class FakeComparisons {
    private static final int LAYERS = FakeAnalyst.LAYERS;
    private static final int HEADS = FakeAnalyst.HEADS;

    private FakeComparisons() {}

    /// A tenth a layer of distance; layers 3 and 2, and 4 and 3, are the most alike.
    static LayerSimilarity layers(SimilarityOptions options, int windows, Consumer<LayerSimilarity> partial) {
        double[] values = new double[LAYERS * LAYERS];
        for (int row = 0; row < LAYERS; row++) {
            for (int column = 0; column < LAYERS; column++) {
                boolean closest = Math.max(row, column) == 3 && Math.abs(row - column) == 1;
                values[row * LAYERS + column] = closest ? 0.05 : 0.1 * Math.abs(row - column);
            }
        }
        DoubleMatrix matrix = DoubleMatrix.copyOf(LAYERS, LAYERS, values);
        LayerSimilarity result = new LayerSimilarity(options, matrix, matrix, windows, 1);
        partial.accept(result);
        return result;
    }

    /// A tenth a layer of distance, a hundredth a head, one window after the other.
    static HeadSimilarity heads(
            SimilarityOptions options, int windows, Consumer<HeadSimilarity> partial, Cancellation cancellation) {
        int side = LAYERS * HEADS;
        double[] values = new double[side * side];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                values[row * side + column] =
                        Math.abs(row / HEADS - column / HEADS) / 10.0 + Math.abs(row % HEADS - column % HEADS) / 100.0;
            }
        }
        DoubleMatrix matrix = DoubleMatrix.copyOf(side, side, values);
        for (int done = 1; done < windows; done++) {
            cancellation.check();
            partial.accept(new HeadSimilarity(options, HEADS, matrix, done, windows, done));
        }
        return new HeadSimilarity(options, HEADS, matrix, windows, windows, windows);
    }

    /// Block influence is a tenth of the layer.
    static LayerInfluence influence(int windows, Consumer<LayerInfluence> partial) {
        List<LayerInfluence.Of> layers = IntStream.range(0, LAYERS)
                .mapToObj(layer -> new LayerInfluence.Of(layer / 10.0, layer / 100.0))
                .toList();
        partial.accept(new LayerInfluence(layers, 1, windows, 1));
        return new LayerInfluence(layers, windows, windows, windows);
    }

    /// Every layer with the one below it, its heads turned round.
    static List<HeadAlignment> neighbours(MatchMethod method) {
        return IntStream.range(1, LAYERS)
                .mapToObj(layer -> alignment(layer, layer - 1, method, List.of(3, 2, 1, 0)))
                .toList();
    }

    static HeadAlignment alignment(int layer, int source, MatchMethod method, List<Integer> map) {
        DoubleMatrix cost = DoubleMatrix.copyOf(HEADS, HEADS, new double[HEADS * HEADS]);
        return new HeadAlignment(layer, source, method, map, cost);
    }
}
