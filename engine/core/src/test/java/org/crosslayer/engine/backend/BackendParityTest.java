package org.crosslayer.engine.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import org.crosslayer.engine.tensor.DType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every operation of the FAST backend against the plain loops, at sizes that fit no vector.
class BackendParityTest {
    /// Rounding errors of sums grow like the square root of their length.
    private static final double TOLERANCE = 4e-7;

    private static final Backend FAST = Values.fast();
    private static final Backend REFERENCE = new ReferenceBackend();

    private final Workspace cpuMemory = FAST.workspace();
    private final Workspace referenceMemory = REFERENCE.workspace();

    @AfterAll
    static void stop() {
        FAST.close();
    }

    @AfterEach
    void free() {
        cpuMemory.close();
        referenceMemory.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1",
        "1,64,64",
        "1,207,13",
        "1,512,512",
        "2,24,207",
        "3,256,768",
        "4,64,64",
        "5,13,207",
        "8,256,512",
        "9,20,3",
        "13,207,64",
        "16,2051,101",
        "31,33,1",
        "32,4096,35",
        "64,64,64",
        "64,512,207",
        "207,13,512"
    })
    void linearAgreesInEveryStoredType(int n, int columns, int rows) {
        for (DType dtype : new DType[] {DType.BF16, DType.F16, DType.F32}) {
            float[] weights = Values.normal(rows, rows * columns, 0.5);
            float[] biases = Values.normal(columns, rows, 1);
            float[] x = Values.normal(n, n * columns, 1);
            assertParity(TOLERANCE * columns, (backend, memory) -> {
                Tensor out = memory.allocate(n, rows);
                Weight w = backend.weight(Values.matrix(dtype, rows, columns, weights));
                backend.linear(Values.tensor(backend, memory, 1, n, columns, x), w, null, out);
                float[] plain = backend.read(out);
                Weight bias = backend.weight(Values.vector(dtype, biases));
                backend.linear(Values.tensor(backend, memory, 1, n, columns, x), w, bias, out);
                return concat(plain, backend.read(out));
            });
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"BF16", "F16", "F32"})
    void embeddedRowsAreExact(DType dtype) {
        float[] table = Values.normal(1, 13 * 207, 1e-3);
        table[3 * 207] = 6e-8f;
        assertParity(0, (backend, memory) -> {
            Tensor out = memory.allocate(4, 207);
            backend.embed(backend.weight(Values.matrix(dtype, 13, 207, table)), new int[] {12, 0, 3, 3}, out);
            return backend.read(out);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 13, 64, 207, 512})
    void rmsNormAgrees(int columns) {
        float[] x = Values.normal(3, 13 * columns, 3);
        float[] gain = Values.normal(4, columns, 1);
        for (DType dtype : new DType[] {DType.BF16, DType.F32}) {
            assertParity(1e-5, (backend, memory) -> {
                Tensor rows = Values.tensor(backend, memory, 1, 13, columns, x);
                backend.rmsNorm(rows, backend.weight(Values.vector(dtype, gain)), 1e-6f, rows);
                return backend.read(rows);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 13, 64, 207, 512})
    void layerNormAgreesFarFromZeroWithAndWithoutBias(int columns) {
        float[] x = Values.normal(3, 5 * columns, 30);
        for (int i = 0; i < x.length; i++) {
            x[i] += 100;
        }
        float[] gain = Values.normal(4, columns, 1);
        float[] bias = Values.normal(5, columns, 1);
        for (DType dtype : new DType[] {DType.BF16, DType.F32}) {
            assertParity(1e-5, (backend, memory) -> {
                Tensor rows = Values.tensor(backend, memory, 1, 5, columns, x);
                Tensor out = memory.allocate(5, columns);
                Weight factors = backend.weight(Values.vector(dtype, gain));
                backend.layerNorm(rows, factors, null, 1e-5f, out);
                backend.layerNorm(rows, factors, backend.weight(Values.vector(dtype, bias)), 1e-5f, rows);
                return concat(backend.read(out), backend.read(rows));
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"1,0,1", "3,0,2", "13,51,7", "64,143,100", "207,0,1", "130,1,64", "5,20,1000"})
    void cappedBiasedAndWindowedRowsAgree(int n, int firstRow, int window) {
        int keys = firstRow + n;
        float[] scores = Values.normal(18, 3 * n * keys, 40);
        assertParity(4e-6, (backend, memory) -> {
            Tensor slab = Values.tensor(backend, memory, 3, n, keys, scores);
            backend.softCap(slab, 30);
            float[] capped = visible(backend.read(slab), n, firstRow);
            backend.addDistanceBias(slab, firstRow, new float[] {0.5f, 0.0625f, 0});
            float[] biased = visible(backend.read(slab), n, firstRow);
            Tensor pattern = memory.allocate(3, n, keys);
            backend.softmax(slab, firstRow, window, pattern);
            backend.normalizeRows(slab, firstRow, window, slab);
            return concat(capped, biased, backend.read(pattern), backend.read(slab));
        });
    }

    @ParameterizedTest
    @CsvSource({"1,1,2,2", "3,2,20,20", "13,3,24,8", "64,8,32,32", "207,1,64,64", "5,4,128,128"})
    void ropeAgreesInBothLayouts(int n, int heads, int d, int dRotary) {
        int first = 3;
        int pairs = dRotary / 2;
        float[] x = Values.normal(5, n * heads * d, 1);
        float[] angles = Values.normal(6, (first + n) * pairs, 1);
        float[] cos = map(angles, Math::cos);
        float[] sin = map(angles, Math::sin);
        for (RopeLayout layout : RopeLayout.values()) {
            assertParity(1e-6, (backend, memory) -> {
                Tensor rows = Values.tensor(backend, memory, 1, n, heads * d, x);
                Tensor cosines = Values.tensor(backend, memory, 1, first + n, pairs, cos);
                Tensor sines = Values.tensor(backend, memory, 1, first + n, pairs, sin);
                backend.rope(rows, heads, first, cosines, sines, layout);
                return backend.read(rows);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,0,1,1,1",
        "1,206,8,2,24",
        "3,0,8,2,20",
        "13,51,4,4,64",
        "64,0,8,8,32",
        "64,143,6,3,20",
        "207,0,2,1,24",
        "512,0,2,2,13",
        "130,1,3,1,3"
    })
    void attentionAgreesFromScoresToMix(int n, int firstRow, int h, int g, int d) {
        int keys = firstRow + n;
        float[] q = Values.normal(7, n * h * d, 1);
        float[] k = Values.normal(8, keys * g * d, 1);
        float[] v = Values.normal(9, keys * g * d, 1);
        int[] headMap = new Random(n).ints(h, 0, h).toArray();
        assertParity(TOLERANCE * (d + keys), (backend, memory) -> {
            Tensor slab = memory.allocate(h, n, keys);
            Tensor keyRows = Values.tensor(backend, memory, 1, keys, g * d, k);
            Tensor valueRows = Values.tensor(backend, memory, 1, keys, g * d, v);
            backend.scores(Values.tensor(backend, memory, 1, n, h * d, q), keyRows, h, g, 0.3f, slab);
            float[] scores = visible(backend.read(slab), n, firstRow);
            backend.softmax(slab, firstRow, slab);
            Tensor out = memory.allocate(n, h * d);
            backend.mix(slab, null, firstRow, valueRows, h, g, out);
            float[] own = backend.read(out);
            backend.mix(slab, headMap, firstRow, valueRows, h, g, out);
            return concat(scores, backend.read(slab), own, backend.read(out));
        });
    }

    @ParameterizedTest
    @CsvSource({"1,0", "3,0", "13,194", "64,0", "207,305", "512,0"})
    void softmaxOfHugeScoresAgrees(int n, int firstRow) {
        int keys = firstRow + n;
        float[] scores = Values.normal(10, 3 * n * keys, 1e4);
        assertParity(1e-6, (backend, memory) -> {
            Tensor pattern = memory.allocate(3, n, keys);
            backend.softmax(Values.tensor(backend, memory, 3, n, keys, scores), firstRow, pattern);
            return backend.read(pattern);
        });
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void gatesAgreeFromNearZeroToFarOut(Activation activation) {
        for (double spread : new double[] {1e-3, 1, 100}) {
            float[] gate = Values.normal(11, 13 * 207, spread);
            float[] up = Values.normal(12, 13 * 207, 1);
            assertParity(2e-6 * Math.max(1, spread), (backend, memory) -> {
                Tensor gates = Values.tensor(backend, memory, 1, 13, 207, gate);
                Tensor alone = memory.allocate(13, 207);
                backend.activate(activation, gates, alone);
                backend.scale(alone, -0.7f);
                backend.gate(activation, gates, Values.tensor(backend, memory, 1, 13, 207, up), gates);
                return concat(backend.read(alone), backend.read(gates));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 13, 64, 207, 512})
    void sumsMeansAndPermutationsOfHeadsAgree(int n) {
        float[] p = causal(n, Values.normal(13, 5 * n * n, 1));
        float[] q = causal(n, Values.normal(14, 5 * n * n, 1));
        assertParity(1e-6, (backend, memory) -> {
            Tensor slab = Values.tensor(backend, memory, 5, n, n, p);
            backend.add(slab, Values.tensor(backend, memory, 5, n, n, q));
            Tensor mean = memory.allocate(n, n);
            backend.headMean(slab, mean);
            Tensor permuted = memory.allocate(3, n, n);
            backend.permuteHeads(slab, new int[] {4, 0, 4}, permuted);
            Tensor copied = memory.allocate(1, 3 * n, n);
            backend.copy(permuted, copied);
            return concat(backend.read(slab), backend.read(mean), backend.read(permuted), backend.read(copied));
        });
    }

    /// Of patterns of rows in the middle of a text, which see all keys before them.
    @ParameterizedTest
    @CsvSource({"3,5,8", "4,4,12", "2,1,31", "5,7,0"})
    void theMeanOverHeadsOfLaterRowsAgrees(int heads, int n, int firstRow) {
        int keys = firstRow + n;
        float[] scores = Values.normal(21, heads * n * keys, 1);
        assertParity(1e-6, (backend, memory) -> {
            Tensor pattern = Values.tensor(backend, memory, heads, n, keys, scores);
            backend.softmax(pattern, firstRow, pattern);
            Tensor mean = memory.allocate(n, keys);
            backend.headMean(pattern, mean);
            return backend.read(mean);
        });
    }

    /// The slab with 0 where the mask hides.
    private static float[] causal(int n, float[] slab) {
        for (int i = 0; i < slab.length; i++) {
            slab[i] = i % n > i / n % n ? 0 : slab[i];
        }
        return slab;
    }

    @ParameterizedTest
    @CsvSource({"1,1", "3,13", "13,207", "64,4096", "2,50257"})
    void crossEntropyAgrees(int n, int nVocab) {
        float[] logits = Values.normal(15, n * nVocab, 20);
        int[] targets = new Random(n).ints(n, -1, nVocab).toArray();
        double[] expected = new double[n];
        double[] actual = new double[n];
        REFERENCE.crossEntropy(Values.tensor(REFERENCE, referenceMemory, 1, n, nVocab, logits), targets, expected);
        FAST.crossEntropy(Values.tensor(FAST, cpuMemory, 1, n, nVocab, logits), targets, actual);
        assertArrayEquals(
                expected,
                actual,
                2e-6 * Math.max(1, Arrays.stream(expected).max().orElse(0)));
    }

    @ParameterizedTest
    @CsvSource({"1,0,0", "3,0,1", "13,51,60", "64,0,0", "207,0,1", "130,382,0", "3,0,9"})
    void pairSumsAgreeForEveryTerm(int n, int firstRow, int fromRow) {
        int keys = firstRow + n;
        for (double spread : new double[] {1, 30}) {
            float[] p = patterns(REFERENCE, referenceMemory, Values.normal(16, 3 * n * keys, spread), 3, n, firstRow);
            float[] q = patterns(REFERENCE, referenceMemory, Values.normal(17, 2 * n * keys, spread), 2, n, firstRow);
            for (PairTerm term : PairTerm.values()) {
                double[] expected = new double[6];
                double[] actual = new double[6];
                pairSums(REFERENCE, referenceMemory, p, q, n, firstRow, fromRow, term, expected);
                pairSums(FAST, cpuMemory, p, q, n, firstRow, fromRow, term, actual);
                assertArrayEquals(expected, actual, 5e-7 * n, term + " at spread " + spread);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1,0,0", "2,3,0,1", "5,13,51,60", "16,64,0,0", "3,207,0,1", "4,130,382,0", "3,3,0,9"})
    void pairSumsWithinASlabAreThoseOfTheSlabWithItself(int h, int n, int firstRow, int fromRow) {
        int keys = firstRow + n;
        for (double spread : new double[] {1, 30}) {
            float[] p = patterns(REFERENCE, referenceMemory, Values.normal(18, h * n * keys, spread), h, n, firstRow);
            for (PairTerm term : PairTerm.values()) {
                double[] square = new double[h * h];
                Tensor slab = Values.tensor(REFERENCE, referenceMemory, h, n, keys, p);
                REFERENCE.pairSums(term, slab, slab, firstRow, fromRow, square);
                double[] expected = new double[h * h];
                Arrays.fill(expected, 1);
                for (int a = 0; a < h; a++) {
                    for (int b = 0; b <= a; b++) {
                        expected[a * h + b] += square[a * h + b];
                    }
                }
                for (Backend backend : List.of(REFERENCE, FAST)) {
                    double[] actual = new double[h * h];
                    Arrays.fill(actual, 1);
                    Workspace memory = backend == FAST ? cpuMemory : referenceMemory;
                    Tensor own = Values.tensor(backend, memory, h, n, keys, p);
                    backend.pairSums(term, own, firstRow, fromRow, actual);
                    assertArrayEquals(expected, actual, 5e-7 * n, term + " at spread " + spread);
                }
            }
        }
    }

    private static void pairSums(
            Backend backend,
            Workspace memory,
            float[] p,
            float[] q,
            int n,
            int firstRow,
            int fromRow,
            PairTerm term,
            double[] sums) {
        Tensor first = Values.tensor(backend, memory, 3, n, firstRow + n, p);
        Tensor second = Values.tensor(backend, memory, 2, n, firstRow + n, q);
        backend.pairSums(term, first, second, firstRow, fromRow, sums);
    }

    private static float[] patterns(Backend backend, Workspace memory, float[] scores, int h, int n, int firstRow) {
        Tensor slab = Values.tensor(backend, memory, h, n, firstRow + n, scores);
        backend.softmax(slab, firstRow, slab);
        return backend.read(slab);
    }

    private void assertParity(double tolerance, BiFunction<Backend, Workspace, float[]> operation) {
        float[] expected = operation.apply(REFERENCE, referenceMemory);
        float[] actual = operation.apply(FAST, cpuMemory);
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs((double) expected[i] - actual[i]);
            double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
            assertTrue(
                    error <= allowed,
                    "value %d is %s but must be %s within %s".formatted(i, actual[i], expected[i], allowed));
        }
    }

    /// Scores with hidden entries, which may be anything, set to 0.
    private static float[] visible(float[] slab, int n, int firstRow) {
        int keys = firstRow + n;
        for (int i = 0; i < slab.length; i++) {
            if (i % keys > firstRow + i / keys % n) {
                slab[i] = 0;
            }
        }
        return slab;
    }

    private static float[] map(float[] values, DoubleUnaryOperator function) {
        float[] mapped = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            mapped[i] = (float) function.applyAsDouble(values[i]);
        }
        return mapped;
    }

    private static float[] concat(float[]... parts) {
        float[] all =
                new float[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
