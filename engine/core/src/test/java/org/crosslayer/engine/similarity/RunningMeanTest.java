package org.crosslayer.engine.similarity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class RunningMeanTest {
    @Test
    void meanAndStandardErrorAreThoseOfTheSample() {
        RunningMean mean = new RunningMean(2);
        for (double value : new double[] {1, 2, 3, 6}) {
            mean.add(new double[] {value, 5});
        }
        assertArrayEquals(new double[] {3, 5}, mean.means());
        // Squared distances 4 + 1 + 0 + 9 over 3 degrees of freedom and 4 windows.
        assertEquals(Math.sqrt(14.0 / 3 / 4), mean.standardError(0), 1e-15);
        assertEquals(0, mean.standardError(1));
    }

    @Test
    void oneWindowHasNoError() {
        RunningMean mean = new RunningMean(1);
        assertEquals(0, mean.standardError(0));
        mean.add(new double[] {7});
        assertEquals(0, mean.standardError(0));
        assertEquals(1, mean.count());
    }

    @Test
    void aSmallSpreadBesideALargeMeanIsNotLost() {
        RunningMean mean = new RunningMean(1);
        mean.add(new double[] {1e9});
        mean.add(new double[] {1e9 + 1});
        assertEquals(0.5, mean.standardError(0), 1e-9);
    }

    @Test
    void anotherNumberOfValuesIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RunningMean(2).add(new double[3]));
    }
}
