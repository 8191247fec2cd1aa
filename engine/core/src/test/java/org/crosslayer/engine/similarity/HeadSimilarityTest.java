package org.crosslayer.engine.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HeadSimilarityTest {
    private static final List<int[]> WINDOWS =
            List.of(new int[] {3, 14, 15, 9, 2, 6, 5}, new int[] {2, 7, 1, 8, 28, 1, 8, 2, 84, 5, 90});

    /// One head at a time finds the same numbers, in its own layer too.
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("org.crosslayer.engine.similarity.Backends#all")
    void everyRowIsThatOfItsHead(Backend backend) throws EngineException {
        try (Goldens model = Goldens.open("llama31-gqa", backend)) {
            int nLayers = model.decoder().config().nLayers();
            int nHeads = model.decoder().config().nHeads();
            HeadSimilarity all = similarity(model, SimilarityOptions.DEFAULT, new ArrayList<>());
            assertEquals(nLayers * nHeads, all.values().rows());
            assertEquals(18, all.rows());
            for (int layer = 0; layer < nLayers; layer++) {
                int head = layer % nHeads;
                HeadLikeness one = HeadSearch.of(
                        model.decoder(), WINDOWS, layer, head, _ -> {}, Progress.NONE, Cancellation.NEVER);
                for (int other = 0; other < nLayers * nHeads; other++) {
                    double value = all.values().at(all.index(layer, head), other);
                    assertEquals(one.divergence().at(all.layer(other), all.head(other)), value, 1e-6);
                    assertEquals(value, all.values().at(other, all.index(layer, head)));
                }
            }
        }
    }

    /// The means of blocks of heads of the same index are what layers are compared by, for every metric.
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("org.crosslayer.engine.similarity.Backends#all")
    void headsOfTheSameIndexAverageToTheirLayers(Backend backend) throws EngineException {
        try (Goldens model = Goldens.open("llama31-gqa", backend)) {
            int nHeads = model.decoder().config().nHeads();
            for (Metric metric : Metric.values()) {
                for (SinkHandling sink : SinkHandling.values()) {
                    SimilarityOptions options = new SimilarityOptions(metric, HeadMode.SAME_INDEX, LogBase.TWO, sink);
                    List<HeadSimilarity> partial = new ArrayList<>();
                    HeadSimilarity all = similarity(model, options, partial);
                    LayerSimilarity layers = SimilarityAnalysis.layers(
                            model.decoder(), WINDOWS, options, Progress.NONE, Cancellation.NEVER);
                    double sum = 0;
                    for (int head = 0; head < nHeads; head++) {
                        sum += all.values().at(all.index(2, head), all.index(0, head));
                    }
                    assertEquals(layers.values().at(2, 0), sum / nHeads, 1e-9, metric + " " + sink);
                    assertEquals(metric.ofEqualMaps(), all.values().at(3, 3));
                    assertEquals(
                            List.of(1, 2),
                            partial.stream().map(HeadSimilarity::windows).toList());
                    assertEquals(2, partial.getFirst().windowsTotal());
                }
            }
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("org.crosslayer.engine.similarity.Backends#all")
    void aTextWithoutRowsToCompareIsTooLittle(Backend backend) throws EngineException {
        SimilarityOptions options = new SimilarityOptions(Metric.JSD, HeadMode.MEAN, LogBase.E, SinkHandling.DROP_KEY);
        try (Goldens model = Goldens.open("llama31-gqa", backend)) {
            assertThrows(
                    TooLittleTextException.class,
                    () -> SimilarityAnalysis.heads(
                            model.decoder(),
                            List.of(new int[] {3}),
                            options,
                            _ -> {},
                            Progress.NONE,
                            Cancellation.NEVER));
        }
    }

    private static HeadSimilarity similarity(Goldens model, SimilarityOptions options, List<HeadSimilarity> partial)
            throws EngineException {
        return SimilarityAnalysis.heads(
                model.decoder(), WINDOWS, options, partial::add, Progress.NONE, Cancellation.NEVER);
    }
}
