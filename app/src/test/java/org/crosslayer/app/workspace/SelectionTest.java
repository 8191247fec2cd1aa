package org.crosslayer.app.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SelectionTest {
    private final Selection selection = new Selection();

    @Test
    void theUpperLayerOfAPairIsPrimaryWhicheverWasNamedFirst() {
        selection.choosePair(2, 7);
        assertEquals(7, selection.primary().get());
        assertEquals(2, selection.pinned().get());
    }

    @Test
    void aCellOnTheDiagonalMeansTheLayerAndTheOneBelow() {
        selection.choosePair(5, 5);
        assertEquals(5, selection.primary().get());
        assertEquals(4, selection.pinned().get());
    }

    @Test
    void theLowestLayerIsComparedWithItself() {
        selection.choosePair(0, 0);
        assertEquals(0, selection.pinned().get());
    }

    @Test
    void clearingForgetsTheLayersAndTheHead() {
        selection.choosePair(1, 0);
        selection.head().set(3);
        selection.clear();
        assertTrue(selection.isEmpty());
        assertEquals(Selection.MEAN, selection.head().get());
    }
}
