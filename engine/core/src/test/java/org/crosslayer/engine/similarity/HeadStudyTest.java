package org.crosslayer.engine.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.capture.AttentionCapture;
import org.crosslayer.engine.capture.MapPlace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.junit.jupiter.api.Test;

final class HeadStudyTest {
    private static final int[] IDS = {3, 14, 15, 9, 2, 6, 5};

    @Test
    void sumsAreThoseOfTheMaps() throws EngineException {
        try (Goldens model = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            List<HeadStatistics> heads = HeadStudy.of(
                    model.decoder(), List.of(IDS, IDS), SinkHandling.KEEP, Progress.NONE, Cancellation.NEVER);
            int nHeads = model.decoder().config().nHeads();
            assertEquals(model.decoder().config().nLayers() * nHeads, heads.size());
            Map<MapPlace, FloatMatrix> maps = new AttentionCapture(
                            model.decoder(),
                            AttentionPlan.none(model.decoder().config().nLayers()))
                    .chosen(IDS, Set.of(new MapPlace(1, 2)), Progress.NONE, Cancellation.NEVER);
            HeadStatistics head = heads.get(nHeads + 2);
            assertEquals(1, head.layer());
            assertEquals(2, head.head());
            FloatMatrix map = Objects.requireNonNull(maps.get(new MapPlace(1, 2)));
            double entropy = 0;
            double distance = 0;
            double previous = 0;
            double self = 0;
            double sink = 0;
            for (int query = 0; query < IDS.length; query++) {
                for (int key = 0; key <= query; key++) {
                    double p = map.at(query, key);
                    entropy -= p * Math.log(p) / IDS.length;
                    distance += p * (query - key) / IDS.length;
                }
                sink += (double) map.at(query, 0) / IDS.length;
                self += (double) map.at(query, query) / IDS.length;
                previous += query == 0 ? 0 : (double) map.at(query, query - 1) / (IDS.length - 1);
            }
            assertEquals(entropy, head.entropy(), 1e-6);
            assertEquals(distance, head.distance(), 1e-6);
            assertEquals(sink, head.sink(), 1e-6);
            assertEquals(self, head.self(), 1e-6);
            assertEquals(previous, head.previous(), 1e-6);
        }
    }

    /// Two rows by hand: without its first key a row is what remains, scaled to 1; the share on the key stays known.
    @Test
    void withoutTheFirstKeyTheRestCountsAsAWhole() throws EngineException {
        int[] ids = {3, 14, 15};
        try (Goldens model = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            HeadStatistics kept = HeadStudy.of(
                            model.decoder(), List.of(ids), SinkHandling.KEEP, Progress.NONE, Cancellation.NEVER)
                    .getFirst();
            HeadStatistics head = HeadStudy.of(
                            model.decoder(), List.of(ids), SinkHandling.DROP_KEY, Progress.NONE, Cancellation.NEVER)
                    .getFirst();
            MapPlace place = new MapPlace(0, 0);
            FloatMatrix map = Objects.requireNonNull(new AttentionCapture(
                            model.decoder(),
                            AttentionPlan.none(model.decoder().config().nLayers()))
                    .chosen(ids, Set.of(place), Progress.NONE, Cancellation.NEVER)
                    .get(place));
            double one = map.at(2, 1);
            double two = map.at(2, 2);
            double p = one / (one + two);
            assertEquals(kept.sink(), head.sink(), 1e-9);
            assertEquals((1 + (1 - p)) / 2, head.self(), 1e-6);
            assertEquals(p / 2, head.previous(), 1e-6);
            assertEquals(p / 2, head.distance(), 1e-6);
            assertEquals((-p * Math.log(p) - (1 - p) * Math.log(1 - p)) / 2, head.entropy(), 1e-6);
        }
    }

    /// On the repeated sequence itself, from whole maps.
    @Test
    void inductionIsAttentionOnWhatCameAfterTheEarlierOccurrence() throws EngineException {
        try (Goldens model = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            int nHeads = model.decoder().config().nHeads();
            int nLayers = model.decoder().config().nLayers();
            List<HeadStatistics> heads =
                    HeadStudy.of(model.decoder(), List.of(IDS), SinkHandling.KEEP, Progress.NONE, Cancellation.NEVER);
            int[] repeated = new InductionProbe(model.decoder(), IDS.length).ids(List.of(IDS));
            assertEquals(6, repeated.length);
            Map<MapPlace, FloatMatrix> maps = new AttentionCapture(model.decoder(), AttentionPlan.none(nLayers))
                    .chosen(
                            repeated,
                            IntStream.range(0, nHeads)
                                    .mapToObj(head -> new MapPlace(2, head))
                                    .collect(Collectors.toSet()),
                            Progress.NONE,
                            Cancellation.NEVER);
            for (int head = 0; head < nHeads; head++) {
                double sum = 0;
                for (int query = 3; query < 6; query++) {
                    assertEquals(repeated[query - 3], repeated[query]);
                    sum += Objects.requireNonNull(maps.get(new MapPlace(2, head)))
                            .at(query, query - 2);
                }
                assertEquals(sum / 3, heads.get(2 * nHeads + head).induction(), 1e-6);
            }
        }
    }

    @Test
    void aTextTooShortToBeRepeatedHasNoInduction() throws EngineException {
        try (Goldens model = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            List<HeadStatistics> heads = HeadStudy.of(
                    model.decoder(), List.of(new int[] {3, 4}), SinkHandling.KEEP, Progress.NONE, Cancellation.NEVER);
            assertTrue(Double.isNaN(heads.getFirst().induction()));
        }
    }

    @Test
    void aSingleTokenIsTooLittle() throws EngineException {
        try (Goldens model = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            assertThrows(
                    TooLittleTextException.class,
                    () -> HeadStudy.of(
                            model.decoder(),
                            List.of(new int[] {1}),
                            SinkHandling.KEEP,
                            Progress.NONE,
                            Cancellation.NEVER));
        }
    }
}
