package org.crosslayer.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.Deviation;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.RandomPlans;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerplexityMeterTest {
    private static final AttentionPlan OWN = AttentionPlan.none(4);

    @ParameterizedTest
    @ValueSource(strings = {"llama-mha", "llama31-gqa"})
    void theLossesAreThoseOfHuggingFacesLogits(String name) throws EngineException {
        try (Goldens golden = Goldens.open(name, new ReferenceBackend())) {
            int[] ids = golden.ids();
            float[] logits = golden.floats("logits");
            double mean = 0;
            for (int i = 0; i < 39; i++) {
                double sum = 0;
                for (int id = 0; id < 160; id++) {
                    sum += Math.exp(logits[i * 160 + id]);
                }
                mean += (Math.log(sum) - logits[i * 160 + ids[i + 1]]) / 39;
            }
            PerplexityReport report = measure(golden.decoder(), ids, 40, OWN);
            assertEquals(mean, report.nll(), 1e-5);
            assertEquals(Math.exp(mean), report.perplexity(), 1e-3);
            assertEquals(39, report.scoredTokens());
            assertEquals(1, report.windowsTotal());
            assertTrue(report.isComplete());
            assertEquals(1, report.ratio());
            assertNull(report.interval());
        }
    }

    @Test
    void deviatingIsWhatThePlainFormulasSay() throws EngineException {
        PlainLlama plain = PlainLlama.open("llama31-gqa");
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            int[] ids = golden.ids();
            for (Deviation deviation : List.of(new Deviation.UniformMix(0.3), new Deviation.ScoreNoise(0.7, 4))) {
                AttentionPlan plan =
                        OWN.with(1, new LayerAttention.Deviating(deviation)).with(2, new LayerAttention.CopyPattern(1));
                TokenLosses losses = PerplexityMeter.losses(
                                golden.decoder(),
                                List.of(ScoredWindow.of(ids, 1)),
                                Protocol.windows(40),
                                plan,
                                Progress.NONE,
                                Cancellation.NEVER)
                        .getFirst();
                assertArrayEquals(plain.losses(ids, plan), losses.toArray(), 2e-5, plan.toString());
            }
        }
    }

    @Test
    void aPlanThatOnlyDeviatesIsComparedWithTheModelAsItIs() throws EngineException {
        AttentionPlan plan = OWN.with(1, new LayerAttention.Deviating(new Deviation.ScoreNoise(2, 4)));
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            PerplexityReport report = measure(golden.decoder(), golden.ids(), 13, plan);
            assertTrue(report.ratio() != 1);
            assertNotNull(report.interval());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-mha", "llama31-gqa"})
    void sharingIsWhatThePlainFormulasSay(String name) throws EngineException {
        PlainLlama plain = PlainLlama.open(name);
        Random random = new Random(11);
        try (Goldens golden = Goldens.open(name, new ReferenceBackend())) {
            int[] ids = golden.ids();
            for (int i = 0; i < 12; i++) {
                AttentionPlan plan = i % 2 == 0
                        ? RandomPlans.any(random, 4, 4)
                        : RandomPlans.withLisa(random, golden.decoder().config());
                double[] expected = plain.losses(ids, plan);
                TokenLosses losses = PerplexityMeter.losses(
                                golden.decoder(),
                                List.of(ScoredWindow.of(ids, 1)),
                                Protocol.windows(40),
                                plan,
                                Progress.NONE,
                                Cancellation.NEVER)
                        .getFirst();
                assertArrayEquals(expected, losses.toArray(), 2e-5, plan.toString());
            }
        }
    }

    @Test
    void planAndBaselineAreMeasuredOnTheSameTokens() throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend())) {
            AttentionPlan plan = RandomPlans.any(new Random(3), 4, 4);
            PerplexityReport shared = measure(golden.decoder(), golden.ids(), 13, plan);
            PerplexityReport own = measure(golden.decoder(), golden.ids(), 13, OWN);
            assertEquals(3, shared.windows());
            assertEquals(36, shared.scoredTokens());
            assertEquals(own.nll(), shared.baselineNll());
            Interval interval = shared.interval();
            assertNotNull(interval);
            assertTrue(interval.low() < shared.ratio() && shared.ratio() < interval.high());
        }
    }

    @Test
    void windowsLongerThanTheModelReachesAreRefused() throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend())) {
            UnsupportedModelException e = assertThrows(
                    UnsupportedModelException.class, () -> measure(golden.decoder(), new int[129], 129, OWN));
            assertEquals(
                    "This model has positions for 128 tokens, so windows of 129 cannot be measured: choose at most 128.",
                    e.getMessage());
        }
    }

    @Test
    void progressGrowsAndEndsAtOne() throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend())) {
            List<Double> fractions = new ArrayList<>();
            List<ScoredWindow> windows =
                    Windows.scored(golden.ids(), Protocol.windows(10), OptionalInt.empty(), OptionalInt.empty());
            PerplexityMeter.measure(
                    golden.decoder(),
                    windows,
                    Protocol.windows(10),
                    OWN,
                    null,
                    (_, fraction) -> fractions.add(fraction),
                    Cancellation.NEVER);
            assertEquals(List.of(0.0, 0.25, 0.5, 0.75, 1.0), fractions);
        }
    }

    @Test
    void cancellingStopsIt() throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend())) {
            assertThrows(
                    CancellationException.class,
                    () -> PerplexityMeter.measure(
                            golden.decoder(),
                            List.of(ScoredWindow.of(golden.ids(), 1)),
                            Protocol.windows(40),
                            OWN,
                            null,
                            Progress.NONE,
                            () -> true));
        }
    }

    private static PerplexityReport measure(Decoder decoder, int[] ids, int window, AttentionPlan plan)
            throws EngineException {
        Protocol protocol = Protocol.windows(window);
        List<ScoredWindow> windows = Windows.scored(ids, protocol, OptionalInt.empty(), OptionalInt.empty());
        return PerplexityMeter.measure(decoder, windows, protocol, plan, null, Progress.NONE, Cancellation.NEVER);
    }
}
