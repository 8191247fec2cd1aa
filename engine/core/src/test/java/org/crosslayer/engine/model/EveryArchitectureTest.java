package org.crosslayer.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.Stream;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.FastBackend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.error.EngineException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What must hold whatever the architecture: steps of any size, watched or not, resumed or whole, give the same.
class EveryArchitectureTest {
    static Stream<String> architectures() {
        return Goldens.architectures();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void chunksAndSingleStepsGiveTheSameUnderAnyPlan(String name) throws EngineException {
        try (Goldens golden = Goldens.open(name, FastBackend.open())) {
            Decoder decoder = golden.decoder();
            AttentionPlan shared = RandomPlans.withLisa(new Random(name.hashCode()), decoder.config());
            for (AttentionPlan plan : new AttentionPlan[] {AttentionPlan.none(4), shared}) {
                float[] whole = PassRuns.run(decoder, plan, golden.ids(), 40, ForwardObserver.NOBODY);
                for (int chunk : new int[] {1, 13}) {
                    float[] steps = PassRuns.run(decoder, plan, golden.ids(), chunk, ForwardObserver.NOBODY);
                    assertArrayEquals(whole, steps, 1e-4f, plan + " in steps of " + chunk);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void watchingAndResumingChangeNotASingleBit(String name) throws EngineException {
        try (Goldens golden = Goldens.open(name, FastBackend.open())) {
            Decoder decoder = golden.decoder();
            AttentionPlan plan = RandomPlans.withLisa(new Random(name.hashCode() + 1), decoder.config());
            float[] plain = PassRuns.run(decoder, plan, golden.ids(), 13, ForwardObserver.NOBODY);
            assertArrayEquals(plain, PassRuns.run(decoder, plan, golden.ids(), 13, new Everything()), 0f);
            for (int from = 0; from < 4; from++) {
                assertArrayEquals(plain, PassRuns.resumed(decoder, plan, golden.ids(), from), 0f, "from " + from);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void rowsOfEveryPatternSumToOneWithinTheWindowAndAreZeroOutside(String name) throws EngineException {
        try (Goldens golden = Goldens.open(name, FastBackend.open())) {
            Backend backend = golden.decoder().backend();
            ModelConfig config = golden.decoder().config();
            PassRuns.run(golden.decoder(), AttentionPlan.none(4), golden.ids(), 13, new ForwardObserver() {
                @Override
                public boolean wantsPattern(int layer) {
                    return true;
                }

                @Override
                public void pattern(int layer, RowSpan span, Tensor pattern) {
                    assertWindowed(
                            backend.read(pattern), span, config.layer(layer).window(), name);
                }
            });
        }
    }

    private static void assertWindowed(float[] pattern, RowSpan span, int window, String what) {
        for (int row = 0; row < pattern.length / span.keys(); row++) {
            int position = span.firstRow() + row % span.rows();
            double sum = 0;
            for (int key = 0; key < span.keys(); key++) {
                float share = pattern[row * span.keys() + key];
                sum += share;
                if (key > position || key <= position - (long) window) {
                    assertEquals(0, share, what);
                }
            }
            assertEquals(1, sum, 1e-5, what);
        }
    }

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
