package org.crosslayer.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LayerAttention.CopyPattern;
import org.crosslayer.engine.model.RandomPlans;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveEvaluationTest {
    private static final Protocol PROTOCOL = Protocol.windows(13);
    private static final AttentionPlan OWN = AttentionPlan.none(4);

    /// A layer asks before its pattern, before its attention and before its MLP.
    private static final int LAYER_PARTS = 3;
    /// One kept layer of the three windows.
    private static final long LAYER_BYTES = 3L * 12 * 64 * Float.BYTES;

    @ParameterizedTest
    @CsvSource({"4,1", "2,2", "1,4", "0,4"})
    void afterAnyChangesItSaysWhatAFullRunSays(int layersInBudget, int stride) throws EngineException {
        Random random = new Random(5);
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend());
                LiveEvaluation live = live(golden, layersInBudget * LAYER_BYTES)) {
            assertEquals(stride, live.stride());
            AttentionPlan plan = OWN;
            for (int i = 0; i < 12; i++) {
                assertEquals(full(golden, plan), live.evaluate(plan, _ -> {}, Cancellation.NEVER));
                plan = RandomPlans.changed(plan, random, golden.decoder().config());
            }
            assertTrue(live.keptBytes() <= layersInBudget * LAYER_BYTES);
        }
    }

    @Test
    void cancelledAnywhereItStaysRight() throws EngineException {
        Random random = new Random(6);
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend());
                LiveEvaluation live = live(golden, 4 * LAYER_BYTES)) {
            AttentionPlan plan = OWN;
            int cancelled = 0;
            for (int steps = 0; steps < 40; steps++) {
                AttentionPlan abandoned =
                        RandomPlans.changed(plan, random, golden.decoder().config());
                try {
                    live.evaluate(abandoned, _ -> {}, new Patience(steps % 20));
                } catch (CancellationException _) {
                    cancelled++;
                }
                plan = RandomPlans.changed(
                        steps % 2 == 0 ? plan : abandoned,
                        random,
                        golden.decoder().config());
                assertEquals(full(golden, plan), live.evaluate(plan, _ -> {}, Cancellation.NEVER));
            }
            assertTrue(cancelled > 20, "only " + cancelled + " were cancelled");
        }
    }

    @Test
    void everyWindowRefinesTheEstimate() throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend());
                LiveEvaluation live = live(golden, 4 * LAYER_BYTES)) {
            List<PerplexityReport> estimates = new ArrayList<>();
            PerplexityReport last = live.evaluate(OWN.with(2, new CopyPattern(1)), estimates::add, Cancellation.NEVER);
            assertEquals(
                    List.of(1, 2, 3),
                    estimates.stream().map(PerplexityReport::windows).toList());
            assertEquals(last, estimates.getLast());
            assertTrue(last.isComplete() && !estimates.getFirst().isComplete());
        }
    }

    @Test
    void onlyLayersFromTheSwitchedOneOnRunAgain() throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend());
                LiveEvaluation live = live(golden, 4 * LAYER_BYTES)) {
            live.evaluate(OWN, _ -> {}, Cancellation.NEVER);
            Patience watch = new Patience(Integer.MAX_VALUE);
            live.evaluate(OWN.with(3, new CopyPattern(2)), _ -> {}, watch);
            int oneLayer = watch.asked;
            live.evaluate(OWN.with(1, new CopyPattern(0)), _ -> {}, watch);
            int threeLayers = watch.asked - oneLayer;
            // In each of three windows: once before it, once before its scoring, once for the pattern of the source
            // below the switched layer, and before each part of a layer.
            assertEquals(3 * (2 + 1 + LAYER_PARTS), oneLayer);
            assertEquals(3 * (2 + 1 + 3 * LAYER_PARTS), threeLayers);
        }
    }

    @Test
    void tokenByTokenItSaysWhatItsMeansAreMadeOf() throws EngineException {
        AttentionPlan plan = OWN.with(1, new CopyPattern(0)).with(2, new CopyPattern(1));
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend());
                LiveEvaluation live = live(golden, 4 * LAYER_BYTES)) {
            PerplexityReport report = live.evaluate(plan, _ -> {}, Cancellation.NEVER);
            Patience watch = new Patience(Integer.MAX_VALUE);
            List<List<WindowLosses>> partial = new ArrayList<>();
            List<WindowLosses> losses = live.losses(OWN, plan, partial::add, watch);
            assertEquals(3, watch.asked, "plans that were measured are not run again");
            assertEquals(List.of(1, 2, 3), partial.stream().map(List::size).toList());
            assertEquals(
                    List.of(1, 14, 27),
                    losses.stream().map(WindowLosses::firstToken).toList());
            double sum = losses.stream().mapToDouble(each -> each.plan().sum()).sum();
            double before =
                    losses.stream().mapToDouble(each -> each.reference().sum()).sum();
            assertEquals(report.nll(), sum / report.scoredTokens(), 1e-12);
            assertEquals(report.baselineNll(), before / report.scoredTokens(), 1e-12);
            assertEquals(
                    sum - before,
                    losses.stream()
                            .mapToDouble(each -> each.count() * each.meanChange())
                            .sum(),
                    1e-9);
        }
    }

    @Test
    void askingAboutVariantsLeavesTheNextSwitchAsShortAsBefore() throws EngineException {
        AttentionPlan plan = OWN.with(1, new CopyPattern(0)).with(2, new CopyPattern(1));
        AttentionPlan variant = plan.with(1, new LayerAttention.Own());
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend());
                LiveEvaluation live = live(golden, 4 * LAYER_BYTES)) {
            live.evaluate(plan, _ -> {}, Cancellation.NEVER);
            assertEquals(full(golden, variant), live.probe(variant, Cancellation.NEVER));
            Patience watch = new Patience(Integer.MAX_VALUE);
            AttentionPlan switched = plan.with(3, new CopyPattern(2));
            PerplexityReport report = live.evaluate(switched, _ -> {}, watch);
            assertEquals(full(golden, switched), report);
            // As in a switch of the last layer alone: the source of all patterns, and that layer.
            assertEquals(3 * (2 + 1 + LAYER_PARTS), watch.asked);
        }
    }

    @Test
    void goingBackToAPlanRunsNothing() throws EngineException {
        AttentionPlan first = OWN.with(2, new CopyPattern(1));
        AttentionPlan second = first.with(3, new CopyPattern(2));
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend());
                LiveEvaluation live = live(golden, 4 * LAYER_BYTES)) {
            PerplexityReport before = live.evaluate(first, _ -> {}, Cancellation.NEVER);
            live.evaluate(second, _ -> {}, Cancellation.NEVER);
            Patience watch = new Patience(Integer.MAX_VALUE);
            assertEquals(before, live.evaluate(first, _ -> {}, watch));
            live.evaluate(OWN, _ -> {}, watch);
            assertEquals(2 * 3, watch.asked, "asked before each window only");
        }
    }

    private static LiveEvaluation live(Goldens golden, long budget) throws EngineException {
        return LiveEvaluation.of(golden.decoder(), windows(golden), PROTOCOL, budget);
    }

    private static PerplexityReport full(Goldens golden, AttentionPlan plan) throws EngineException {
        Decoder decoder = golden.decoder();
        return PerplexityMeter.measure(
                        decoder, windows(golden), PROTOCOL, plan, null, Progress.NONE, Cancellation.NEVER)
                .withDivergence(null);
    }

    private static List<ScoredWindow> windows(Goldens golden) throws EngineException {
        return Windows.scored(golden.ids(), PROTOCOL, OptionalInt.empty(), OptionalInt.empty());
    }

    /// Cancels after being asked so often, and counts.
    private static final class Patience implements Cancellation {
        private final int patience;
        private int asked;

        Patience(int patience) {
            this.patience = patience;
        }

        @Override
        public boolean isCancelled() {
            return ++asked > patience;
        }
    }
}
