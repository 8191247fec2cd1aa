package org.crosslayer.engine.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.junit.jupiter.api.Test;

/// Against the record of everything; `llama31-gqa`. 41 tokens fill no block of any kind.
class ChosenMapsTest {
    private static final int[] IDS =
            IntStream.range(0, 41).map(i -> 3 + 7 * i % 50).toArray();

    @Test
    void headsAndMeansAreThoseOfTheWholeRecordAndNothingElseIsKept() throws EngineException {
        try (Goldens model = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            int nHeads = model.decoder().config().nHeads();
            AttentionPlan own = AttentionPlan.none(model.decoder().config().nLayers());
            AttentionCapture capture = new AttentionCapture(model.decoder(), own);
            AttentionMaps all =
                    capture.record(IDS, Progress.NONE, Cancellation.NEVER).maps();
            Set<MapPlace> places = Set.of(new MapPlace(2, 1), new MapPlace(0, nHeads - 1), MapPlace.mean(1));
            Map<MapPlace, FloatMatrix> chosen = capture.chosen(IDS, places, Progress.NONE, Cancellation.NEVER);
            assertEquals(places, chosen.keySet());
            assertEquals(all.head(2, 1), chosen.get(new MapPlace(2, 1)));
            assertEquals(all.head(0, nHeads - 1), chosen.get(new MapPlace(0, nHeads - 1)));
            float[] mean = new float[IDS.length * IDS.length];
            for (int head = 0; head < nHeads; head++) {
                float[] map = all.head(1, head).toArray();
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += map[i] / nHeads;
                }
            }
            FloatMatrix found = Objects.requireNonNull(chosen.get(MapPlace.mean(1)));
            assertArrayEquals(mean, found.toArray(), 1e-6f);
        }
    }

    @Test
    void aPlaceHasALayerAndAHeadOrTheMean() {
        assertThrows(IllegalArgumentException.class, () -> new MapPlace(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new MapPlace(0, -2));
    }
}
