package org.crosslayer.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.model.LayerAttention.CopyPattern;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.junit.jupiter.api.Test;

class SpeedMeterTest {
    private static final AttentionPlan PLAN = AttentionPlan.none(4).with(2, new CopyPattern(1));
    private static final SpeedRequest REQUEST = new SpeedRequest(17, 5, 2, 3);

    @Test
    void speedIsTokensOfAllSequencesBySeconds() throws EngineException {
        // The clock is asked three times a side: the second interval of a side always takes twice as long.
        AtomicLong now = new AtomicLong();
        AtomicInteger asked = new AtomicInteger();
        LongSupplier clock = () -> now.addAndGet(asked.getAndIncrement() % 3 == 2 ? 2_000_000_000L : 1_000_000_000L);
        List<Double> fractions = new ArrayList<>();
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            SpeedReport report = SpeedMeter.measure(
                    golden.decoder(),
                    new int[] {3, 1, 4},
                    PLAN,
                    REQUEST,
                    clock,
                    (_, fraction) -> fractions.add(fraction),
                    Cancellation.NEVER);
            assertEquals(
                    Collections.nCopies(3, 34.0), report.prefill().baseline().samples());
            assertEquals(Collections.nCopies(3, 34.0), report.prefill().plan().samples());
            assertEquals(Collections.nCopies(3, 5.0), report.decode().baseline().samples());
            assertEquals(Collections.nCopies(3, 5.0), report.decode().plan().samples());
            assertEquals(REQUEST, report.request());
            assertEquals(golden.decoder().backend().description(), report.device());
            assertTrue(report.decode().isWithinNoise());
        }
        assertEquals((1 + 3) * 2 * 3, asked.get(), "one warm-up and three repeats of each side");
        assertEquals(List.of(0.0, 0.25, 0.5, 0.75, 1.0), fractions);
    }

    @Test
    void whatTheModelHasNoPositionsForIsRefused() throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend())) {
            UnsupportedModelException e = assertThrows(
                    UnsupportedModelException.class,
                    () -> SpeedMeter.measure(
                            golden.decoder(),
                            new int[] {1},
                            PLAN,
                            new SpeedRequest(100, 29, 1, 1),
                            Progress.NONE,
                            Cancellation.NEVER));
            assertEquals(
                    "This model has positions for 128 tokens; a prompt of 100 and 29 generated after it are more:"
                            + " shorten one of them.",
                    e.getMessage());
        }
    }

    @Test
    void anEmptyTextIsRefused() throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend())) {
            assertThrows(
                    TooLittleTextException.class,
                    () -> SpeedMeter.measure(
                            golden.decoder(), new int[0], PLAN, REQUEST, Progress.NONE, Cancellation.NEVER));
        }
    }

    @Test
    void cancellingStopsBetweenTokens() throws EngineException {
        AtomicInteger asked = new AtomicInteger();
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend())) {
            assertThrows(
                    CancellationException.class,
                    () -> SpeedMeter.measure(
                            golden.decoder(),
                            new int[] {1},
                            PLAN,
                            REQUEST,
                            Progress.NONE,
                            () -> asked.incrementAndGet() > 12));
        }
    }
}
