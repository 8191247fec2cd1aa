package org.crosslayer.engine.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.crosslayer.engine.tensor.DoubleMatrix;
import org.junit.jupiter.api.Test;

final class HeadMatchingTest {
    @Test
    void argminTakesTheLowestOfEqualColumns() {
        DoubleMatrix cost = DoubleMatrix.copyOf(2, 3, new double[] {2, 1, 1, 0, 0, 0});
        assertEquals(List.of(1, 0), HeadMatching.argmin(cost));
    }

    @Test
    void hungarianGivesUpAGoodPairForABetterSum() {
        // Argmin would give column 1 to all three; 1 + 2 + 2 = 5 is the smallest sum without a repetition.
        DoubleMatrix cost = DoubleMatrix.copyOf(3, 3, new double[] {4, 1, 3, 2, 0, 5, 3, 2, 2});
        assertEquals(List.of(1, 0, 2), HeadMatching.hungarian(cost));
    }

    @Test
    void hungarianOfAConstantMatrixKeepsEveryHeadInItsPlace() {
        DoubleMatrix cost = DoubleMatrix.copyOf(4, 4, new double[16]);
        assertEquals(List.of(0, 1, 2, 3), HeadMatching.hungarian(cost));
    }

    @Test
    void hungarianOfNothingIsNothing() {
        assertEquals(List.of(), HeadMatching.hungarian(DoubleMatrix.copyOf(0, 0, new double[0])));
    }

    @Test
    void hungarianRefusesAMatrixThatIsNotSquare() {
        DoubleMatrix cost = DoubleMatrix.copyOf(2, 3, new double[6]);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> HeadMatching.hungarian(cost));
        assertTrue(refused.toString().contains("[2, 3]"), refused.toString());
    }

    @Test
    void costsThatAreNoNumbersAreRefused() {
        DoubleMatrix cost = DoubleMatrix.copyOf(1, 1, new double[] {Double.NaN});
        for (MatchMethod method : MatchMethod.values()) {
            assertThrows(IllegalArgumentException.class, () -> HeadMatching.match(method, cost));
        }
    }

    @Property(tries = 300)
    void noPermutationCostsLessThanTheHungarianOne(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int n,
            @ForAll @IntRange(min = 1, max = 5) int kinds) {
        // Few kinds of values make ties; negative ones must not matter.
        SplittableRandom random = new SplittableRandom(seed);
        DoubleMatrix cost = DoubleMatrix.copyOf(
                n,
                n,
                IntStream.range(0, n * n)
                        .mapToDouble(_ -> kinds == 5 ? random.nextDouble() : random.nextInt(-kinds, kinds + 1))
                        .toArray());
        List<Integer> map = HeadMatching.hungarian(cost);
        assertEquals(n, new HashSet<>(map).size());
        double least = permutations(n).stream()
                .mapToDouble(permutation -> sum(cost, permutation))
                .min()
                .orElseThrow();
        assertEquals(least, sum(cost, map), 1e-12);
    }

    @Property(tries = 100)
    void argminNeverCostsMoreThanHungarian(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n) {
        SplittableRandom random = new SplittableRandom(seed);
        DoubleMatrix cost =
                DoubleMatrix.copyOf(n, n, random.doubles((long) n * n).toArray());
        double oneToOne = sum(cost, HeadMatching.hungarian(cost));
        assertTrue(sum(cost, HeadMatching.argmin(cost)) <= oneToOne);
        assertTrue(oneToOne <= sum(cost, IntStream.range(0, n).boxed().toList()));
    }

    @Property(tries = 100)
    void shuffledRowsTakeTheirPartnersAlong(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int n) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = random.doubles((long) n * n).toArray();
        List<Integer> shuffle = permutation(random, n);
        double[] shuffled = new double[n * n];
        for (int row = 0; row < n; row++) {
            System.arraycopy(values, shuffle.get(row) * n, shuffled, row * n, n);
        }
        for (MatchMethod method : MatchMethod.values()) {
            List<Integer> plain = HeadMatching.match(method, DoubleMatrix.copyOf(n, n, values));
            List<Integer> expected = shuffle.stream().map(plain::get).toList();
            assertEquals(expected, HeadMatching.match(method, DoubleMatrix.copyOf(n, n, shuffled)));
        }
    }

    static List<Integer> permutation(SplittableRandom random, int n) {
        List<Integer> permutation = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            permutation.add(random.nextInt(i + 1), i);
        }
        return permutation;
    }

    private static double sum(DoubleMatrix cost, List<Integer> map) {
        return IntStream.range(0, map.size())
                .mapToDouble(row -> cost.at(row, map.get(row)))
                .sum();
    }

    private static List<List<Integer>> permutations(int n) {
        List<List<Integer>> all = List.of(List.of());
        for (int i = 0; i < n; i++) {
            int next = i;
            all = all.stream()
                    .flatMap(shorter -> IntStream.rangeClosed(0, shorter.size()).mapToObj(at -> {
                        List<Integer> longer = new ArrayList<>(shorter);
                        longer.add(at, next);
                        return longer;
                    }))
                    .map(List::copyOf)
                    .toList();
        }
        return all;
    }
}
