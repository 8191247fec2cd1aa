package org.crosslayer.engine.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.crosslayer.engine.similarity.LayerPairs.Pair;
import org.junit.jupiter.api.Test;

final class LayerPairsTest {
    @Test
    void allPairsKeepAllLayersButTheLast() {
        LayerPairs pairs = LayerPairs.all(3);
        assertEquals(List.of(new Pair(1, 0), new Pair(2, 0), new Pair(2, 1)), pairs.pairs());
        assertEquals(2, pairs.slotCount());
        assertFalse(pairs.isKept(2));
    }

    @Test
    void allPairsTogetherKeepEveryLayer() {
        LayerPairs pairs = LayerPairs.allTogether(3);
        assertEquals(LayerPairs.all(3).pairs(), pairs.pairs());
        assertTrue(pairs.isTogether());
        assertFalse(LayerPairs.all(3).isTogether());
        assertEquals(3, pairs.slotCount());
        assertTrue(pairs.isKept(2));
        assertEquals(2, pairs.slot(2));
    }

    @Test
    void adjacentPairsKeepOneLayerAtATime() {
        LayerPairs pairs = LayerPairs.adjacent(4);
        assertEquals(List.of(new Pair(1, 0), new Pair(2, 1), new Pair(3, 2)), pairs.pairs());
        assertEquals(1, pairs.slotCount());
    }

    @Test
    void onePairKeepsItsSourceAndEndsAtItsLayer() {
        LayerPairs pairs = LayerPairs.one(5, 2);
        assertEquals(List.of(new Pair(5, 2)), pairs.pairs());
        assertEquals(6, pairs.nLayers());
        assertTrue(pairs.isKept(2));
        assertFalse(pairs.isKept(3));
    }

    @Test
    void aSingleLayerHasNoPairs() {
        assertEquals(List.of(), LayerPairs.all(1).pairs());
        assertEquals(0, LayerPairs.all(1).slotCount());
    }

    @Test
    void aSourceMustBeBelowItsLayer() {
        assertThrows(IllegalArgumentException.class, () -> LayerPairs.one(2, 2));
        assertThrows(IllegalArgumentException.class, () -> LayerPairs.one(2, -1));
    }

    @Test
    void everySourceStillLiesInItsSlotWhenItsLayerArrives() {
        for (LayerPairs pairs : List.of(LayerPairs.all(5), LayerPairs.adjacent(5), LayerPairs.one(4, 1))) {
            Map<Integer, Integer> slots = new HashMap<>();
            for (int layer = 0; layer < pairs.nLayers(); layer++) {
                List<Integer> sources = pairs.sources(layer);
                for (int index = 0; index < sources.size(); index++) {
                    assertEquals(sources.get(index), slots.get(index));
                }
                if (pairs.isKept(layer)) {
                    slots.put(pairs.slot(layer), layer);
                }
            }
        }
    }
}
