package org.crosslayer.engine.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// What must hold for patterns of any size on both backends.
class BackendPropertyTest {
    private static final double ROUNDING = 1e-7;
    private static final Backend FAST = Values.fast();
    private static final Backend REFERENCE = new ReferenceBackend();

    @Property(tries = 40)
    void rowsOfAPatternSumToOneAndHideLaterKeys(
            @ForAll boolean plain,
            @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @IntRange(max = 60) int firstRow,
            @ForAll Spread spread) {
        Backend backend = plain ? REFERENCE : FAST;
        try (Workspace memory = backend.workspace()) {
            float[] pattern = backend.read(pattern(backend, memory, 2, n, firstRow, n, spread));
            int keys = firstRow + n;
            for (int row = 0; row < 2 * n; row++) {
                double sum = 0;
                for (int key = 0; key < keys; key++) {
                    float value = pattern[row * keys + key];
                    boolean hidden = key > firstRow + row % n;
                    assertTrue(hidden ? value == 0 : value >= 0 && value <= 1, "row " + row + ", key " + key);
                    sum += value;
                }
                assertEquals(1, sum, 1e-5);
            }
        }
    }

    @Property(tries = 40)
    void theDivergenceIsSymmetricBoundedAndZeroOnItself(
            @ForAll boolean plain,
            @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @IntRange(max = 60) int firstRow,
            @ForAll Spread spread) {
        Backend backend = plain ? REFERENCE : FAST;
        try (Workspace memory = backend.workspace()) {
            Tensor p = pattern(backend, memory, 2, n, firstRow, 1, spread);
            Tensor q = pattern(backend, memory, 2, n, firstRow, 2, spread);
            double[] there = sums(backend, p, q, firstRow);
            double[] back = sums(backend, q, p, firstRow);
            assertArrayEquals(there, new double[] {back[0], back[2], back[1], back[3]});
            for (double sum : there) {
                // A card's logarithms are float32, whose ln 2 is a little above ln 2.
                assertTrue(sum >= 0 && sum <= n * Math.log(2) * (1 + ROUNDING), () -> "sum " + sum);
            }
            double[] self = sums(backend, p, p, firstRow);
            assertEquals(0, self[0]);
            assertEquals(0, self[3]);
        }
    }

    @Property(tries = 20)
    void permutingHeadsPermutesTheSums(@ForAll @IntRange(min = 1, max = 40) int n, @ForAll Spread spread) {
        try (Workspace memory = FAST.workspace()) {
            Tensor p = pattern(FAST, memory, 3, n, 0, 1, spread);
            Tensor q = pattern(FAST, memory, 3, n, 0, 2, spread);
            Tensor turned = memory.allocate(3, n, n);
            FAST.permuteHeads(q, new int[] {2, 0, 1}, turned);
            double[] plain = sums(FAST, p, q, 0);
            double[] permuted = sums(FAST, p, turned, 0);
            for (int a = 0; a < 3; a++) {
                assertEquals(plain[a * 3 + 2], permuted[a * 3]);
                assertEquals(plain[a * 3], permuted[a * 3 + 1]);
                assertEquals(plain[a * 3 + 1], permuted[a * 3 + 2]);
            }
        }
    }

    /// How far scores are apart: from all equal to one-hot.
    enum Spread {
        EQUAL(0),
        USUAL(2),
        ONE_HOT(1e4);

        private final double deviation;

        Spread(double deviation) {
            this.deviation = deviation;
        }
    }

    private static double[] sums(Backend backend, Tensor p, Tensor q, int firstRow) {
        double[] sums = new double[p.slices() * q.slices()];
        backend.pairSums(PairTerm.JENSEN_SHANNON, p, q, firstRow, 0, sums);
        return sums;
    }

    private static Tensor pattern(
            Backend backend, Workspace memory, int h, int n, int firstRow, int seed, Spread spread) {
        int keys = firstRow + n;
        float[] scores = Values.normal(seed, h * n * keys, spread.deviation);
        Tensor pattern = Values.tensor(backend, memory, h, n, keys, scores);
        backend.softmax(pattern, firstRow, pattern);
        return pattern;
    }
}
