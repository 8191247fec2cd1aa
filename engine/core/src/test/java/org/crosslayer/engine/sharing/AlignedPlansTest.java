package org.crosslayer.engine.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention.CopyPattern;
import org.crosslayer.engine.model.LayerAttention.MappedPattern;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.tensor.DoubleMatrix;
import org.junit.jupiter.api.Test;

class AlignedPlansTest {
    private static final List<HeadAlignment> ALIGNMENTS =
            List.of(alignment(1, List.of(1, 0)), alignment(2, List.of(0, 0)), alignment(3, List.of(1, 1)));

    @Test
    void chosenLayersCopyTheLayerBelow() {
        AttentionPlan expected =
                AttentionPlan.none(4).with(1, new CopyPattern(0)).with(2, new CopyPattern(1));
        assertEquals(expected, AlignedPlans.copied(4, Set.of(2, 1)));
        assertEquals(0, AlignedPlans.copied(4, Set.of(2, 1)).root(2).layer());
    }

    @Test
    void chosenLayersTakeThroughTheirAlignment() {
        AttentionPlan expected = AttentionPlan.none(4)
                .with(1, new MappedPattern(0, List.of(1, 0)))
                .with(3, new MappedPattern(2, List.of(1, 1)));
        assertEquals(expected, AlignedPlans.mapped(4, ALIGNMENTS, Set.of(1, 3)));
    }

    @Test
    void layersWithoutOneBelowAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> AlignedPlans.copied(4, Set.of(0)));
        assertThrows(IllegalArgumentException.class, () -> AlignedPlans.copied(4, Set.of(4)));
        assertThrows(IllegalArgumentException.class, () -> AlignedPlans.mapped(4, List.of(), Set.of(1)));
    }

    private static HeadAlignment alignment(int layer, List<Integer> map) {
        return new HeadAlignment(layer, layer - 1, MatchMethod.ARGMIN, map, DoubleMatrix.copyOf(2, 2, new double[4]));
    }
}
