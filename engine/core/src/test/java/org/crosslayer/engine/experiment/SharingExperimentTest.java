package org.crosslayer.engine.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.similarity.SimilarityAnalysis;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SharingExperimentTest {
    private static final AttentionPlan OWN = AttentionPlan.none(4);
    private static final List<SharingSeries> ALL = List.of(SharingSeries.values());

    @Test
    void everyPointIsWhatMeasuringItsPlanAloneGives() throws EngineException {
        try (Goldens golden = golden()) {
            Map<Integer, LayerAttention.Lisa> fitted =
                    Map.of(2, lisa(golden.decoder().config(), 2, 1));
            SharingOptions options = new SharingOptions(List.of(1, 2, 3), ALL, MatchMethod.HUNGARIAN, fitted);
            SharingWays ways =
                    SharingWays.find(golden.decoder(), Texts.ids(golden), options, Progress.NONE, Cancellation.NEVER);
            SharingResult result = run(golden, options);
            assertTrue(result.isComplete());
            assertEquals(4 * 3 * 3, result.points().size());
            for (SharingPoint point : result.points()) {
                AttentionPlan plan = ways.plan(4, point.method(), point.layers());
                assertEquals(point.layers().size(), plan.sharedCount());
                assertEquals(Texts.measured(golden, plan), point.report(), point.toString());
            }
        }
    }

    @Test
    void eachMethodSharesAsItSays() throws EngineException {
        try (Goldens golden = golden()) {
            LayerAttention.Lisa fitted = lisa(golden.decoder().config(), 3, 0);
            SharingOptions options =
                    new SharingOptions(List.of(2, 3), List.of(), MatchMethod.ARGMIN, Map.of(3, fitted));
            SharingWays ways =
                    SharingWays.find(golden.decoder(), Texts.ids(golden), options, Progress.NONE, Cancellation.NEVER);
            HeadAlignment matched = SimilarityAnalysis.alignment(
                    golden.decoder(), Texts.ids(golden), 2, 1, MatchMethod.ARGMIN, Progress.NONE, Cancellation.NEVER);
            assertEquals(
                    OWN.with(2, new LayerAttention.CopyPattern(1)).with(3, new LayerAttention.CopyPattern(2)),
                    ways.plan(4, SharingMethod.COPIED, List.of(3, 2)));
            assertEquals(
                    OWN.with(2, new LayerAttention.MappedPattern(1, matched.map())),
                    ways.plan(4, SharingMethod.ALIGNED, List.of(2)));
            assertEquals(OWN.with(3, fitted), ways.plan(4, SharingMethod.LISA, List.of(3)));
            var untrained = (LayerAttention.Lisa)
                    ways.plan(4, SharingMethod.LISA, List.of(2)).at(2);
            assertEquals(0, untrained.adapter().options().rank());
            assertEquals(1, untrained.source());
            assertEquals(List.of(2), options.untrained());
        }
    }

    @Test
    void cheapestFirstFollowsTheAlignedCostOfSingleLayers() throws EngineException {
        try (Goldens golden = golden()) {
            SharingResult result = run(golden, usual());
            List<Integer> order = result.order(SharingSeries.CHEAPEST_FIRST);
            for (int i = 1; i < order.size(); i++) {
                assertTrue(excess(result, SharingMethod.ALIGNED, order.get(i - 1))
                        <= excess(result, SharingMethod.ALIGNED, order.get(i)));
            }
            assertEquals(List.of(3, 2, 1), result.order(SharingSeries.TOP_DOWN));
            assertEquals(List.of(1, 2, 3), result.order(SharingSeries.BOTTOM_UP));
            assertEquals(
                    List.of(List.of(3), List.of(2, 3), List.of(1, 2, 3)),
                    result.points(SharingSeries.TOP_DOWN).stream()
                            .filter(point -> point.method() == SharingMethod.LISA)
                            .map(SharingPoint::layers)
                            .toList());
        }
    }

    @Test
    void everyPointHasAFirstEstimateAfterTheFirstWindow() throws EngineException {
        try (Goldens golden = golden()) {
            List<SharingResult> partial = new ArrayList<>();
            List<Double> fractions = new ArrayList<>();
            try (SharingExperiment experiment = experiment(golden, usual())) {
                experiment.run(partial::add, (_, fraction) -> fractions.add(fraction), Cancellation.NEVER);
            }
            assertEquals(3 * (9 + 3 * 9), partial.size());
            SharingResult early = partial.get(8);
            assertTrue(early.points().stream().allMatch(point -> point.report() != null), "one window, nine points");
            assertFalse(early.isComplete());
            assertEquals(List.of(), early.order(SharingSeries.CHEAPEST_FIRST));
            List<Double> known =
                    fractions.stream().filter(fraction -> fraction >= 0).toList();
            assertEquals(known.stream().sorted().toList(), known, "progress never goes back");
        }
    }

    @Test
    void whatWasCancelledGoesOnWhereItStopped() throws EngineException {
        try (Goldens golden = golden();
                SharingExperiment experiment = experiment(golden, usual())) {
            SharingResult whole = run(golden, usual());
            int cancelled = 0;
            int measured = 0;
            @Nullable SharingResult end = null;
            while (end == null) {
                List<SharingResult> partial = new ArrayList<>();
                try {
                    end = experiment.run(partial::add, Progress.NONE, Texts.after(180));
                } catch (CancellationException _) {
                    cancelled++;
                }
                measured += partial.size();
            }
            assertEquals(whole, end);
            assertTrue(cancelled > 5, "cancelled " + cancelled + " times");
            assertEquals(3 * (9 + 3 * 9), measured, "nothing is measured twice");
        }
    }

    @Test
    void layersThatTheModelDoesNotHaveAreRefused() throws EngineException {
        try (Goldens golden = golden()) {
            SharingOptions options = new SharingOptions(List.of(1, 4), ALL, MatchMethod.ARGMIN, Map.of());
            var refusal = assertThrows(UnsupportedModelException.class, () -> experiment(golden, options));
            assertEquals(
                    "This model's layers are 0 to 3, so layer 4 cannot share: choose among 1 to 3.",
                    refusal.getMessage());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new SharingOptions(List.of(0, 1), ALL, MatchMethod.ARGMIN, Map.of()));
    }

    @Test
    void patternsHandedOnCannotServeLayersThatNeedScores() throws EngineException {
        try (Goldens golden = golden()) {
            ModelConfig config = golden.decoder().config();
            LisaOptions usual = LisaOptions.defaults(4);
            LisaOptions pattern = new LisaOptions(
                    2, 4, usual.activation(), true, true, LisaOptions.Carrier.PATTERN, LisaOptions.Combine.ADD);
            var lisa = new LayerAttention.Lisa(1, LisaAdapter.random(config, pattern, 3));
            SharingOptions mixed = new SharingOptions(List.of(1, 2), ALL, MatchMethod.ARGMIN, Map.of(2, lisa));
            var refusal = assertThrows(UnsupportedModelException.class, () -> experiment(golden, mixed));
            assertTrue(refusal.getMessage().contains("layers [1] are not fitted and need scores"));
            SharingOptions alone = new SharingOptions(List.of(2), List.of(), MatchMethod.ARGMIN, Map.of(2, lisa));
            assertTrue(run(golden, alone).isComplete());
        }
    }

    private static SharingOptions usual() {
        return new SharingOptions(List.of(1, 2, 3), ALL, MatchMethod.ARGMIN, Map.of());
    }

    private static Goldens golden() throws EngineException {
        return Goldens.open("llama31-gqa", new ReferenceBackend());
    }

    private static SharingExperiment experiment(Goldens golden, SharingOptions options) throws EngineException {
        return SharingExperiment.of(golden.decoder(), Texts.windows(golden), Texts.PROTOCOL, options, Texts.BUDGET);
    }

    private static SharingResult run(Goldens golden, SharingOptions options) throws EngineException {
        try (SharingExperiment experiment = experiment(golden, options)) {
            return experiment.run(_ -> {}, Progress.NONE, Cancellation.NEVER);
        }
    }

    private static LayerAttention.Lisa lisa(ModelConfig config, int seed, int source) {
        LisaOptions options = LisaOptions.defaults(config.nHeads()).withRank(2);
        return new LayerAttention.Lisa(source, LisaAdapter.random(config, options, seed));
    }

    private static double excess(SharingResult result, SharingMethod method, int layer) {
        SharingPoint point = Objects.requireNonNull(result.point(SharingSeries.SINGLE, method, layer));
        PerplexityReport report = Objects.requireNonNull(point.report());
        return report.nll() - report.baselineNll();
    }
}
