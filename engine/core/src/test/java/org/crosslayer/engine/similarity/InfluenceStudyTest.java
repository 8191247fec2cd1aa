package org.crosslayer.engine.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.capture.AttentionCapture;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class InfluenceStudyTest {
    private static final int[] IDS = {3, 14, 15, 9, 2, 6, 5};

    /// From the hidden states themselves, as they are checked against Hugging Face's.
    @ParameterizedTest
    @EnumSource
    void influenceIsThatOfTheHiddenStates(SinkHandling sink) throws EngineException {
        try (Goldens model = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            int nLayers = model.decoder().config().nLayers();
            List<LayerInfluence> partial = new ArrayList<>();
            LayerInfluence found = InfluenceStudy.of(
                    model.decoder(), List.of(IDS, IDS), sink, partial::add, Progress.NONE, Cancellation.NEVER);
            List<FloatMatrix> hidden = new AttentionCapture(model.decoder(), AttentionPlan.none(nLayers))
                    .record(IDS, Progress.NONE, Cancellation.NEVER)
                    .hidden();
            for (int layer = 0; layer < nLayers; layer++) {
                double block = 0;
                double angle = 0;
                for (int row = sink.fromRow(); row < IDS.length; row++) {
                    double cosine = cosine(hidden.get(layer), hidden.get(layer + 1), row);
                    block += 1 - cosine;
                    angle += Math.acos(cosine) / Math.PI;
                }
                int rows = IDS.length - sink.fromRow();
                assertEquals(block / rows, found.layers().get(layer).block(), 1e-9);
                assertEquals(angle / rows, found.layers().get(layer).angularDistance(), 1e-9);
            }
            assertEquals(2L * (IDS.length - sink.fromRow()), found.rows());
            assertEquals(
                    List.of(1, 2), partial.stream().map(LayerInfluence::windows).toList());
        }
    }

    @Test
    void aTextWithoutPositionsIsTooLittle() throws EngineException {
        try (Goldens model = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            assertThrows(
                    TooLittleTextException.class,
                    () -> InfluenceStudy.of(
                            model.decoder(),
                            List.of(new int[] {1}),
                            SinkHandling.SKIP_ROW,
                            _ -> {},
                            Progress.NONE,
                            Cancellation.NEVER));
        }
    }

    private static double cosine(FloatMatrix a, FloatMatrix b, int row) {
        double dot = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.columns(); i++) {
            dot += (double) a.at(row, i) * b.at(row, i);
            squareA += (double) a.at(row, i) * a.at(row, i);
            squareB += (double) b.at(row, i) * b.at(row, i);
        }
        return dot / Math.sqrt(squareA * squareB);
    }
}
