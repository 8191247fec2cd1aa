package org.crosslayer.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.crosslayer.engine.backend.FastBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.model.LayerAttention.Own;
import org.crosslayer.engine.sharing.AlignedPlans;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tokenizer.Tokenizer;
import org.crosslayer.engine.tokenizer.TokenizerFiles;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;

/// The bundled model on the processor, as the window uses it.
class SampleModelEvaluationTest {
    private static final Protocol PROTOCOL = new Protocol(ProtocolKind.WINDOWS, 300, 2, Bos.AUTO);
    private static final AttentionPlan OWN = AttentionPlan.none(16);

    @Test
    void theLossesAreThoseOfHuggingFacesLogits() throws EngineException {
        try (Goldens golden = Goldens.open("sample-16l", FastBackend.open())) {
            int[] ids = golden.ids();
            float[] logits = golden.floats("logits");
            double mean = 0;
            for (int i = 0; i < 79; i++) {
                double sum = 0;
                for (int id = 0; id < 4096; id++) {
                    sum += Math.exp(logits[i * 4096 + id]);
                }
                mean += (Math.log(sum) - logits[i * 4096 + ids[i + 1]]) / 79;
            }
            PerplexityReport report = PerplexityMeter.measure(
                    golden.decoder(),
                    List.of(ScoredWindow.of(ids, 1)),
                    Protocol.windows(80),
                    OWN,
                    null,
                    Progress.NONE,
                    Cancellation.NEVER);
            assertEquals(mean, report.nll(), 1e-4);
        }
    }

    @Test
    void aLiveEvaluationIsAFullOneToTheBit() throws EngineException, IOException {
        AttentionPlan nine = AlignedPlans.copied(16, Set.of(1, 3, 4, 5, 6, 7, 8, 11, 12));
        try (Goldens golden = Goldens.open("sample-16l", FastBackend.open());
                LiveEvaluation live = LiveEvaluation.of(golden.decoder(), windows(), PROTOCOL, 8 << 20)) {
            assertEquals(2, live.stride(), "eight of sixteen layers fit");
            PerplexityReport first = live.evaluate(nine, _ -> {}, Cancellation.NEVER);
            assertEquals(full(golden, nine), first);
            Interval interval = first.interval();
            assertNotNull(interval);
            assertTrue(interval.low() > 1, "copying nine layers unfitted is no small change: " + first);
            assertTrue(first.ratio() > 1.5 && first.ratio() < 3, first.toString());
            AttentionPlan eight = nine.with(8, new Own());
            assertEquals(full(golden, eight), live.evaluate(eight, _ -> {}, Cancellation.NEVER));
        }
    }

    private static PerplexityReport full(Goldens golden, AttentionPlan plan) throws EngineException, IOException {
        return PerplexityMeter.measure(
                        golden.decoder(), windows(), PROTOCOL, plan, null, Progress.NONE, Cancellation.NEVER)
                .withDivergence(null);
    }

    private static List<ScoredWindow> windows() throws EngineException, IOException {
        try (Tokenizer tokenizer = TokenizerFiles.open(SampleModels.sample16l())) {
            String text = Files.readString(SampleModels.sampleText());
            int[] ids = tokenizer.encode(text, false).toArray();
            return Windows.scored(ids, PROTOCOL, OptionalInt.empty(), OptionalInt.empty());
        }
    }
}
