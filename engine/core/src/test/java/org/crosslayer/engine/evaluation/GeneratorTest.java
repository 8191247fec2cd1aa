package org.crosslayer.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.model.LayerAttention.CopyPattern;
import org.crosslayer.engine.model.RandomPlans;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratorTest {
    private static final AttentionPlan OWN = AttentionPlan.none(4);

    static Stream<AttentionPlan> plans() {
        return Stream.of(
                OWN,
                AttentionPlan.none(4).with(1, new CopyPattern(0)),
                RandomPlans.any(new Random(1), 4, 4),
                RandomPlans.any(new Random(2), 4, 4));
    }

    /// Greedy text by the plain formulas, the whole sequence run anew for every token.
    @ParameterizedTest
    @MethodSource("plans")
    void theTextIsWhatThePlainFormulasSay(AttentionPlan plan) throws EngineException {
        PlainLlama plain = PlainLlama.open("llama31-gqa");
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            List<Integer> expected = new ArrayList<>();
            int[] ids = golden.ids();
            for (int i = 0; i < 12; i++) {
                double[] last = plain.logits(ids, plan)[ids.length - 1];
                int best = 0;
                for (int id = 1; id < last.length; id++) {
                    best = last[id] > last[best] ? id : best;
                }
                expected.add(best);
                ids = Arrays.copyOf(ids, ids.length + 1);
                ids[ids.length - 1] = best;
            }
            assertEquals(expected, generate(golden.decoder(), golden.ids(), 12, plan, OptionalInt.empty()));
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void theTextDoesNotDependOnHowThePromptIsCut(AttentionPlan plan) throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            int[][] prompt = {golden.ids()};
            List<Integer> expected = generate(golden.decoder(), golden.ids(), 10, plan, OptionalInt.empty());
            for (int chunk : new int[] {1, 7, 39}) {
                try (TokenRun run = TokenRun.open(golden.decoder(), plan, 1, 40, 10, chunk)) {
                    List<Integer> tokens = new ArrayList<>();
                    int[] next = run.read(prompt, Cancellation.NEVER);
                    for (int i = 0; i < 10; i++) {
                        tokens.add(next[0]);
                        next = run.append(next, Cancellation.NEVER);
                    }
                    assertEquals(expected, tokens, "chunks of " + chunk);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void decodingGivesTheLogitsOfReading(AttentionPlan plan) throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            assertArrayEquals(logits(golden, plan, 40), logits(golden, plan, 1), 1e-4f);
        }
    }

    @Test
    void sequencesOfABatchAreContinuedEachByItself() throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend());
                TokenRun run = TokenRun.open(golden.decoder(), OWN, 2, 9, 1, 8)) {
            int[] one = Arrays.copyOf(golden.ids(), 9);
            int[] two = Arrays.copyOfRange(golden.ids(), 20, 29);
            int[] next = run.append(run.read(new int[][] {one, two}, Cancellation.NEVER), Cancellation.NEVER);
            assertEquals(
                    generate(golden.decoder(), one, 2, OWN, OptionalInt.empty()).get(1), next[0]);
            assertEquals(
                    generate(golden.decoder(), two, 2, OWN, OptionalInt.empty()).get(1), next[1]);
        }
    }

    @Test
    void endOfTextStopsItAndIsNoPartOfIt() throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            List<Integer> free = generate(golden.decoder(), golden.ids(), 12, OWN, OptionalInt.empty());
            int eos = free.get(5);
            assertEquals(
                    free.subList(0, free.indexOf(eos)),
                    generate(golden.decoder(), golden.ids(), 12, OWN, OptionalInt.of(eos)));
        }
    }

    @Test
    void promptsThatCannotBeContinuedAreRefused() throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend())) {
            Decoder decoder = golden.decoder();
            assertThrows(
                    TooLittleTextException.class, () -> generate(decoder, new int[0], 1, OWN, OptionalInt.empty()));
            assertThrows(
                    UnsupportedModelException.class,
                    () -> generate(decoder, new int[120], 9, OWN, OptionalInt.empty()));
        }
    }

    @Test
    void cancellingStopsIt() throws EngineException {
        AtomicInteger asked = new AtomicInteger();
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend())) {
            assertThrows(
                    CancellationException.class,
                    () -> Generator.ids(
                            golden.decoder(),
                            OptionalInt.empty(),
                            golden.ids(),
                            GenerationOptions.greedy(20),
                            OWN,
                            Progress.NONE,
                            () -> asked.incrementAndGet() > 9));
        }
    }

    private static List<Integer> generate(Decoder decoder, int[] ids, int tokens, AttentionPlan plan, OptionalInt eosId)
            throws EngineException {
        return Generator.ids(
                decoder, eosId, ids, GenerationOptions.greedy(tokens), plan, Progress.NONE, Cancellation.NEVER);
    }

    private static float[] logits(Goldens golden, AttentionPlan plan, int chunk) throws EngineException {
        float[] all = new float[40 * 160];
        Decoder decoder = golden.decoder();
        try (DecoderPass pass = decoder.pass(plan, 1, 40, chunk);
                Workspace workspace = decoder.backend().workspace()) {
            Tensor out = workspace.allocate(chunk, 160);
            for (int from = 0; from < 40; from += chunk) {
                int[][] rows = {Arrays.copyOfRange(golden.ids(), from, from + chunk)};
                decoder.logits(pass.step(rows, ForwardObserver.NOBODY, Cancellation.NEVER), out);
                System.arraycopy(decoder.backend().read(out), 0, all, from * 160, chunk * 160);
            }
        }
        return all;
    }
}
