package org.crosslayer.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.crosslayer.engine.model.LayerAttention.CopyPattern;
import org.crosslayer.engine.model.LayerAttention.MappedPattern;
import org.junit.jupiter.api.Test;

class AttentionPlanTest {
    private static final AttentionPlan NONE = AttentionPlan.none(5);

    @Test
    void aLayerWithoutAnEntryComputesItsOwnAttention() {
        assertEquals(0, NONE.sharedCount());
        assertEquals(new AttentionPlan.Root(3, null), NONE.root(3));
    }

    @Test
    void aCopyOfACopyComesFromTheLayerThatComputes() {
        AttentionPlan plan = NONE.with(1, new CopyPattern(0)).with(2, new CopyPattern(1));
        assertEquals(0, plan.root(2).layer());
        assertNull(plan.root(2).headMap());
    }

    @Test
    void headMapsComposeFromTheTopDown() {
        AttentionPlan plan = NONE.with(1, new MappedPattern(0, List.of(2, 0, 1)))
                .with(2, new CopyPattern(1))
                .with(3, new MappedPattern(2, List.of(1, 1, 0)));
        assertEquals(new AttentionPlan.Root(0, List.of(0, 0, 2)), plan.root(3));
    }

    @Test
    void attentionFlowsUpwardsOnly() {
        for (int source : new int[] {-1, 2, 3}) {
            var error = assertThrows(IllegalArgumentException.class, () -> NONE.with(2, new CopyPattern(source)));
            assertEquals(
                    "layer 2 cannot take its attention from layer " + source + ": only a lower layer can be a source",
                    error.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> NONE.with(0, new CopyPattern(0)));
    }

    @Test
    void theFirstDifferenceIsWhereARunMustStartAgain() {
        AttentionPlan plan = NONE.with(3, new CopyPattern(2));
        assertEquals(5, NONE.firstDifference(AttentionPlan.none(5)));
        assertEquals(3, NONE.firstDifference(plan));
        assertEquals(2, plan.with(2, new CopyPattern(0)).firstDifference(plan));
    }

    @Test
    void aPatternIsNeededUpToTheLastLayerThatUsesIt() {
        Routes routes = new Routes(NONE.with(1, new CopyPattern(0)).with(4, new CopyPattern(0)));
        assertEquals(4, routes.lastUse(0));
        assertEquals(2, routes.lastUse(2));
        assertFalse(routes.computes(4));
    }
}
