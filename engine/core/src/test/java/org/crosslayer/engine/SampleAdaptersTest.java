package org.crosslayer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;

/// The fitted adapters that come with the sample model.
class SampleAdaptersTest {
    @Test
    void theBundledAdaptersBelongToTheBundledModelAndCostFarLessThanCopying() throws EngineException, IOException {
        List<Integer> shared = List.of(9, 13);
        try (LoadedModel model = Engine.open(SampleModels.sample16l(), Device.CPU, Progress.NONE, Cancellation.NEVER)) {
            String text = Files.readString(SampleModels.sampleText());
            int[] ids = model.tokenizer().encode(text, false).ids().stream()
                    .mapToInt(Integer::intValue)
                    .limit(512)
                    .toArray();
            for (int i = 0; i < shared.size(); i++) {
                Path file = SampleModels.plans().get(i);
                AttentionPlan plan = model.readPlan(file);
                assertEquals(shared.get(i), plan.sharedCount());
                AttentionPlan copied = copied(plan);
                double fitted = ratio(model, ids, plan);
                double cost = ratio(model, ids, copied) - 1;
                assertTrue(fitted < 1 + cost / 4, file + ": " + fitted + " against " + (1 + cost) + " copied");
            }
        }
    }

    private static AttentionPlan copied(AttentionPlan plan) {
        return new AttentionPlan(IntStream.range(0, plan.nLayers())
                .mapToObj(layer -> plan.at(layer) instanceof LayerAttention.Shared taken
                        ? new LayerAttention.CopyPattern(taken.source())
                        : plan.at(layer))
                .toList());
    }

    private static double ratio(LoadedModel model, int[] ids, AttentionPlan plan) throws EngineException {
        PerplexityReport report = model.perplexity(ids, Protocol.windows(512), plan, Progress.NONE, Cancellation.NEVER);
        return report.ratio();
    }
}
