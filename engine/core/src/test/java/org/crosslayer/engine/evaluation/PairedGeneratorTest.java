package org.crosslayer.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.model.LayerAttention.CopyPattern;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tokenizer.NumberTokenizer;
import org.junit.jupiter.api.Test;

class PairedGeneratorTest {
    private static final AttentionPlan OWN = AttentionPlan.none(4);
    private static final AttentionPlan SHARED =
            OWN.with(1, new CopyPattern(0)).with(2, new CopyPattern(0)).with(3, new CopyPattern(0));

    @Test
    void eachSideIsWhatItWouldBeAlone() throws EngineException {
        try (Goldens golden = open()) {
            List<PairedGeneration> partial = new ArrayList<>();
            PairedGeneration pair = generate(golden, GenerationOptions.greedy(10), SHARED, partial);
            assertEquals(
                    alone(golden, GenerationOptions.greedy(10), OWN),
                    pair.baseline().ids());
            assertEquals(
                    alone(golden, GenerationOptions.greedy(10), SHARED),
                    pair.plan().ids());
            assertEquals(10, partial.size());
            assertEquals(1, partial.getFirst().plan().ids().size());
            assertTrue(pair.isEnded() && !partial.getFirst().isEnded());
            int difference = pair.firstDifference();
            assertNotEquals(PairedGeneration.NONE, difference);
            assertEquals(
                    pair.baseline().ids().subList(0, difference),
                    pair.plan().ids().subList(0, difference));
        }
    }

    @Test
    void withoutSharingNothingDiffersWhateverTheDice() throws EngineException {
        try (Goldens golden = open()) {
            GenerationOptions options = new GenerationOptions(12, 1.5, 7);
            PairedGeneration pair = generate(golden, options, OWN, new ArrayList<>());
            assertEquals(pair.baseline().ids(), pair.plan().ids());
            assertEquals(PairedGeneration.NONE, pair.firstDifference());
            assertEquals(pair.baseline().ids(), alone(golden, options, OWN));
        }
    }

    @Test
    void theSeedChoosesTheText() throws EngineException {
        try (Goldens golden = open()) {
            GenerationOptions one = new GenerationOptions(12, 2, 1);
            assertEquals(alone(golden, one, OWN), alone(golden, one, OWN));
            assertNotEquals(alone(golden, one, OWN), alone(golden, new GenerationOptions(12, 2, 2), OWN));
        }
    }

    @Test
    void aLowTemperatureTakesTheLikeliestAndAHighOneEveryToken() {
        float[] logits = {9, 0, 1, 3, 2};
        NextToken cold = NextToken.of(new GenerationOptions(1, 0.01, 3));
        NextToken hot = NextToken.of(new GenerationOptions(1, 1e9, 3));
        int[] counts = new int[4];
        for (int i = 0; i < 4000; i++) {
            assertEquals(2, cold.choose(logits, 1, 4));
            counts[hot.choose(logits, 1, 4)]++;
        }
        for (int count : counts) {
            assertEquals(1000, count, 120);
        }
    }

    @Test
    void drawnTokensComeAsOftenAsTheSoftmaxSays() {
        float[] logits = {0, (float) Math.log(3), Float.NEGATIVE_INFINITY};
        NextToken dice = NextToken.of(new GenerationOptions(1, 1, 5));
        int[] counts = new int[3];
        for (int i = 0; i < 8000; i++) {
            counts[dice.choose(logits, 0, 3)]++;
        }
        assertEquals(2000, counts[0], 160);
        assertEquals(0, counts[2]);
    }

    @Test
    void theFirstDifferenceMayBeAnEnd() {
        Continuation shorter = new Continuation(List.of(1, 2), "", true, 1, 1);
        Continuation growing = new Continuation(List.of(1, 2), "", false, 1, 1);
        Continuation longer = new Continuation(List.of(1, 2, 3), "", false, 1, 1);
        assertEquals(2, pair(shorter, longer).firstDifference());
        assertEquals(PairedGeneration.NONE, pair(longer, growing).firstDifference());
        assertEquals(PairedGeneration.NONE, pair(shorter, shorter).firstDifference());
    }

    @Test
    void cancellingStopsIt() throws EngineException {
        AtomicInteger asked = new AtomicInteger();
        try (Goldens golden = open()) {
            assertThrows(
                    CancellationException.class,
                    () -> PairedGenerator.generate(
                            golden.decoder(),
                            new NumberTokenizer(),
                            golden.ids(),
                            GenerationOptions.greedy(10),
                            SHARED,
                            _ -> {},
                            Progress.NONE,
                            () -> asked.incrementAndGet() > 14));
        }
    }

    @Test
    void badQuestionsAreRefused() throws EngineException {
        try (Goldens golden = open()) {
            assertThrows(
                    TooLittleTextException.class,
                    () -> PairedGenerator.generate(
                            golden.decoder(),
                            new NumberTokenizer(),
                            new int[0],
                            GenerationOptions.greedy(1),
                            OWN,
                            _ -> {},
                            Progress.NONE,
                            Cancellation.NEVER));
        }
        assertThrows(IllegalArgumentException.class, () -> GenerationOptions.greedy(0));
        assertThrows(IllegalArgumentException.class, () -> new GenerationOptions(1, Double.NaN, 0));
    }

    private static PairedGeneration pair(Continuation baseline, Continuation plan) {
        return new PairedGeneration(GenerationOptions.greedy(9), "", baseline, plan);
    }

    private static Goldens open() throws EngineException {
        return Goldens.open("llama-mha", new ReferenceBackend());
    }

    private static PairedGeneration generate(
            Goldens golden, GenerationOptions options, AttentionPlan plan, List<PairedGeneration> partial)
            throws EngineException {
        return PairedGenerator.generate(
                golden.decoder(),
                new NumberTokenizer(),
                golden.ids(),
                options,
                plan,
                partial::add,
                Progress.NONE,
                Cancellation.NEVER);
    }

    private static List<Integer> alone(Goldens golden, GenerationOptions options, AttentionPlan plan)
            throws EngineException {
        return Generator.ids(
                golden.decoder(), OptionalInt.empty(), golden.ids(), options, plan, Progress.NONE, Cancellation.NEVER);
    }
}
