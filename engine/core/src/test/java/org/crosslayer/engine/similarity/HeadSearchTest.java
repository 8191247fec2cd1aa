package org.crosslayer.engine.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HeadSearchTest {
    private static final int[] SHORT = {3, 14, 15, 9, 2, 6, 5};
    private static final int[] LONG = {2, 7, 1, 8, 28, 1, 8, 2, 84, 5, 90};

    /// Matching all heads of two layers finds the same numbers, pair by pair.
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("org.crosslayer.engine.similarity.Backends#all")
    void aHeadIsAsFarFromOthersAsMatchingSays(Backend backend) throws EngineException {
        List<int[]> windows = List.of(SHORT, LONG);
        try (Goldens model = Goldens.open("llama31-gqa", backend)) {
            int nLayers = model.decoder().config().nLayers();
            int nHeads = model.decoder().config().nHeads();
            for (int layer = 0; layer < nLayers; layer++) {
                int head = layer % nHeads;
                HeadLikeness found = HeadSearch.of(
                        model.decoder(), windows, layer, head, _ -> {}, Progress.NONE, Cancellation.NEVER);
                assertEquals(0, found.divergence().at(layer, head), 1e-9);
                for (int other = 0; other < nLayers; other++) {
                    if (other != layer) {
                        HeadAlignment pair = SimilarityAnalysis.alignment(
                                model.decoder(),
                                windows,
                                Math.max(layer, other),
                                Math.min(layer, other),
                                MatchMethod.ARGMIN,
                                Progress.NONE,
                                Cancellation.NEVER);
                        for (int at = 0; at < nHeads; at++) {
                            assertEquals(
                                    other < layer
                                            ? pair.cost().at(head, at)
                                            : pair.cost().at(at, head),
                                    found.divergence().at(other, at),
                                    1e-6);
                        }
                    }
                }
            }
        }
    }

    @Test
    void everyWindowIsShown() throws EngineException {
        try (Goldens model = Goldens.open("llama-mha", new ReferenceBackend())) {
            List<HeadLikeness> partial = new ArrayList<>();
            HeadLikeness last = HeadSearch.of(
                    model.decoder(),
                    List.of(SHORT, new int[0], LONG),
                    2,
                    1,
                    partial::add,
                    Progress.NONE,
                    Cancellation.NEVER);
            assertEquals(
                    List.of(1, 2), partial.stream().map(HeadLikeness::windows).toList());
            assertEquals(last, partial.getLast());
            assertTrue(last.isComplete() && !partial.getFirst().isComplete());
        }
    }

    @Test
    void itCanBeCancelledAndRefusesWhatThereIsNot() throws EngineException {
        AtomicInteger asked = new AtomicInteger();
        try (Goldens model = Goldens.open("llama-mha", new ReferenceBackend())) {
            assertThrows(
                    CancellationException.class,
                    () -> HeadSearch.of(
                            model.decoder(),
                            List.of(SHORT),
                            1,
                            0,
                            _ -> {},
                            Progress.NONE,
                            () -> asked.incrementAndGet() > 3));
            assertThrows(
                    TooLittleTextException.class,
                    () -> HeadSearch.of(model.decoder(), List.of(), 1, 0, _ -> {}, Progress.NONE, Cancellation.NEVER));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> HeadSearch.of(
                            model.decoder(), List.of(SHORT), 4, 0, _ -> {}, Progress.NONE, Cancellation.NEVER));
        }
    }

    @Test
    void stepsAreShortEnoughForTheBudget() {
        assertEquals(WindowStudy.MAX_CHUNK, HeadSearch.chunk(3, 8, 512));
        assertEquals(7, HeadSearch.chunk(7, 7, 7));
        int chunk = HeadSearch.chunk(79, 64, 2048);
        assertTrue(chunk >= 1 && chunk * (79L * 64 + 1) * 2048 * Float.BYTES <= WindowStudy.SLAB_BUDGET_BYTES);
    }
}
