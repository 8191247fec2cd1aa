package org.crosslayer.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LayerAttention.CopyPattern;
import org.crosslayer.engine.model.RandomPlans;
import org.junit.jupiter.api.Test;

class KeptLayersTest {
    @Test
    void allLayersAreKeptWhereTheyFitAndFewerWhereNot() {
        // One layer of 3 windows of 5 rows of 8 floats is 480 bytes.
        assertEquals(1, stride(16 * 480));
        assertEquals(2, stride(16 * 480 - 1));
        assertEquals(3, stride(8 * 480 - 1));
        assertEquals(16, stride(480));
        assertEquals(0, new KeptLayers(16, 16).count(), "only the embedding would help nobody");
        assertFalse(new KeptLayers(16, 16).keeps(0));
    }

    @Test
    void aRunStartsWhereTheChangeIs() {
        AttentionPlan plan = AttentionPlan.none(16).with(7, new CopyPattern(6));
        assertEquals(7, new KeptLayers(16, 1).start(plan, 7));
        assertEquals(6, new KeptLayers(16, 3).start(plan, 7));
        assertEquals(0, new KeptLayers(16, 16).start(plan, 7));
    }

    @Test
    void aSourceThatIsNotKeptPullsTheStartDown() {
        AttentionPlan plan = AttentionPlan.none(16).with(12, new CopyPattern(7));
        assertEquals(12, new KeptLayers(16, 1).start(plan, 12));
        assertEquals(6, new KeptLayers(16, 3).start(plan, 12));
    }

    @Property(tries = 300)
    void whateverIsNeededBelowTheStartIsKept(
            @ForAll @IntRange(min = 1, max = 16) int stride,
            @ForAll @IntRange(min = 0, max = 16) int known,
            @ForAll long seed) {
        AttentionPlan plan = RandomPlans.withLisa(new Random(seed), TestConfigs.sized(16, 4, 2, 8, 2));
        KeptLayers kept = new KeptLayers(16, stride);
        int start = kept.start(plan, known);
        assertTrue(start <= Math.min(known, 15) && (start == 0 || kept.keeps(start)));
        boolean[] needed = new boolean[16];
        for (int layer = 15; layer >= 0; layer--) {
            if (layer >= start) {
                needed[plan.root(layer).layer()] = true;
            }
            assertTrue(layer >= start || !needed[layer] || kept.keeps(layer), layer + " below " + start);
            if (needed[layer] && plan.at(layer) instanceof LayerAttention.Lisa lisa) {
                needed[plan.root(lisa.source()).layer()] = true;
            }
        }
    }

    private static int stride(long budget) {
        return KeptLayers.within(budget, TestConfigs.sized(16, 4, 4, 8, 2), 3, 5)
                .stride();
    }

    @Test
    void sizesAreCountedInLongs() {
        assertEquals(
                1,
                KeptLayers.within(Long.MAX_VALUE, TestConfigs.sized(80, 64, 8, 8192, 128), 4096, 8191)
                        .stride());
        assertEquals(List.of(0, 3), List.of(new KeptLayers(7, 3).index(1), new KeptLayers(7, 2).index(6)));
    }
}
