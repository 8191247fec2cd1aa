package org.crosslayer.engine.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NumericFaultException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.task.Cancellation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PatternReducerTest {
    private final Backend backend = new ReferenceBackend();

    /// Two rows of one head: `(1)` and `(½, ½)` against `(1)` and `(1, 0)`.
    private final PatternFeed halves = feed(2, new float[] {1, 0, 0.5f, 0.5f}, new float[] {1, 0, 1, 0});

    @Test
    void divergenceIsTheMeanOverRows() throws EngineException {
        double row = 0.5 * (0.5 * Math.log(0.5 / 0.75) + 0.5 * Math.log(0.5 / 0.25)) + 0.5 * Math.log(1 / 0.75);
        assertEquals(row / 2, value(halves, Metric.JSD, false), 1e-12);
        assertEquals(row, value(halves, Metric.JSD, true), 1e-12);
    }

    @Test
    void totalVariationIsTheMeanOverRows() throws EngineException {
        assertEquals(0.25, value(halves, Metric.TV, false), 1e-12);
        assertEquals(0.5, value(halves, Metric.TV, true), 1e-12);
    }

    @Test
    void cosineIsThatOfTheWholeTriangle() throws EngineException {
        assertEquals(1.5 / Math.sqrt(1.5 * 2), value(halves, Metric.COSINE, false), 1e-12);
        assertEquals(0.5 / Math.sqrt(0.5), value(halves, Metric.COSINE, true), 1e-12);
    }

    @Test
    void cosineWithNothingIsZero() throws EngineException {
        PatternFeed feed = feed(2, new float[] {1, 0, 0.5f, 0.5f}, new float[4]);
        assertEquals(0, value(feed, Metric.COSINE, false));
    }

    @ParameterizedTest
    @EnumSource
    void aPatternThatIsNoNumberIsAFaultNotAResult(Metric metric) {
        PatternFeed feed = feed(2, new float[] {1, 0, Float.NaN, 0.5f}, new float[] {1, 0, 1, 0});
        NumericFaultException fault = assertThrows(NumericFaultException.class, () -> value(feed, metric, false));
        assertTrue(fault.toString().contains("layers 0 and 1"), fault.toString());
    }

    @Test
    void windowsWithoutRowsToCompareDoNotCount() throws EngineException {
        SimilarityOptions options = new SimilarityOptions(Metric.TV, HeadMode.MEAN, LogBase.E, SinkHandling.SKIP_ROW);
        PatternFeed.Window token = new PatternFeed.Window(1, List.of(new float[] {1}, new float[] {1}));
        PatternFeed feed =
                new PatternFeed(backend, 1, 2, List.of(token, halves.windows().getFirst()));
        LayerSimilarity similarity = feed.layers(options);
        assertEquals(1, similarity.windows());
        assertEquals(1, similarity.rows());
        assertEquals(0.5, similarity.values().at(1, 0), 1e-12);

        PatternFeed tooShort = new PatternFeed(backend, 1, 2, List.of(token));
        TooLittleTextException refused = assertThrows(TooLittleTextException.class, () -> tooShort.layers(options));
        assertEquals(2, refused.needed());
    }

    @Test
    void onlyLayersThatArePartOfAPairAreAskedFor() {
        try (PatternReducer reducer = reducer(LayerPairs.one(3, 1), Cancellation.NEVER)) {
            assertFalse(reducer.wantsMean(0));
            assertTrue(reducer.wantsMean(1));
            assertFalse(reducer.wantsMean(2));
            assertTrue(reducer.wantsMean(3));
            assertFalse(reducer.wantsMean(4));
            assertFalse(reducer.wantsPattern(3), "means are enough");
        }
    }

    @ParameterizedTest
    @EnumSource
    void layersComparedTogetherAreAsAlikeAsOneAfterTheOther(Metric metric) throws EngineException {
        SplittableRandom random = new SplittableRandom(1);
        List<PatternFeed.Window> windows =
                List.of(PatternFeed.random(random, 4, 3, 13), PatternFeed.random(random, 4, 3, 7));
        PatternFeed feed = new PatternFeed(backend, 3, 5, windows);
        for (SinkHandling sink : SinkHandling.values()) {
            SimilarityOptions options = new SimilarityOptions(metric, HeadMode.MEAN, LogBase.E, sink);
            LayerSimilarity expected = feed.layers(options, LayerPairs.all(4));
            LayerSimilarity found = feed.layers(options, LayerPairs.allTogether(4));
            for (LayerPairs.Pair pair : LayerPairs.all(4).pairs()) {
                assertEquals(
                        expected.values().at(pair.layer(), pair.source()),
                        found.values().at(pair.layer(), pair.source()),
                        1e-12);
            }
        }
    }

    @Test
    void headsCannotBeComparedTogether() {
        PatternReducer.Extent extent = new PatternReducer.Extent(2, 2, 2, SinkHandling.KEEP);
        LayerPairs pairs = LayerPairs.allTogether(2);
        assertThrows(
                IllegalArgumentException.class,
                () -> new PatternReducer(backend, pairs, Metric.JSD, HeadMode.BEST_MATCH, extent, Cancellation.NEVER));
    }

    @Test
    void theSecondSequenceOfABatchIsRefused() {
        try (PatternReducer reducer = reducer(LayerPairs.all(2), Cancellation.NEVER)) {
            Tensor pattern = backend.workspace().allocate(1, 2, 2);
            assertThrows(IllegalArgumentException.class, () -> reducer.mean(0, new RowSpan(1, 0, 2), pattern));
        }
    }

    @Test
    void aCancelledReducerStopsAtTheNextLayer() {
        try (PatternReducer reducer = reducer(LayerPairs.all(2), () -> true)) {
            Tensor pattern = backend.workspace().allocate(1, 2, 2);
            assertThrows(CancellationException.class, () -> reducer.mean(0, new RowSpan(0, 0, 2), pattern));
        }
    }

    @Test
    void stepsShrinkSoThatSlabsKeepWithinTheBudget() {
        WindowStudy means = WindowStudy.ofLayers(16, SimilarityOptions.DEFAULT);
        assertEquals(WindowStudy.MAX_CHUNK, means.chunk(8, 512));
        assertEquals(40, means.chunk(8, 40));

        WindowStudy heads = WindowStudy.ofLayers(
                32, new SimilarityOptions(Metric.JSD, HeadMode.BEST_MATCH, LogBase.E, SinkHandling.KEEP));
        int chunk = heads.chunk(32, 4096);
        long bytes = 31L * 32 * chunk * 4096 * Float.BYTES;
        assertTrue(bytes <= WindowStudy.SLAB_BUDGET_BYTES, () -> chunk + " rows take " + bytes);
        assertTrue(bytes > WindowStudy.SLAB_BUDGET_BYTES / 2, () -> chunk + " rows take only " + bytes);
        assertEquals(1, heads.chunk(128, 1 << 20));
    }

    private PatternFeed feed(int n, float[]... layers) {
        return new PatternFeed(backend, 1, n, List.of(new PatternFeed.Window(n, List.of(layers))));
    }

    private PatternReducer reducer(LayerPairs pairs, Cancellation cancellation) {
        PatternReducer.Extent extent = new PatternReducer.Extent(1, 2, 2, SinkHandling.KEEP);
        return new PatternReducer(backend, pairs, Metric.JSD, HeadMode.MEAN, extent, cancellation);
    }

    private static double value(PatternFeed feed, Metric metric, boolean skipFirstRow) throws EngineException {
        return feed.layers(new SimilarityOptions(
                        metric, HeadMode.MEAN, LogBase.E, skipFirstRow ? SinkHandling.SKIP_ROW : SinkHandling.KEEP))
                .values()
                .at(1, 0);
    }
}
