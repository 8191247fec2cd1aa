package org.crosslayer.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.model.AttentionPlan.Lower;
import org.crosslayer.engine.model.LayerAttention.CopyPattern;
import org.crosslayer.engine.model.LayerAttention.MappedPattern;
import org.crosslayer.engine.tensor.FloatMatrix;
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

    @Test
    void aChainOfCorrectedScoresIsComputedAgainFromItsBottom() {
        AttentionPlan plan = NONE.with(1, lisa(0)).with(2, new CopyPattern(1)).with(3, lisa(2));
        assertEquals(new AttentionPlan.Root(1, null), plan.root(2));
        assertEquals(List.of(new Lower(0, false), new Lower(1, false)), plan.below(3));
        assertEquals(List.of(new Lower(0, false), new Lower(1, true)), plan.below(2));
        assertEquals(List.of(), plan.below(4));
        AttentionPlan anchored = plan.with(3, lisa(0)).with(4, new CopyPattern(2));
        assertEquals(List.of(new Lower(0, false), new Lower(1, true)), anchored.below(3));
    }

    @Test
    void scoresAreNeededUpToTheLastLayerThatCorrectsThem() {
        Routes routes =
                new Routes(NONE.with(1, lisa(0)).with(2, new CopyPattern(1)).with(4, lisa(2)));
        assertEquals(1, routes.lastScoresUse(0));
        assertEquals(4, routes.lastScoresUse(1));
        assertEquals(-1, routes.lastScoresUse(3));
        assertEquals(2, routes.lastUse(1));
        // While layer 1 runs: the scores of 0, its own scores and pattern, and one to work in.
        assertEquals(4, routes.mostSlabs());
        assertEquals(2, new Routes(NONE).mostSlabs());
    }

    private static LayerAttention lisa(int source) {
        LisaOptions linear = new LisaOptions(
                0, 0, Activation.SILU, true, false, LisaOptions.Carrier.SCORES, LisaOptions.Combine.ADD);
        FloatMatrix none = FloatMatrix.copyOf(0, 2, new float[0]);
        FloatMatrix skip = FloatMatrix.copyOf(2, 2, new float[] {0, 1, 1, 0});
        return new LayerAttention.Lisa(
                source,
                new LisaAdapter(
                        linear,
                        none,
                        FloatMatrix.copyOf(1, 0, new float[0]),
                        FloatMatrix.copyOf(2, 0, new float[0]),
                        FloatMatrix.copyOf(1, 2, new float[2]),
                        skip,
                        none,
                        none));
    }
}
