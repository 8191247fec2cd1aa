package org.crosslayer.engine.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.crosslayer.engine.backend.CpuBackend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.model.PassMemory;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.task.Cancellation;
import org.junit.jupiter.api.Test;

/// Nothing of all layers' maps, layers × heads × n × n, is ever held: memory grows with the length of a text, and slabs
/// do not grow with the layers.
class HeldMemoryTest {
    private static final int CHUNK = 16;

    @Test
    void aPassOfTwiceTheTextPlansTwiceTheMemoryAndSlabsThatDoNotKnowTheLayers() {
        for (int n = 256; n < 8192; n *= 2) {
            PassMemory once = planned(16, n);
            PassMemory twice = planned(16, 2 * n);
            assertEquals(2 * once.cacheBytes(), twice.cacheBytes());
            assertEquals(2 * once.slabBytes(), twice.slabBytes());
            assertEquals(once.scratchBytes(), twice.scratchBytes());
            assertEquals(planned(1, n).slabBytes(), planned(80, n).slabBytes());
        }
    }

    @Test
    void whatAPassHoldsWhileEveryPatternIsLookedAtGrowsWithTheTextAndKeepsToThePlan() throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new CpuBackend(2))) {
            long[] held = new long[3];
            for (int i = 0; i < held.length; i++) {
                held[i] = held(golden, 32 << i);
            }
            assertEquals(2 * (held[1] - held[0]), held[2] - held[1], Arrays.toString(held));
            long allMaps = 4L
                    * golden.decoder().config().nLayers()
                    * golden.decoder().config().nHeads()
                    * 128
                    * 128;
            assertTrue(held[2] < allMaps, held[2] + " bytes, and all maps would be " + allMaps);
        }
    }

    @Test
    void comparingLayersKeepsToItsBudgetHoweverManyLayersAndTokens() {
        for (int nLayers : new int[] {2, 16, 80}) {
            WindowStudy layers = WindowStudy.ofLayers(nLayers, SimilarityOptions.DEFAULT);
            WindowStudy heads = WindowStudy.ofHeads(LayerPairs.adjacent(nLayers));
            for (int n = 256; n <= 8192; n *= 2) {
                for (WindowStudy study : new WindowStudy[] {layers, heads}) {
                    long bytes = PatternReducer.bytesPerRow(study.pairs(), study.heads(), 32, n);
                    assertTrue(study.chunk(32, n) * bytes <= WindowStudy.SLAB_BUDGET_BYTES, nLayers + " and " + n);
                }
            }
        }
    }

    private static PassMemory planned(int nLayers, int n) {
        ModelConfig config = ModelConfig.llama(nLayers, 8, 8, 256, 32, 768, 4096, 8192, true);
        return PassMemory.of(config, AttentionPlan.none(nLayers), 1, n, 128);
    }

    /// Bytes of a pass after `n` tokens, whose patterns were all shown.
    private static long held(Goldens golden, int n) throws EngineException {
        int nLayers = golden.decoder().config().nLayers();
        AttentionPlan none = AttentionPlan.none(nLayers);
        int[] shown = {0};
        ForwardObserver observer = new ForwardObserver() {
            @Override
            public boolean wantsPattern(int layer) {
                return true;
            }

            @Override
            public void pattern(int layer, RowSpan span, Tensor pattern) {
                shown[0] += pattern.rows();
            }
        };
        try (DecoderPass pass = golden.decoder().pass(none, 1, n, CHUNK)) {
            for (int from = 0; from < n; from += CHUNK) {
                int[] ids = new int[CHUNK];
                Arrays.setAll(ids, i -> 1 + i);
                pass.step(new int[][] {ids}, observer, Cancellation.NEVER);
            }
            assertEquals(nLayers * n, shown[0]);
            long planned =
                    PassMemory.of(golden.decoder().config(), none, 1, n, CHUNK).totalBytes();
            assertTrue(pass.sizeBytes() <= planned, pass.sizeBytes() + " bytes held, " + planned + " planned");
            return pass.sizeBytes();
        }
    }
}
