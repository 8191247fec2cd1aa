package org.crosslayer.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianNoiseTest {
    private static final int COUNT = 200_000;

    @ParameterizedTest
    @ValueSource(doubles = {1e-11, 1e-6, 0.01, 0.07, 0.075, 0.3, 0.5, 0.8, 0.925, 0.93, 0.999, 1 - 1e-9})
    void theQuantileIsThatOfTheNormalDistribution(double p) {
        assertEquals(new NormalDistribution().inverseCumulativeProbability(p), GaussianNoise.quantile(p), 2e-6);
    }

    @Test
    void theFarTailIsRightToo() {
        assertEquals(-7.941345326, GaussianNoise.quantile(1e-15), 2e-6);
        assertEquals(7.941345326, GaussianNoise.quantile(1 - 1e-15), 2e-2);
    }

    @Test
    void itsMomentsAreThoseOfTheStandardNormalDistribution() {
        double[] numbers = numbers(new GaussianNoise(1).row(0, 3, 2, 511), 0);
        assertEquals(0, moment(numbers, 1), 0.01);
        assertEquals(1, moment(numbers, 2), 0.015);
        assertEquals(0, moment(numbers, 3), 0.04);
        assertEquals(3, moment(numbers, 4), 0.1);
        long far = DoubleStream.of(numbers).filter(x -> Math.abs(x) > 1.959964).count();
        assertEquals(0.05, (double) far / COUNT, 0.002);
    }

    @Test
    void neighbouringPlacesHaveNothingToDoWithEachOther() {
        GaussianNoise noise = new GaussianNoise(1);
        GaussianNoise.Row row = noise.row(4, 3, 2, 7);
        assertUnrelated(row, noise.row(5, 3, 2, 7), 0);
        assertUnrelated(row, noise.row(4, 4, 2, 7), 0);
        assertUnrelated(row, noise.row(4, 3, 3, 7), 0);
        assertUnrelated(row, noise.row(4, 3, 2, 8), 0);
        assertUnrelated(row, noise.row(3, 4, 2, 7), 0);
        assertUnrelated(row, new GaussianNoise(2).row(4, 3, 2, 7), 0);
        assertUnrelated(row, row, 1);
    }

    @Test
    void thePlaceAndTheSeedDecideAndNothingElse() {
        double number = new GaussianNoise(7).row(1, 2, 3, 4).at(5);
        assertEquals(number, new GaussianNoise(7).row(1, 2, 3, 4).at(5));
        assertNotEquals(number, new GaussianNoise(8).row(1, 2, 3, 4).at(5));
    }

    private static double[] numbers(GaussianNoise.Row row, int firstKey) {
        return IntStream.range(firstKey, firstKey + COUNT).mapToDouble(row::at).toArray();
    }

    private static double moment(double[] numbers, int power) {
        return DoubleStream.of(numbers).map(x -> Math.pow(x, power)).sum() / numbers.length;
    }

    /// The mean product of unrelated numbers has a standard error of 1 / √count; four of them are allowed.
    private static void assertUnrelated(GaussianNoise.Row one, GaussianNoise.Row other, int shift) {
        double[] a = numbers(one, 0);
        double[] b = numbers(other, shift);
        double product = IntStream.range(0, COUNT).mapToDouble(i -> a[i] * b[i]).sum() / COUNT;
        assertEquals(0, product, 4 / Math.sqrt(COUNT));
    }
}
