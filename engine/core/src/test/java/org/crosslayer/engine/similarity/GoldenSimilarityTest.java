package org.crosslayer.engine.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.error.EngineException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The stored patterns of `sample-16l` against what SciPy makes of them. JUnit closes the backends.
final class GoldenSimilarityTest {
    private static final double TOLERANCE = 1e-6;
    private static final int CHUNK = 32;

    /// All heads of all pairs of 16 layers would take the plain loops many seconds.
    private static final int SOME_LAYERS = 6;

    @ParameterizedTest
    @MethodSource("org.crosslayer.engine.similarity.Backends#all")
    void headMeansDivergeAsMuchAsSciPySays(Backend backend) throws EngineException {
        GoldenAttention golden = GoldenAttention.read();
        LayerSimilarity similarity = golden.feed(backend, CHUNK).layers(SimilarityOptions.DEFAULT);
        Matrices.assertClose(golden.layers(), similarity.values(), TOLERANCE);
        assertEquals(GoldenAttention.TOKENS, similarity.rows());
    }

    @ParameterizedTest
    @MethodSource("org.crosslayer.engine.similarity.Backends#all")
    void headsOfAdjacentLayersDivergeAndMatchAsSciPySays(Backend backend) throws EngineException {
        GoldenAttention golden = GoldenAttention.read();
        PatternFeed feed = golden.feed(backend, CHUNK);
        LayerPairs pairs = LayerPairs.adjacent(GoldenAttention.N_LAYERS);
        List<HeadAlignment> closest = feed.align(pairs, MatchMethod.ARGMIN);
        List<HeadAlignment> oneToOne = feed.align(pairs, MatchMethod.HUNGARIAN);
        for (int i = 0; i < GoldenAttention.N_LAYERS - 1; i++) {
            Matrices.assertClose(golden.adjacentHeads().get(i), closest.get(i).cost(), TOLERANCE);
            assertEquals(golden.argminBelow().get(i), closest.get(i).map());
            assertEquals(golden.hungarianBelow().get(i), oneToOne.get(i).map());
            assertEquals(i + 1, oneToOne.get(i).layer());
            assertEquals(i, oneToOne.get(i).source());
        }
    }

    @ParameterizedTest
    @MethodSource("org.crosslayer.engine.similarity.Backends#all")
    void layersAreAsFarApartAsTheirMatchedHeads(Backend backend) throws EngineException {
        GoldenAttention golden = GoldenAttention.read();
        PatternFeed feed = golden.feed(backend, CHUNK)
                .withLayers(golden.patterns().layers().subList(0, SOME_LAYERS));
        LayerSimilarity best = feed.layers(options(HeadMode.BEST_MATCH));
        LayerSimilarity same = feed.layers(options(HeadMode.SAME_INDEX));
        for (int layer = 1; layer < SOME_LAYERS; layer++) {
            HeadAlignment scipy = new HeadAlignment(
                    layer,
                    layer - 1,
                    MatchMethod.ARGMIN,
                    golden.argminBelow().get(layer - 1),
                    golden.adjacentHeads().get(layer - 1));
            assertEquals(scipy.matchedCost(), best.values().at(layer, layer - 1), TOLERANCE);
            assertEquals(scipy.matchedCost(), best.values().at(layer - 1, layer), TOLERANCE);
            assertEquals(scipy.sameIndexCost(), same.values().at(layer, layer - 1), TOLERANCE);
        }
    }

    private static SimilarityOptions options(HeadMode heads) {
        return new SimilarityOptions(Metric.JSD, heads, LogBase.E, SinkHandling.KEEP);
    }
}
