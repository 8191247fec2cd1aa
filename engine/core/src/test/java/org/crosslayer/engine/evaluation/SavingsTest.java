package org.crosslayer.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.sharing.AlignedPlans;
import org.junit.jupiter.api.Test;

class SavingsTest {
    @Test
    void theArithmeticIsThatOfTheFormulas() {
        // dModel 8, 4 heads of 2, 2 key/value heads of 2: a query projection has 64 parameters, a key projection 32.
        ModelConfig config = TestConfigs.sized(5, 4, 2, 8, 2);
        Savings savings = Savings.of(config, AlignedPlans.copied(5, Set.of(1, 2)), 10);
        assertEquals(2 * (64 + 32), savings.parameters());
        assertEquals(5 * (64 + 32), savings.parametersTotal());
        assertEquals(0.4, savings.parameterShare(), 1e-15);
        assertEquals(2 * 2 * 2 * 4, savings.keyBytesPerToken());
        assertEquals(5 * 2 * 2 * 2 * 4, savings.cacheBytesPerToken());
        assertEquals(2 * (64 + 32 + 8 * 10), savings.multiplyAdds());
        assertEquals(5 * (2 * (64 + 32) + 2 * 8 * 10 + 3 * 8 * 24) + 100 * 8, savings.multiplyAddsTotal());
        assertEquals(0.2, savings.cacheShare(), 1e-15);
    }

    @Test
    void lisaGivesPartOfItBack() {
        // Rank 2 and 4 hidden units: 8 + 4 channels a layer, and a net of 4 · (4 + 4) + 16 products a key.
        ModelConfig config = TestConfigs.sized(5, 4, 2, 8, 2);
        LisaAdapter adapter = LisaAdapter.random(config, LisaOptions.defaults(4).withRank(2), 1);
        AttentionPlan plan = AlignedPlans.copied(5, Set.of(1)).with(2, new LayerAttention.Lisa(1, adapter));
        Savings savings = Savings.of(config, plan, 10);
        assertEquals(2 * (64 + 32), savings.parameters());
        assertEquals((8 + 4) * 8 + 16 + 4 + 16 + 4 + 16, savings.addedParameters());
        assertEquals((192 - 152) / 480.0, savings.parameterShare(), 1e-15);
        assertEquals(2 * 12 - 12, savings.channels());
        assertEquals(5 * 12, savings.channelsTotal());
        assertEquals(2 * 2 * 2 * 4 - 2 * 2 * 4, savings.keyBytesPerToken());
        assertEquals(2 * (64 + 32 + 8 * 10) - 12 * 8 - 10 * (4 * 2 + 4 * 8 + 16), savings.multiplyAdds());
    }

    @Test
    void nothingSharedSavesNothing() {
        Savings savings = Savings.of(TestConfigs.sized(5, 4, 2, 8, 2), AttentionPlan.none(5), 10);
        assertEquals(0, savings.parameters());
        assertEquals(0, savings.operationShare());
        assertEquals(0, savings.cacheShare());
    }
}
