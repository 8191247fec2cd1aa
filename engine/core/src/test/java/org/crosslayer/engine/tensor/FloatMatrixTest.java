package org.crosslayer.engine.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class FloatMatrixTest {
    private static final float[] VALUES = {1, 2, 3, 4, 5};

    @Test
    void whatIsNotPutIsZeroAndRowsStandWhereTheyWerePut() {
        FloatMatrix.Builder builder = new FloatMatrix.Builder(3, 3);
        builder.put(1, VALUES, 2, 3);
        builder.put(0, VALUES, 0, 1);
        assertArrayEquals(
                new float[] {1, 0, 0, 3, 4, 5, 0, 0, 0}, builder.build().toArray());
    }

    @Test
    void aRowTakesNoMoreThanItsColumnsAndNothingComesIntoAFinishedMatrix() {
        FloatMatrix.Builder builder = new FloatMatrix.Builder(2, 3);
        assertThrows(IndexOutOfBoundsException.class, () -> builder.put(0, VALUES, 0, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> builder.put(2, VALUES, 0, 3));
        FloatMatrix matrix = builder.build();
        assertEquals(0, matrix.at(1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> builder.put(0, VALUES, 0, 3));
    }
}
