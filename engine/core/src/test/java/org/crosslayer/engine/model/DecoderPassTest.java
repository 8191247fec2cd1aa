package org.crosslayer.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.FastBackend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.model.LayerAttention.CopyPattern;
import org.crosslayer.engine.model.LayerAttention.Deviating;
import org.crosslayer.engine.model.LayerAttention.MappedPattern;
import org.crosslayer.engine.task.Cancellation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderPassTest {
    private static final AttentionPlan OWN = AttentionPlan.none(4);
    private static final AttentionPlan CHAINED = OWN.with(1, new MappedPattern(0, List.of(3, 1, 0, 0)))
            .with(2, new CopyPattern(1))
            .with(3, new MappedPattern(2, List.of(2, 2, 1, 3)));

    static Stream<AttentionPlan> plans() {
        return Stream.of(OWN, OWN.with(2, new CopyPattern(1)), OWN.with(3, new CopyPattern(0)), CHAINED, deviating());
    }

    /// No noise: in a batch every sequence has its own.
    private static AttentionPlan deviating() {
        return CHAINED.with(0, new Deviating(new Deviation.UniformMix(0.2)));
    }

    /// Noise where nothing but the layer's own place may decide it.
    private static AttentionPlan noisy() {
        return OWN.with(1, new Deviating(new Deviation.ScoreNoise(0.7, 3))).with(2, new CopyPattern(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 13, 40})
    void theChunkSizeDoesNotChangeTheResult(int chunk) throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            for (AttentionPlan plan : plansWithNoise().toList()) {
                float[] whole = PassRuns.run(golden.decoder(), plan, golden.ids(), 40, ForwardObserver.NOBODY);
                float[] chunked = PassRuns.run(golden.decoder(), plan, golden.ids(), chunk, ForwardObserver.NOBODY);
                assertArrayEquals(whole, chunked, 1e-4f);
            }
        }
    }

    static Stream<AttentionPlan> plansWithNoise() {
        return Stream.concat(plans(), Stream.of(noisy()));
    }

    @ParameterizedTest
    @MethodSource("plansWithNoise")
    void capturingChangesNotASingleBit(AttentionPlan plan) throws EngineException {
        for (Backend backend : List.of(new ReferenceBackend(), FastBackend.open())) {
            try (Goldens golden = Goldens.open("llama31-gqa", backend)) {
                float[] plain = PassRuns.run(golden.decoder(), plan, golden.ids(), 13, ForwardObserver.NOBODY);
                float[] watched = PassRuns.run(golden.decoder(), plan, golden.ids(), 13, new Everything());
                assertArrayEquals(plain, watched, 0f, backend.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("plansWithNoise")
    void aResumedRunEqualsAWholeOneToTheBit(AttentionPlan plan) throws EngineException {
        for (Backend backend : List.of(new ReferenceBackend(), FastBackend.open())) {
            try (Goldens golden = Goldens.open("llama31-gqa", backend)) {
                float[] whole = PassRuns.run(golden.decoder(), plan, golden.ids(), 13, ForwardObserver.NOBODY);
                for (int from = 0; from < 4; from++) {
                    assertArrayEquals(
                            whole,
                            PassRuns.resumed(golden.decoder(), plan, golden.ids(), from),
                            0f,
                            backend.name() + " from layer " + from);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void sequencesOfABatchDoNotTouchEachOther(AttentionPlan plan) throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            int[] forwards = golden.ids();
            int[] backwards = reversed(forwards);
            float[] first = PassRuns.run(golden.decoder(), plan, forwards, 13, ForwardObserver.NOBODY);
            float[] second = PassRuns.run(golden.decoder(), plan, backwards, 13, ForwardObserver.NOBODY);
            Backend backend = golden.decoder().backend();
            try (DecoderPass pass = golden.decoder().pass(plan, 2, 40, 13)) {
                for (int from = 0; from < 40; from += 13) {
                    int to = Math.min(40, from + 13);
                    int[][] rows = {Arrays.copyOfRange(forwards, from, to), Arrays.copyOfRange(backwards, from, to)};
                    float[] both = backend.read(pass.step(rows, ForwardObserver.NOBODY, Cancellation.NEVER));
                    int half = both.length / 2;
                    int at = from * 64;
                    assertArrayEquals(Arrays.copyOfRange(first, at, at + half), Arrays.copyOf(both, half), 1e-5f);
                    assertArrayEquals(
                            Arrays.copyOfRange(second, at, at + half), Arrays.copyOfRange(both, half, 2 * half), 1e-5f);
                }
            }
        }
    }

    @Test
    void aSharedPatternIsThatOfItsSourceWithHeadsInPlace() throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            Backend backend = golden.decoder().backend();
            Map<Integer, float[]> patterns = new HashMap<>();
            ForwardObserver keep = new ForwardObserver() {
                @Override
                public boolean wantsPattern(int layer) {
                    return true;
                }

                @Override
                public void pattern(int layer, RowSpan span, Tensor pattern) {
                    patterns.put(layer, backend.read(pattern));
                }
            };
            PassRuns.run(golden.decoder(), CHAINED, golden.ids(), 40, keep);
            int map = 40 * 40;
            int[] heads = {0, 0, 1, 3}; // (3, 1, 0, 0) read through (2, 2, 1, 3)
            for (int head = 0; head < 4; head++) {
                int source = new int[] {3, 1, 0, 0}[new int[] {2, 2, 1, 3}[head]];
                assertArrayEquals(
                        Arrays.copyOfRange(patterns.get(0), source * map, (source + 1) * map),
                        Arrays.copyOfRange(patterns.get(3), head * map, (head + 1) * map),
                        0f,
                        "head " + head + " of " + Arrays.toString(heads));
            }
        }
    }

    /// Made with a pattern or without one, by a device that can do that or not, of layers that share or
    /// are shared from.
    @ParameterizedTest
    @MethodSource("plans")
    void meansOverHeadsAreThoseOfThePatterns(AttentionPlan plan) throws EngineException {
        for (Backend backend : List.of(new ReferenceBackend(), FastBackend.open())) {
            try (Goldens golden = Goldens.open("llama31-gqa", backend)) {
                Means beside = new Means(backend, true);
                Means alone = new Means(backend, false);
                float[] watched = PassRuns.run(golden.decoder(), plan, golden.ids(), 13, alone);
                PassRuns.run(golden.decoder(), plan, golden.ids(), 13, beside);
                float[] unseen = PassRuns.run(golden.decoder(), plan, golden.ids(), 13, ForwardObserver.NOBODY);
                assertArrayEquals(unseen, watched, "observing changes nothing");
                assertEquals(4 * 4, alone.means.size(), "four layers, four steps");
                for (int i = 0; i < alone.means.size(); i++) {
                    assertArrayEquals(beside.patterns.get(i), alone.means.get(i), 1e-6f, "the pattern's mean, " + i);
                    assertArrayEquals(beside.patterns.get(i), beside.means.get(i), 1e-6f, "both wanted, " + i);
                }
            }
        }
    }

    @Test
    void moreTokensThanTheModelHasPositionsForAreRefused() throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend())) {
            var refusal = assertThrows(
                    UnsupportedModelException.class, () -> golden.decoder().pass(OWN, 1, 129, 40));
            assertEquals(
                    "This model has positions for 128 tokens, not for 129: use a shorter text or smaller windows.",
                    refusal.getMessage());
        }
    }

    @Test
    void cancellingStopsBetweenLayers() throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend());
                DecoderPass pass = golden.decoder().pass(OWN, 1, 40, 40)) {
            AtomicInteger asked = new AtomicInteger();
            Cancellation afterTwo = () -> asked.incrementAndGet() > 2;
            assertThrows(
                    CancellationException.class,
                    () -> pass.step(new int[][] {golden.ids()}, ForwardObserver.NOBODY, afterTwo));
            pass.restart(OWN);
            assertEquals(0, pass.position());
            pass.step(new int[][] {golden.ids()}, ForwardObserver.NOBODY, Cancellation.NEVER);
            assertEquals(40, pass.position());
        }
    }

    private static int[] reversed(int[] values) {
        int[] reversed = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            reversed[i] = values[values.length - 1 - i];
        }
        return reversed;
    }

    /// Means as they are handed out, and those of the patterns, taken here.
    private static final class Means implements ForwardObserver {
        private final Backend backend;
        private final boolean alsoPatterns;
        private final List<float[]> means = new ArrayList<>();
        private final List<float[]> patterns = new ArrayList<>();

        Means(Backend backend, boolean alsoPatterns) {
            this.backend = backend;
            this.alsoPatterns = alsoPatterns;
        }

        @Override
        public boolean wantsMean(int layer) {
            return true;
        }

        @Override
        public boolean wantsPattern(int layer) {
            return alsoPatterns;
        }

        @Override
        public void mean(int layer, RowSpan span, Tensor mean) {
            means.add(backend.read(mean));
        }

        @Override
        public void pattern(int layer, RowSpan span, Tensor pattern) {
            float[] slab = backend.read(pattern);
            float[] mean = new float[span.rows() * span.keys()];
            for (int i = 0; i < slab.length; i++) {
                mean[i % mean.length] += slab[i] / pattern.slices();
            }
            patterns.add(mean);
        }
    }

    /// Wants everything and keeps nothing.
    private static final class Everything implements ForwardObserver {
        @Override
        public boolean wantsScores(int layer) {
            return true;
        }

        @Override
        public boolean wantsPattern(int layer) {
            return true;
        }
    }
}
