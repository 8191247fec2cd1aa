package org.crosslayer.app.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.crosslayer.engine.similarity.HeadMode;
import org.crosslayer.engine.similarity.Metric;
import org.crosslayer.engine.similarity.SinkHandling;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private final UndoHistory history = new UndoHistory();
    private final Evidence evidence = new Evidence(history);

    @Test
    void eachChoiceIsAStepWithAName() {
        evidence.choose(EvidenceSettings.DEFAULT.with(Metric.COSINE));
        assertEquals("compare by cosine similarity", history.undoLabel().get());
        evidence.choose(now().with(HeadMode.BEST_MATCH));
        assertEquals(
                "compare layers with each head with its best match",
                history.undoLabel().get());
        evidence.choose(now().with(SinkHandling.DROP_KEY));
        assertEquals(
                "compare with first key dropped, rows renormalised",
                history.undoLabel().get());
        evidence.choose(now().reading(4, 128));
        assertEquals("read 4 windows of 128 tokens", history.undoLabel().get());
        assertEquals(new EvidenceSettings(Metric.COSINE, HeadMode.BEST_MATCH, SinkHandling.DROP_KEY, 128, 4), now());
    }

    @Test
    void stepsAreTakenBackAndAgainInTheirOrder() {
        evidence.choose(EvidenceSettings.DEFAULT.with(Metric.COSINE));
        evidence.choose(now().with(SinkHandling.SKIP_ROW));
        history.undo();
        assertEquals(EvidenceSettings.DEFAULT.with(Metric.COSINE), now());
        history.undo();
        assertEquals(EvidenceSettings.DEFAULT, now());
        history.redo();
        assertEquals(EvidenceSettings.DEFAULT.with(Metric.COSINE), now());
    }

    @Test
    void theSameAgainIsNoStep() {
        evidence.choose(EvidenceSettings.DEFAULT);
        assertEquals("", history.undoLabel().get());
    }

    @Test
    void whatAProjectHasKeptIsNoStep() {
        evidence.restore(EvidenceSettings.DEFAULT.with(Metric.TV));
        assertEquals(Metric.TV, now().metric());
        assertEquals("", history.undoLabel().get());
    }

    @Test
    void windowsOfNothingAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> now().reading(0, 256));
        assertThrows(IllegalArgumentException.class, () -> now().reading(1, 3));
    }

    private EvidenceSettings now() {
        return evidence.settings().get();
    }
}
