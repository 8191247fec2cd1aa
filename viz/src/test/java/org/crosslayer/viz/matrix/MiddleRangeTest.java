package org.crosslayer.viz.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.crosslayer.viz.color.ValueRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MiddleRangeTest {
    /// Against sorting; 1 × 1, odd sizes, signs of both kinds, a share that cuts nothing.
    @ParameterizedTest
    @CsvSource({"1, 1, 0.01", "7, 13, 0", "7, 13, 0.01", "31, 33, 0.01", "64, 64, 0.1", "3, 5, 0.49"})
    void itIsWhatSortingFinds(int rows, int columns, double share) {
        Random random = new Random(rows * 100L + columns);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(6) - 4));
        }
        ValueRange found = MiddleRange.of(LabelledMatrix.of(rows, columns, values), share);
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        int below = (int) Math.floor(share * sorted.length);
        assertEquals(sorted[below], found.low());
        assertEquals(sorted[sorted.length - 1 - below], found.high());
    }

    @Test
    void cellsThatAreNotDrawnDoNotCount() {
        double[] values = {1, 99, Double.NaN, 3};
        assertEquals(
                new ValueRange(1, 3),
                MiddleRange.of(LabelledMatrix.of(2, 2, values).asCausal(), 0));
        assertEquals(new ValueRange(0, 0), MiddleRange.of(LabelledMatrix.of(1, 1, new double[] {Double.NaN}), 0));
    }

    @Test
    void halfOrMoreCannotBeCutAtEitherEnd() {
        LabelledMatrix matrix = LabelledMatrix.of(1, 1, new double[] {1});
        assertThrows(IllegalArgumentException.class, () -> MiddleRange.of(matrix, 0.5));
        assertThrows(IllegalArgumentException.class, () -> MiddleRange.of(matrix, -0.1));
    }
}
