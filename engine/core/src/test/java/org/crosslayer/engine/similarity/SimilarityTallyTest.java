package org.crosslayer.engine.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.crosslayer.engine.tensor.DoubleMatrix;
import org.junit.jupiter.api.Test;

final class SimilarityTallyTest {
    @Test
    void windowsCountEquallyAndGiveTheError() {
        SimilarityTally tally = new SimilarityTally(SimilarityOptions.DEFAULT, 2, 8);
        tally.accept(List.of(matrix(1, 1, 0.1)), 512);
        tally.accept(List.of(matrix(1, 1, 0.3)), 100);
        LayerSimilarity similarity = tally.result();
        assertEquals(0.2, similarity.values().at(1, 0), 1e-15);
        // The sample variance of 0.1 and 0.3 is 0.02; over two windows that is 0.01.
        assertEquals(0.1, similarity.standardError().at(0, 1), 1e-15);
        assertEquals(2, similarity.windows());
        assertEquals(612, similarity.rows());
    }

    @Test
    void sameIndexIsTheMeanOverHeads() {
        SimilarityTally tally = new SimilarityTally(options(Metric.TV, HeadMode.SAME_INDEX), 2, 2);
        tally.accept(List.of(matrix(1, 2, 0.2, 0.6)), 4);
        assertEquals(0.4, tally.result().values().at(1, 0), 1e-15);
    }

    @Test
    void partnersAreTheClosestOverAllWindowsNotOfEachWindow() {
        SimilarityTally tally = new SimilarityTally(options(Metric.JSD, HeadMode.BEST_MATCH), 2, 2);
        tally.accept(List.of(matrix(2, 2, 0.1, 0.4, 0.5, 0.2)), 4);
        tally.accept(List.of(matrix(2, 2, 0.3, 0.2, 0.5, 0.2)), 4);
        LayerSimilarity similarity = tally.result();
        // Head 0 keeps partner 0 (mean 0.2, not 0.3) though partner 1 was closer in the second window.
        assertEquals(0.2, similarity.values().at(1, 0), 1e-15);
        // The two windows give (0.1 + 0.2)/2 and (0.3 + 0.2)/2 with these partners.
        assertEquals(0.05, similarity.standardError().at(1, 0), 1e-7);
    }

    @Test
    void theBestMatchOfASimilarityIsTheLargest() {
        SimilarityTally tally = new SimilarityTally(options(Metric.COSINE, HeadMode.BEST_MATCH), 2, 2);
        tally.accept(List.of(matrix(2, 2, 0.1, 0.9, 0.7, 0.3)), 4);
        assertEquals(0.8, tally.result().values().at(0, 1), 1e-15);
    }

    @Test
    void aSingleLayerIsOnlyLikeItself() {
        SimilarityTally tally = new SimilarityTally(options(Metric.COSINE, HeadMode.MEAN), 1, 2);
        tally.accept(List.of(), 4);
        assertEquals(matrix(1, 1, 1), tally.result().values());
    }

    private static SimilarityOptions options(Metric metric, HeadMode heads) {
        return new SimilarityOptions(metric, heads, LogBase.E, SinkHandling.KEEP);
    }

    private static DoubleMatrix matrix(int rows, int columns, double... values) {
        return DoubleMatrix.copyOf(rows, columns, values);
    }
}
