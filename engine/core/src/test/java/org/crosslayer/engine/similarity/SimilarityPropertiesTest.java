package org.crosslayer.engine.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.tensor.DoubleMatrix;

/// What must hold for any patterns, on windows of random rows.
final class SimilarityPropertiesTest {
    private static final int N_LAYERS = 4;
    private static final double ROUNDING = 1e-12;

    @Property(tries = 40)
    void similarityIsSymmetricAndBoundedWithAnExactDiagonal(
            @ForAll long seed, @ForAll Metric metric, @ForAll HeadMode heads, @ForAll LogBase base)
            throws EngineException {
        SimilarityOptions options = new SimilarityOptions(metric, heads, base, SinkHandling.KEEP);
        LayerSimilarity similarity = feed(seed, 3, 2).layers(options);
        double most = metric == Metric.JSD ? Math.log(2) * base.factor() : 1;
        for (int layer = 0; layer < N_LAYERS; layer++) {
            assertEquals(metric.ofEqualMaps(), similarity.values().at(layer, layer));
            assertEquals(0, similarity.standardError().at(layer, layer));
            for (int other = 0; other < N_LAYERS; other++) {
                double value = similarity.values().at(layer, other);
                assertTrue(value >= 0 && value <= most + ROUNDING, () -> "out of bounds: " + value);
                assertEquals(value, similarity.values().at(other, layer));
                assertTrue(similarity.standardError().at(layer, other) >= 0);
            }
        }
    }

    @Property(tries = 30)
    void theSizeOfStepsDoesNotChangeTheResult(
            @ForAll long seed, @ForAll Metric metric, @ForAll HeadMode heads, @ForAll SinkHandling sink)
            throws EngineException {
        SimilarityOptions options = new SimilarityOptions(metric, heads, LogBase.E, sink);
        PatternFeed feed = feed(seed, 3, 2);
        LayerSimilarity whole = feed.withChunk(64).layers(options);
        for (int chunk : new int[] {1, 3, 13}) {
            LayerSimilarity stepped = feed.withChunk(chunk).layers(options);
            Matrices.assertClose(whole.values(), stepped.values(), ROUNDING);
            // Errors of best matches come from float32 values of the windows.
            Matrices.assertClose(whole.standardError(), stepped.standardError(), 1e-7);
            assertEquals(whole.rows(), stepped.rows());
        }
    }

    /// Taking the first key out while comparing is the same as comparing patterns that never had it.
    @Property(tries = 30)
    void aDroppedKeyIsAsIfItHadNeverBeen(@ForAll long seed, @ForAll Metric metric, @ForAll HeadMode heads)
            throws EngineException {
        PatternFeed feed = feed(seed, 3, 1);
        int n = feed.windows().getFirst().n();
        List<float[]> without = feed.windows().getFirst().layers().stream()
                .map(layer -> withoutFirstKey(layer, n))
                .toList();
        LayerSimilarity dropped = feed.layers(new SimilarityOptions(metric, heads, LogBase.E, SinkHandling.DROP_KEY));
        LayerSimilarity never =
                feed.withLayers(without).layers(new SimilarityOptions(metric, heads, LogBase.E, SinkHandling.SKIP_ROW));
        Matrices.assertClose(never.values(), dropped.values(), ROUNDING);
        assertEquals(never.rows(), dropped.rows());
    }

    private static float[] withoutFirstKey(float[] layer, int n) {
        float[] without = layer.clone();
        for (int row = 0; row < layer.length / n; row++) {
            double rest = 0;
            for (int key = 1; key <= row % n; key++) {
                rest += layer[row * n + key];
            }
            without[row * n] = row % n == 0 ? layer[row * n] : 0;
            for (int key = 1; key <= row % n; key++) {
                without[row * n + key] = rest == 0 ? 1f / (row % n) : (float) (layer[row * n + key] / rest);
            }
        }
        return without;
    }

    @Property(tries = 30)
    void equalLayersAreEqualInEveryMode(@ForAll long seed, @ForAll Metric metric, @ForAll HeadMode heads)
            throws EngineException {
        PatternFeed.Window window = PatternFeed.random(new SplittableRandom(seed), 1, 3, 17);
        List<float[]> twice =
                List.of(window.layers().getFirst(), window.layers().getFirst());
        PatternFeed feed =
                new PatternFeed(new ReferenceBackend(), 3, 5, List.of(new PatternFeed.Window(window.n(), twice)));
        LayerSimilarity similarity = feed.layers(new SimilarityOptions(metric, heads, LogBase.E, SinkHandling.KEEP));
        assertEquals(metric.ofEqualMaps(), similarity.values().at(0, 1), ROUNDING);
    }

    @Property(tries = 30)
    void shuffledHeadsShuffleTheCostsAndMatchingUndoesIt(
            @ForAll long seed, @ForAll MatchMethod method, @ForAll @IntRange(min = 1, max = 6) int nHeads)
            throws EngineException {
        SplittableRandom random = new SplittableRandom(seed);
        PatternFeed.Window window = PatternFeed.random(random, 1, nHeads, 17);
        float[] lower = window.layers().getFirst();
        List<Integer> shuffle = HeadMatchingTest.permutation(random, nHeads);
        List<float[]> layers = List.of(lower, shuffled(lower, shuffle));
        PatternFeed feed =
                new PatternFeed(new ReferenceBackend(), nHeads, 6, List.of(new PatternFeed.Window(window.n(), layers)));
        HeadAlignment alignment = feed.align(LayerPairs.one(1, 0), method).getFirst();
        assertEquals(shuffle, alignment.map());
        assertEquals(0, alignment.matchedCost(), ROUNDING);

        DoubleMatrix among = feed.withLayers(List.of(lower, lower))
                .align(LayerPairs.one(1, 0), method)
                .getFirst()
                .cost();
        for (int head = 0; head < nHeads; head++) {
            for (int below = 0; below < nHeads; below++) {
                assertEquals(
                        among.at(shuffle.get(head), below), alignment.cost().at(head, below), ROUNDING);
            }
        }
    }

    @Property(tries = 20)
    void base2IsNatsOverLn2AndChangesNothingElse(@ForAll long seed, @ForAll Metric metric, @ForAll HeadMode heads)
            throws EngineException {
        PatternFeed feed = feed(seed, 2, 3);
        LayerSimilarity nats = feed.layers(new SimilarityOptions(metric, heads, LogBase.E, SinkHandling.KEEP));
        LayerSimilarity bits = feed.layers(new SimilarityOptions(metric, heads, LogBase.TWO, SinkHandling.KEEP));
        double factor = metric == Metric.JSD ? 1 / Math.log(2) : 1;
        Matrices.assertClose(scaled(nats.values(), factor), bits.values(), ROUNDING);
        Matrices.assertClose(scaled(nats.standardError(), factor), bits.standardError(), ROUNDING);
    }

    @Property(tries = 20)
    void alignmentOfAnyTwoLayersIsThatOfTheirBestMatch(@ForAll long seed) throws EngineException {
        PatternFeed feed = feed(seed, 3, 2);
        LayerSimilarity best =
                feed.layers(new SimilarityOptions(Metric.JSD, HeadMode.BEST_MATCH, LogBase.E, SinkHandling.KEEP));
        for (LayerPairs.Pair pair : LayerPairs.all(N_LAYERS).pairs()) {
            HeadAlignment alignment = feed.align(LayerPairs.one(pair.layer(), pair.source()), MatchMethod.ARGMIN)
                    .getFirst();
            assertEquals(best.values().at(pair.layer(), pair.source()), alignment.matchedCost(), ROUNDING);
        }
    }

    private static PatternFeed feed(long seed, int nHeads, int nWindows) {
        SplittableRandom random = new SplittableRandom(seed);
        List<PatternFeed.Window> windows = new ArrayList<>();
        for (int window = 0; window < nWindows; window++) {
            windows.add(PatternFeed.random(random, N_LAYERS, nHeads, random.nextInt(2, 30)));
        }
        return new PatternFeed(new ReferenceBackend(), nHeads, 7, windows);
    }

    private static float[] shuffled(float[] pattern, List<Integer> heads) {
        int slice = pattern.length / heads.size();
        float[] shuffled = new float[pattern.length];
        for (int head = 0; head < heads.size(); head++) {
            System.arraycopy(pattern, heads.get(head) * slice, shuffled, head * slice, slice);
        }
        return shuffled;
    }

    private static DoubleMatrix scaled(DoubleMatrix matrix, double factor) {
        double[] values = matrix.toArray();
        IntStream.range(0, values.length).forEach(i -> values[i] *= factor);
        return DoubleMatrix.copyOf(matrix.rows(), matrix.columns(), values);
    }
}
