package org.crosslayer.engine.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Real models from token ids to similarity.
final class SimilarityAnalysisTest {
    private static final double TOLERANCE = 1e-6;

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("org.crosslayer.engine.similarity.Backends#all")
    void theSampleModelIsAsAlikeAsSciPySays(Backend backend) throws EngineException {
        GoldenAttention golden = GoldenAttention.read();
        try (Goldens model = Goldens.open("sample-16l", backend)) {
            LayerSimilarity similarity = SimilarityAnalysis.layers(
                    model.decoder(), golden.windows(), SimilarityOptions.DEFAULT, Progress.NONE, Cancellation.NEVER);
            Matrices.assertClose(golden.layers(), similarity.values(), TOLERANCE);

            List<HeadAlignment> alignments = SimilarityAnalysis.alignments(
                    model.decoder(), golden.windows(), MatchMethod.HUNGARIAN, Progress.NONE, Cancellation.NEVER);
            assertEquals(
                    golden.hungarianBelow(),
                    alignments.stream().map(HeadAlignment::map).toList());
            assertEquals(
                    golden.argminBelow(),
                    alignments.stream()
                            .map(HeadAlignment::cost)
                            .map(HeadMatching::argmin)
                            .toList());
            for (HeadAlignment alignment : alignments) {
                Matrices.assertClose(golden.adjacentHeads().get(alignment.source()), alignment.cost(), TOLERANCE);
            }
        }
    }

    @Test
    void theResultSoFarIsShownAfterEveryWindow() throws EngineException {
        try (Goldens model = small()) {
            List<LayerSimilarity> partial = new ArrayList<>();
            List<String> stages = new ArrayList<>();
            List<Double> fractions = new ArrayList<>();
            Progress progress = (stage, fraction) -> {
                stages.add(stage);
                fractions.add(fraction);
            };
            List<int[]> windows = windows(model, 20, 12);
            LayerSimilarity all = SimilarityAnalysis.layers(
                    model.decoder(), windows, SimilarityOptions.DEFAULT, partial::add, progress, Cancellation.NEVER);
            assertEquals(
                    List.of(1, 2),
                    partial.stream().map(LayerSimilarity::windows).toList());
            assertEquals(all, partial.getLast());
            assertEquals(all(model.decoder(), windows.subList(0, 1)), partial.getFirst());
            assertEquals("Comparing attention: window 1 of 2", stages.getFirst());
            assertEquals(List.of(0.0, 0.5, 1.0), fractions);
        }
    }

    @Test
    void windowsAreIndependentOfTheOnesBefore() throws EngineException {
        try (Goldens model = small()) {
            List<int[]> windows = windows(model, 20, 12);
            LayerSimilarity first = all(model.decoder(), windows.subList(0, 1));
            LayerSimilarity second = all(model.decoder(), windows.subList(1, 2));
            LayerSimilarity both = all(model.decoder(), windows);
            assertEquals(
                    (first.values().at(3, 1) + second.values().at(3, 1)) / 2,
                    both.values().at(3, 1),
                    1e-12);
        }
    }

    @Test
    void aPairMatchedAloneMatchesAsAmongAll() throws EngineException {
        try (Goldens model = small()) {
            List<int[]> windows = windows(model, 20, 12);
            List<HeadAlignment> adjacent = SimilarityAnalysis.alignments(
                    model.decoder(), windows, MatchMethod.HUNGARIAN, Progress.NONE, Cancellation.NEVER);
            assertEquals(adjacent.get(1), pair(model.decoder(), windows, 2, 1));
            assertEquals(0, pair(model.decoder(), windows, 3, 0).source());
        }
    }

    @Test
    void aLayerThatTheModelHasNotIsRefused() throws EngineException {
        try (Goldens model = small()) {
            List<int[]> windows = windows(model, 20);
            assertThrows(IllegalArgumentException.class, () -> pair(model.decoder(), windows, 4, 1));
            assertThrows(IllegalArgumentException.class, () -> pair(model.decoder(), windows, 1, 1));
        }
    }

    @Test
    void cancellingBetweenWindowsEndsTheRunAndLeavesTheModelUsable() throws EngineException {
        try (Goldens model = small()) {
            List<int[]> windows = windows(model, 20, 12);
            AtomicBoolean cancelled = new AtomicBoolean();
            assertThrows(
                    CancellationException.class,
                    () -> SimilarityAnalysis.layers(
                            model.decoder(),
                            windows,
                            SimilarityOptions.DEFAULT,
                            _ -> cancelled.set(true),
                            Progress.NONE,
                            cancelled::get));
            assertEquals(2, all(model.decoder(), windows).windows());
        }
    }

    private static Goldens small() throws EngineException {
        return Goldens.open("llama31-gqa", new ReferenceBackend());
    }

    /// Pieces of the golden text, one after the other.
    private static List<int[]> windows(Goldens model, int... lengths) {
        List<int[]> windows = new ArrayList<>();
        int from = 0;
        for (int length : lengths) {
            windows.add(Arrays.copyOfRange(model.ids(), from, from + length));
            from += length;
        }
        return windows;
    }

    private static LayerSimilarity all(Decoder decoder, List<int[]> windows) throws EngineException {
        return SimilarityAnalysis.layers(
                decoder, windows, SimilarityOptions.DEFAULT, Progress.NONE, Cancellation.NEVER);
    }

    private static HeadAlignment pair(Decoder decoder, List<int[]> windows, int layer, int source)
            throws EngineException {
        return SimilarityAnalysis.alignment(
                decoder, windows, layer, source, MatchMethod.HUNGARIAN, Progress.NONE, Cancellation.NEVER);
    }
}
