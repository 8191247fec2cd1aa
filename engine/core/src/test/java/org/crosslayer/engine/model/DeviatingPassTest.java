package org.crosslayer.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.CpuBackend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.Deviation.ScoreNoise;
import org.crosslayer.engine.model.Deviation.UniformMix;
import org.crosslayer.engine.model.LayerAttention.Deviating;
import org.crosslayer.engine.task.Cancellation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Chunks, batches, resumed runs and capture are tried with deviating plans in [DecoderPassTest], and numbers
/// against plain formulas in the tests of the evaluation.
class DeviatingPassTest {
    private static final AttentionPlan OWN = AttentionPlan.none(4);

    @Test
    void aDeviationOfSizeZeroChangesNotASingleBit() throws EngineException {
        for (Backend backend : List.of(new ReferenceBackend(), new CpuBackend())) {
            try (Goldens golden = Goldens.open("llama31-gqa", backend)) {
                Decoder decoder = golden.decoder();
                float[] plain = PassRuns.run(decoder, OWN, golden.ids(), 13, ForwardObserver.NOBODY);
                for (Deviation nothing : List.of(new UniformMix(0), new ScoreNoise(0, 5))) {
                    AttentionPlan plan = OWN.with(1, new Deviating(nothing)).with(3, new Deviating(nothing));
                    assertArrayEquals(plain, PassRuns.run(decoder, plan, golden.ids(), 13, ForwardObserver.NOBODY), 0f);
                }
            }
        }
    }

    @Test
    void aShareOfOneLeavesTheUniformPattern() throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new CpuBackend())) {
            Seen seen = seen(golden, OWN.with(2, new Deviating(new UniformMix(1))), 40);
            for (int row = 0; row < 40; row++) {
                for (int key = 0; key < 40; key++) {
                    float even = key <= row ? 1f / (row + 1) : 0;
                    assertEquals(even, seen.pattern(2)[row * 40 + key]);
                }
            }
        }
    }

    @Test
    void whatAWindowHidesStaysHidden() {
        try (Backend backend = new ReferenceBackend();
                Workspace workspace = backend.workspace()) {
            Tensor slab = workspace.allocate(1, 2, 4);
            backend.write(new float[] {0, 0.2f, 0.8f, 0, 0, 0, 0.4f, 0.6f}, slab);
            new SlabDeviation(backend).mixUniform(new UniformMix(0.5), 2, 2, slab);
            assertArrayEquals(new float[] {0, 0.35f, 0.65f, 0, 0, 0, 0.45f, 0.55f}, backend.read(slab), 1e-6f);
        }
    }

    @Test
    void observersSeeTheScoresWithTheNoiseThatBelongsToTheirPlace() throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            float[] plain = seen(golden, OWN, 40).scores(2);
            float[] noisy = seen(golden, OWN.with(2, new Deviating(new ScoreNoise(0.5, 9))), 40)
                    .scores(2);
            GaussianNoise noise = new GaussianNoise(9);
            for (int head = 0; head < 4; head++) {
                for (int query = 0; query < 40; query++) {
                    for (int key = 0; key <= query; key++) {
                        int at = (head * 40 + query) * 40 + key;
                        float expected = plain[at]
                                + (float) (0.5 * noise.row(0, 2, head, query).at(key));
                        assertEquals(expected, noisy[at]);
                    }
                }
            }
        }
    }

    @Test
    void everyTextOfABatchHasANoiseOfItsOwn() throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            Decoder decoder = golden.decoder();
            AttentionPlan plan = OWN.with(1, new Deviating(new ScoreNoise(1, 9)));
            int[] ids = golden.ids();
            try (DecoderPass pass = decoder.pass(plan, 2, 40, 40);
                    DecoderPass alone = decoder.pass(plan, 1, 40, 40)) {
                float[] both = decoder.backend()
                        .read(pass.step(new int[][] {ids, ids}, ForwardObserver.NOBODY, Cancellation.NEVER));
                alone.restart(plan, 1);
                float[] second = decoder.backend()
                        .read(alone.step(new int[][] {ids}, ForwardObserver.NOBODY, Cancellation.NEVER));
                assertArrayEquals(second, Arrays.copyOfRange(both, second.length, both.length), 1e-5f);
                assertFalse(Arrays.equals(second, Arrays.copyOf(both, second.length)), "another text, other noise");
            }
        }
    }

    @Test
    void whoeverCopiesADeviatingLayerTakesWhatCameOut() throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            AttentionPlan plan =
                    OWN.with(1, new Deviating(new UniformMix(0.3))).with(2, new LayerAttention.CopyPattern(1));
            Seen seen = seen(golden, plan, 40);
            assertArrayEquals(seen.pattern(1), seen.pattern(2), 0f);
            float[] before = seen(golden, OWN, 40).pattern(1);
            float expected = (float) (1 - 0.3) * before[40 * 40 - 1] + (float) (0.3 / 40);
            assertEquals(expected, seen.pattern(1)[40 * 40 - 1]);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
    void aShareThatIsNoneIsRefused(double share) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> new UniformMix(share));
        assertEquals("a share lies in [0, 1], not " + share, refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void noiseWithoutASizeIsRefused(double sigma) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> new ScoreNoise(sigma, 0));
        assertEquals("noise has a size of at least 0, not " + sigma, refusal.getMessage());
    }

    private static Seen seen(Goldens golden, AttentionPlan plan, int chunk) throws EngineException {
        Seen seen = new Seen(golden.decoder().backend());
        PassRuns.run(golden.decoder(), plan, golden.ids(), chunk, seen);
        return seen;
    }

    /// Keeps scores and patterns by layer.
    private static final class Seen implements ForwardObserver {
        private final Backend backend;
        private final Map<Integer, float[]> scores = new HashMap<>();
        private final Map<Integer, float[]> patterns = new HashMap<>();

        Seen(Backend backend) {
            this.backend = backend;
        }

        float[] scores(int layer) {
            return Objects.requireNonNull(scores.get(layer));
        }

        float[] pattern(int layer) {
            return Objects.requireNonNull(patterns.get(layer));
        }

        @Override
        public boolean wantsScores(int layer) {
            return true;
        }

        @Override
        public boolean wantsPattern(int layer) {
            return true;
        }

        @Override
        public void scores(int layer, RowSpan span, Tensor slab) {
            scores.put(layer, backend.read(slab));
        }

        @Override
        public void pattern(int layer, RowSpan span, Tensor slab) {
            patterns.put(layer, backend.read(slab));
        }
    }
}
