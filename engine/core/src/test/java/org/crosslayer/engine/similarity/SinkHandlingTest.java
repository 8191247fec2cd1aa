package org.crosslayer.engine.similarity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

final class SinkHandlingTest {
    private static final float[] ROWS = {9, 0.5f, 0.25f, 0.25f, 9};

    @Test
    void theFirstKeyIsTakenOutAndTheRestScaled() {
        float[] rows = ROWS.clone();
        SinkHandling.DROP_KEY.apply(rows, 1, 2);
        assertArrayEquals(new float[] {9, 0, 0.5f, 0.5f, 9}, rows);
    }

    @Test
    void aRowThatLooksAtTheFirstKeyAloneSaysNothingOfTheOthers() {
        float[] rows = {1, 0, 0, 0, 0};
        SinkHandling.DROP_KEY.apply(rows, 0, 4);
        assertArrayEquals(new float[] {0, 0.25f, 0.25f, 0.25f, 0.25f}, rows);
    }

    @Test
    void theFirstRowHasNoOtherKeyAndStays() {
        float[] rows = {1, 0};
        SinkHandling.DROP_KEY.apply(rows, 0, 0);
        assertArrayEquals(new float[] {1, 0}, rows);
    }

    @Test
    void othersLeaveRowsAsTheyAre() {
        float[] rows = ROWS.clone();
        SinkHandling.KEEP.apply(rows, 1, 2);
        SinkHandling.SKIP_ROW.apply(rows, 1, 2);
        assertArrayEquals(ROWS, rows);
    }
}
