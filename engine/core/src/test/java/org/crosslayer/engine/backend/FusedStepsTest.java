package org.crosslayer.engine.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.crosslayer.engine.error.BackendUnavailableException;
import org.crosslayer.engine.format.QuantVectors;
import org.crosslayer.engine.tensor.DType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a device does in one go, against the reference, which does it step by step.
class FusedStepsTest {
    /// Factors of seven bits of mantissa, where a device rounds them; otherwise float32. It bounds the largest error of
    /// all values of a case: 0.0204 was seen once, in a corrected score among 1.6 million values (H100, H200).
    private static final double ROUNDED = 0.025;

    private static final double EXACT = 2e-5;

    private static final Backend FAST = Values.fast();
    private static final Backend REFERENCE = new ReferenceBackend();

    @AfterAll
    static void stop() {
        FAST.close();
    }

    /// Large enough for a device to hold the matrix as it is stored.
    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"BF16", "F16", "F32"})
    void largeMatricesOfEveryTypeAreMultipliedByFewAndManyRows(DType dtype) {
        int rows = 1021;
        int columns = 1032;
        float[] weights = Values.normal(1, rows * columns, 1 / Math.sqrt(columns));
        for (int n : new int[] {1, 2, 3, 4, 7, 65}) {
            float[] x = Values.normal(n, n * columns, 1);
            assertParity((backend, memory) -> {
                Weight w = backend.weight(Values.matrix(dtype, rows, columns, weights));
                Tensor in = Values.tensor(backend, memory, 1, n, columns, x);
                Tensor plain = memory.allocate(n, rows);
                backend.linear(in, w, null, plain);
                Tensor sum = Values.tensor(backend, memory, 1, n, rows, Values.normal(3, n * rows, 1));
                backend.linearAdd(in, w, sum, memory.allocate(n, rows));
                Tensor rowsOf = memory.allocate(2, columns);
                backend.embed(w, new int[] {rows - 1, 5}, rowsOf);
                return concat(backend.read(plain), backend.read(sum), backend.read(rowsOf));
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"1,64,24,40", "2,72,13,13", "4,256,512,8", "5,30,7,9", "13,207,64,3"})
    void severalMapsOfTheSameRowsAreThoseOneByOne(int n, int columns, int first, int second) {
        float[] x = Values.normal(n, n * columns, 1);
        assertParity((backend, memory) -> {
            Weight a = matrix(backend, 1, first, columns);
            Weight b = matrix(backend, 2, second, columns);
            Weight bias = backend.weight(Values.vector(DType.F32, Values.normal(4, second, 1)));
            Tensor in = Values.tensor(backend, memory, 1, n, columns, x);
            Tensor outA = memory.allocate(n, first);
            Tensor outB = memory.allocate(n, second);
            Tensor outC = memory.allocate(n, first);
            backend.linears(
                    in, List.of(new Linear(a, null, outA), new Linear(b, bias, outB), new Linear(a, null, outC)));
            Tensor gated = memory.allocate(n, first);
            Weight up = matrix(backend, 5, first, columns);
            backend.gatedLinear(Activation.SILU, in, a, up, gated, memory.allocate(n, first));
            return concat(backend.read(outA), backend.read(outB), backend.read(outC), backend.read(gated));
        });
    }

    /// Rows as they lie between the steps of a layer, which a device may hold rounded, times matrices that lie apart:
    /// a few rows and many, matrices of one shape and of several.
    @ParameterizedTest
    @CsvSource({
        "1,1024,520",
        "3,1024,1032",
        "4,1000,600",
        "5,1024,520",
        "17,1088,520",
        "32,8192,96",
        "33,1024,4200",
        "90,1000,600",
        "5,576,1000",
        "16,1024,576",
        "33,1088,960",
        "48,832,704",
        "9,192,3300",
        "20,256,7000",
        "32,128,14336",
        "29,128,9500",
        "17,128,10600"
    })
    void rowsOnTheirWayAreMultipliedGatedNormedAndAdded(int n, int columns, int rows) {
        float[] x = Values.normal(n, n * columns, 1);
        assertParity((backend, memory) -> {
            Weight a = matrix(backend, 1, rows, columns);
            Weight b = matrix(backend, 2, rows + 8, columns);
            Weight up = matrix(backend, 5, rows, columns);
            Weight down = matrix(backend, 6, columns, rows);
            Weight gain = backend.weight(Values.vector(DType.F32, Values.normal(7, columns, 1)));
            Weight bias = backend.weight(Values.vector(DType.F32, Values.normal(4, rows + 8, 1)));
            Tensor stream = Values.tensor(backend, memory, 1, n, columns, x);
            Tensor normed = memory.allocateRows(n, columns);
            backend.rmsNorm(stream, gain, 1e-5f, normed);
            Tensor outA = memory.allocateRows(n, rows);
            Tensor outB = memory.allocateRows(n, rows + 8);
            Tensor outC = memory.allocate(n, rows);
            backend.linears(
                    normed, List.of(new Linear(a, null, outA), new Linear(b, bias, outB), new Linear(up, null, outC)));
            Tensor again = memory.allocateRows(n, rows);
            Tensor outD = memory.allocateRows(n, rows);
            backend.linears(
                    normed, List.of(new Linear(b, bias, outB), new Linear(up, null, outD), new Linear(a, null, again)));
            Tensor hidden = memory.allocateRows(n, rows);
            backend.gatedLinear(Activation.SILU, normed, a, up, hidden, memory.allocateRows(n, rows));
            Tensor copied = memory.allocate(n, rows);
            backend.copy(hidden, copied);
            backend.layerNorm(stream, gain, null, 1e-5f, normed);
            backend.linearAdd(hidden, down, stream, memory.allocate(n, columns));
            backend.activate(Activation.GELU, outA, outA);
            return concat(
                    backend.read(outA),
                    backend.read(outB),
                    backend.read(outC),
                    backend.read(outD),
                    backend.read(again),
                    backend.read(copied),
                    backend.read(stream),
                    backend.read(normed));
        });
    }

    /// A sum and its norm, which a device may leave for the products behind it to finish: for one and several, for
    /// matrices of other types, for some rows of them, for whoever reads it; and when another norm takes its place.
    @ParameterizedTest
    @CsvSource({
        "1,256,2056,2050",
        "2,256,2056,2050",
        "3,1000,600,96",
        "5,576,1024,1000",
        "13,320,1664,1640",
        "13,1000,640,96",
        "16,1024,576,520",
        "17,128,4160,10600",
        "29,704,1000,800",
        "32,128,4160,14336",
        "32,512,1024,1032",
        "32,4160,320,130",
        "33,8192,64,70",
        "48,832,704,640",
        "48,256,2048,4200",
        "65,256,2048,2056"
    })
    void aSumAndItsNormAreMadeTogether(int n, int columns, int inner, int rows) {
        float[] x = Values.normal(n, n * columns, 1);
        assertParity((backend, memory) -> {
            Weight down = matrix(backend, 1, columns, inner);
            Weight a = matrix(backend, 2, rows, columns);
            Weight b = matrix(backend, 3, rows + 8, columns);
            float[] values = Values.normal(5, rows * columns, 1 / Math.sqrt(columns));
            Weight wide = backend.weight(Values.matrix(DType.F32, rows, columns, values));
            Weight gain = backend.weight(Values.vector(DType.F32, Values.normal(6, columns, 1)));
            Weight bias = backend.weight(Values.vector(DType.F32, Values.normal(7, rows + 8, 1)));
            Tensor hidden = memory.allocateRows(n, inner);
            backend.write(Values.normal(8, n * inner, 0.3), hidden);
            Tensor stream = Values.tensor(backend, memory, 1, n, columns, x);
            Tensor spare = memory.allocate(n, columns);
            Tensor normed = memory.allocateRows(n + 3, columns).rows(0, n);
            backend.linearAddNorm(hidden, down, stream, spare, gain, 0.5f, normed);
            Tensor outA = memory.allocateRows(n, rows);
            Tensor outB = memory.allocate(n, rows + 8);
            Tensor outC = memory.allocate(n, rows + 8);
            Tensor hiddenNext = memory.allocateRows(n, rows);
            backend.linears(
                    normed, List.of(new Linear(a, null, outA), new Linear(b, bias, outB), new Linear(b, null, outC)));
            backend.gatedLinear(Activation.SILU, normed, a, a, hiddenNext, memory.allocateRows(n, rows));
            float[] first =
                    concat(backend.read(outA), backend.read(outB), backend.read(outC), backend.read(hiddenNext));

            Tensor float32 = memory.allocate(n, columns);
            backend.linearAddNorm(hidden, down, stream, spare, gain, 1e-5f, float32);
            backend.linearAddNorm(hidden, down, stream, spare, gain, 1e-5f, normed);
            backend.linear(normed, wide, null, outA);
            backend.linearAddNorm(hidden, down, stream, spare, gain, 1e-5f, normed);
            Tensor last = memory.allocate(1, rows);
            backend.linear(normed.rows(n - 1, 1), a, null, last);
            float[] second = concat(
                    backend.read(outA),
                    backend.read(last),
                    backend.read(normed),
                    backend.read(float32),
                    backend.read(stream));

            backend.linearAddNorm(hidden, down, stream, spare, gain, 1e-5f, normed);
            backend.rmsNorm(float32, gain, 0.1f, normed.as(1, n, columns));
            backend.linear(normed, a, null, outA);
            return concat(first, second, backend.read(outA));
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"Q8_0", "Q4_K", "Q6_K", "Q4_0", "IQ4_XS"})
    void packedMatricesAreGatedAndAdded(DType dtype) {
        for (int n : new int[] {1, 3, 6}) {
            float[] x = Values.normal(n, n * 512, 0.05);
            assertParity((backend, memory) -> {
                Weight gate = backend.weight(QuantVectors.weight(dtype, 31, 512));
                Tensor in = Values.tensor(backend, memory, 1, n, 512, x);
                Tensor out = memory.allocate(n, 31);
                backend.gatedLinear(Activation.GELU, in, gate, gate, out, memory.allocate(n, 31));
                backend.linearAdd(in, gate, out, memory.allocate(n, 31));
                return backend.read(out);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void sequencesOfABatchTurnAndAreCopiedTogether(int n) {
        int batch = 3;
        int capacity = 7;
        float[] x = Values.normal(1, batch * n * 2 * 8, 1);
        assertParity((backend, memory) -> {
            Tensor cos = Values.tensor(backend, memory, 1, 9, 4, Values.normal(2, 36, 1));
            Tensor sin = Values.tensor(backend, memory, 1, 9, 4, Values.normal(3, 36, 1));
            Tensor rows = Values.tensor(backend, memory, 1, batch * n, 16, x);
            backend.ropeEach(rows, batch, 2, 4, cos, sin, RopeLayout.HALF_SPLIT);
            Tensor room = memory.allocateCache(batch * capacity, 16);
            backend.copyEach(rows, batch, room, 4);
            return concat(backend.read(rows), backend.read(room));
        });
    }

    /// Heads that turn whole and in part, in halves and in neighbours; queries, keys and values as they lie between the
    /// steps of a layer, and in float32.
    @ParameterizedTest
    @CsvSource({
        "1,2,2,4,8,HALF_SPLIT",
        "3,4,2,16,32,HALF_SPLIT",
        "1,8,1,64,128,HALF_SPLIT",
        "2,4,4,8,24,HALF_SPLIT",
        "2,4,2,16,32,INTERLEAVED"
    })
    void queriesTurnAndKeysAndValuesAreKept(int n, int h, int g, int pairs, int d, RopeLayout layout) {
        int batch = 3;
        int first = 4;
        int capacity = first + n + 2;
        Attending how = new Attending(batch, h, g, first, Backend.ALL_KEYS, 1);
        assertParity((backend, memory) -> {
            Tensor cos = Values.tensor(backend, memory, 1, 9, pairs, Values.normal(2, 9 * pairs, 1));
            Tensor sin = Values.tensor(backend, memory, 1, 9, pairs, Values.normal(3, 9 * pairs, 1));
            float[] all = new float[0];
            for (boolean onTheirWay : new boolean[] {true, false}) {
                Tensor q = rows(backend, memory, onTheirWay, batch * n, h * d, 4);
                Tensor k = rows(backend, memory, onTheirWay, batch * n, g * d, 5);
                Tensor v = rows(backend, memory, onTheirWay, batch * n, g * d, 6);
                Tensor keys = memory.allocateCache(batch * capacity, g * d);
                Tensor values = memory.allocateCache(batch * capacity, g * d);
                backend.turnAndKeep(how, q, k, v, cos, sin, layout, keys, values);
                all = concat(all, backend.read(q), backend.read(v), backend.read(keys), backend.read(values));
            }
            return all;
        });
    }

    /// Sequences whose row is the first, the last of a group of keys and the first of one; heads that turn whole and
    /// in part, in halves and in neighbours, an odd number of pairs; heads that share keys, windows, parts of a row
    /// that meet in a cluster and more of them; several rows.
    @ParameterizedTest
    @CsvSource({
        "1,1,0,2,2,16,32,HALF_SPLIT,2147483647",
        "3,1,15,4,2,32,64,HALF_SPLIT,2147483647",
        "2,1,16,8,1,64,128,HALF_SPLIT,2147483647",
        "2,1,17,8,2,48,96,INTERLEAVED,2147483647",
        "3,1,64,4,4,8,64,HALF_SPLIT,2147483647",
        "2,1,130,12,1,14,64,INTERLEAVED,2147483647",
        "1,1,524,32,8,64,128,HALF_SPLIT,2147483647",
        "9,1,524,32,8,64,128,HALF_SPLIT,2147483647",
        "40,1,65,8,2,16,32,INTERLEAVED,2147483647",
        "2,1,200,6,6,24,96,HALF_SPLIT,33",
        "3,1,63,4,2,7,32,HALF_SPLIT,2147483647",
        "1,1,1500,2,1,32,64,HALF_SPLIT,2147483647",
        "2,5,12,4,2,64,128,HALF_SPLIT,2147483647"
    })
    void rowsTurnAndAttendInOneGo(
            int batch, int n, int firstRow, int h, int g, int pairs, int d, RopeLayout layout, int window) {
        int keys = firstRow + n;
        int capacity = keys + 2;
        float scale = (float) (1 / Math.sqrt(d));
        assertParity((backend, memory) -> {
            Tensor cos = Values.tensor(backend, memory, 1, keys, pairs, Values.normal(2, keys * pairs, 1));
            Tensor sin = Values.tensor(backend, memory, 1, keys, pairs, Values.normal(3, keys * pairs, 1));
            float[] all = new float[0];
            for (boolean settled : new boolean[] {false, true}) {
                Attending how = new Attending(batch, h, g, firstRow, window, scale, settled);
                Tensor q = rows(backend, memory, settled, batch * n, h * d, 4);
                Tensor k = rows(backend, memory, settled, batch * n, g * d, 5);
                Tensor v = rows(backend, memory, settled, batch * n, g * d, 6);
                Tensor room = cache(backend, memory, batch * capacity, g * d, 7);
                Tensor values = cache(backend, memory, batch * capacity, g * d, 8);
                Tensor out = memory.allocateRows(batch * n, h * d);
                if (backend.attends(d)) {
                    backend.turnAndAttend(how, q, k, v, cos, sin, layout, room, values, out);
                } else {
                    backend.turnAndKeep(how, q, k, v, cos, sin, layout, room, values);
                    attendOneByOne(backend, memory, how, q, room, values, out);
                }
                all = concat(all, backend.read(v), backend.read(room), backend.read(values), backend.read(out));
            }
            return all;
        });
    }

    private static void attendOneByOne(
            Backend backend, Workspace memory, Attending how, Tensor q, Tensor k, Tensor v, Tensor out) {
        int n = q.rows() / how.batch();
        int capacity = k.rows() / how.batch();
        int keys = how.firstRow() + n;
        for (int i = 0; i < how.batch(); i++) {
            Tensor slab = memory.allocate(how.h(), n, keys);
            Tensor own = k.rows(i * capacity, keys);
            backend.scores(q.rows(i * n, n), own, how.h(), how.g(), how.scale(), slab);
            backend.softmax(slab, how.firstRow(), how.window(), slab);
            Tensor mixed = out.rows(i * n, n);
            backend.mix(slab, null, how.firstRow(), v.rows(i * capacity, keys), how.h(), how.g(), mixed);
        }
    }

    /// One row a sequence and several, of few sequences and of many.
    @ParameterizedTest
    @CsvSource({"3,1,1024,520", "7,1,1000,600", "70,1,1024,1032", "5,20,1024,520", "90,1,64,40"})
    void mapsOfRowsGoStraightToTheirPlaces(int batch, int n, int columns, int rows) {
        int capacity = n + 5;
        assertParity((backend, memory) -> {
            Weight w = matrix(backend, 1, rows, columns);
            Weight bias = backend.weight(Values.vector(DType.F32, Values.normal(4, rows, 1)));
            Tensor x = rows(backend, memory, true, batch * n, columns, 2);
            Tensor spare = memory.allocateRows(batch * n, rows);
            Tensor room = memory.allocateCache(batch * capacity, rows);
            backend.linearEach(x, w, null, spare, batch, room, 1);
            backend.linearEach(x, w, bias, spare, batch, room, 3);
            return backend.read(room);
        });
    }

    private static Tensor rows(
            Backend backend, Workspace memory, boolean onTheirWay, int rows, int columns, long seed) {
        Tensor room = onTheirWay ? memory.allocateRows(rows, columns) : memory.allocate(rows, columns);
        backend.write(Values.normal(seed, rows * columns, 1), room);
        return room;
    }

    /// Rows and keys that fill no tile, grouped heads, windows; with a pattern and without.
    @ParameterizedTest
    @CsvSource({
        "1,1,0,64,2,2,2147483647",
        "3,1,76,64,4,2,2147483647",
        "2,1,300,128,8,1,2147483647",
        "1,1,200,96,6,6,33",
        "2,1,90,64,12,1,2147483647",
        "40,1,65,32,8,2,2147483647",
        "1,67,0,64,2,1,2147483647",
        "2,64,13,128,4,4,2147483647",
        "1,130,70,32,3,3,50",
        "1,65,129,128,8,2,2147483647",
        "1,1,524,128,4,2,2147483647",
        "2,1,524,64,4,2,100",
        "1,1,900,64,1,1,2147483647",
        "1,130,0,128,4,2,2147483647",
        "3,200,13,128,4,2,2147483647",
        "2,207,129,64,8,2,50",
        "1,600,70,128,5,1,33"
    })
    void attentionInOneGoIsScoresSoftmaxAndMixing(int batch, int n, int firstRow, int d, int h, int g, int window) {
        int keys = firstRow + n;
        int capacity = keys + 3;
        float scale = (float) (1 / Math.sqrt(d));
        assertParity((backend, memory) -> {
            Tensor q = Values.tensor(backend, memory, 1, batch * n, h * d, Values.normal(1, batch * n * h * d, 1));
            Tensor k = cache(backend, memory, batch * capacity, g * d, 2);
            Tensor v = cache(backend, memory, batch * capacity, g * d, 3);
            Tensor pattern = memory.allocate(batch * h, n, keys);
            Tensor out = memory.allocate(batch * n, h * d);
            if (backend.attends(d)) {
                Attending how = new Attending(batch, h, g, firstRow, window, scale);
                Tensor unseen = memory.allocate(batch * n, h * d);
                Tensor queries = memory.allocateRows(batch * n, h * d);
                Tensor mixed = memory.allocateRows(batch * n, h * d);
                backend.attend(how, q, k, v, pattern, out);
                backend.attend(how, q, k, v, null, unseen);
                assertArrayEquals(backend.read(out), backend.read(unseen), "with a pattern and without");
                Attending settled = new Attending(batch, h, g, firstRow, window, scale, true);
                backend.attend(settled, q, k, v, null, unseen);
                assertArrayEquals(backend.read(out), backend.read(unseen), "settled and not");
                backend.copy(q, queries);
                backend.attend(how, queries, k, v, null, mixed);
                return concat(backend.read(pattern), backend.read(out), backend.read(unseen), backend.read(mixed));
            }
            float[] patterns = new float[0];
            for (int sequence = 0; sequence < batch; sequence++) {
                Tensor slab = memory.allocate(h, n, keys);
                Tensor own = out.rows(sequence * n, n);
                backend.scores(q.rows(sequence * n, n), k.rows(sequence * capacity, keys), h, g, scale, slab);
                backend.softmax(slab, firstRow, window, slab);
                backend.mix(slab, null, firstRow, v.rows(sequence * capacity, keys), h, g, own);
                patterns = concat(patterns, backend.read(slab));
            }
            return concat(patterns, backend.read(out), backend.read(out), backend.read(out));
        });
    }

    /// More rows than a block, fewer threads than blocks and more, windows, grouped heads; of the last two, blocks of a
    /// card share tiles.
    @ParameterizedTest
    @CsvSource({
        "1,0,64,2,2,2147483647",
        "1,76,64,4,2,2147483647",
        "3,200,128,5,1,33",
        "13,0,32,6,3,2147483647",
        "67,0,64,3,1,2147483647",
        "130,70,32,3,3,50",
        "207,13,64,8,4,2147483647",
        "300,129,128,8,2,2147483647",
        "600,70,128,5,1,33",
        "130,9000,64,2,1,2147483647",
        "300,9000,128,3,3,8000"
    })
    void theMeanOverHeadsIsMadeWithoutThePattern(int n, int firstRow, int d, int h, int g, int window) {
        int keys = firstRow + n;
        Attending how = new Attending(1, h, g, firstRow, window, (float) (1 / Math.sqrt(d)));
        assertParity((backend, memory) -> {
            Tensor q = Values.tensor(backend, memory, 1, n, h * d, Values.normal(1, n * h * d, 1));
            Tensor k = cache(backend, memory, keys + 3, g * d, 2);
            Tensor v = cache(backend, memory, keys + 3, g * d, 3);
            Tensor out = memory.allocate(n, h * d);
            Tensor mean = memory.allocate(n, keys);
            if (backend.attendsMeans(d)) {
                Tensor unseen = memory.allocate(n, h * d);
                backend.write(filled(n * keys, Float.NaN), mean);
                backend.attendMean(how, q, k, v, mean, out);
                backend.attend(how, q, k, v, null, unseen);
                assertArrayEquals(backend.read(out), backend.read(unseen), "with a mean and without");
            } else {
                Tensor slab = memory.allocate(h, n, keys);
                backend.scores(q, k.rows(0, keys), h, g, how.scale(), slab);
                backend.softmax(slab, firstRow, window, slab);
                backend.headMean(slab, mean);
                backend.mix(slab, null, firstRow, v.rows(0, keys), h, g, out);
            }
            return concat(backend.read(mean), backend.read(out));
        });
    }

    /// However many threads share the heads of a block, the mean is the same but for the order of its terms.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 16})
    void theMeanOverHeadsDoesNotDependOnThreads(int threads) throws BackendUnavailableException {
        try (CpuBackend one = new CpuBackend(1);
                CpuBackend many = new CpuBackend(threads)) {
            for (int n : new int[] {1, 13, 207}) {
                assertArrayEquals(meanAndOutput(one, n), meanAndOutput(many, n), 1e-6f, n + " rows");
            }
        }
    }

    private static float[] meanAndOutput(Backend backend, int n) {
        return run(backend, (_, memory) -> {
            Tensor q = Values.tensor(backend, memory, 1, n, 5 * 32, Values.normal(1, n * 5 * 32, 1));
            Tensor k = cache(backend, memory, n, 32, 2);
            Tensor mean = memory.allocate(n, n);
            Tensor out = memory.allocate(n, 5 * 32);
            backend.attendMean(new Attending(1, 5, 1, 0, Backend.ALL_KEYS, 0.2f), q, k, k, mean, out);
            return concat(backend.read(mean), backend.read(out));
        });
    }

    /// Rows of a layer whose scores are taken, and of one that corrects them: grouped heads, odd ranks, nets of every
    /// shape, more keys than a block takes at once.
    @ParameterizedTest
    @CsvSource({
        "1,1,0,64,4,2,4,4,false,0",
        "3,1,76,32,8,8,6,8,false,1",
        "2,1,300,128,8,2,5,3,true,0",
        "5,1,33,96,6,3,2,0,false,6",
        "2,1,140,64,4,4,0,5,false,0",
        "1,1,527,128,32,8,20,32,false,0",
        "9,1,524,128,32,8,20,32,false,3",
        "3,1,300,128,32,32,20,32,false,3",
        "7,1,40,32,4,2,3,4,true,2",
        "1,5,0,32,8,2,3,8,false,0",
        "2,17,40,32,6,3,2,0,false,6",
        "1,130,600,32,8,1,7,5,false,1",
        "1,64,513,16,32,8,10,32,false,0",
        "3,33,31,64,4,4,0,5,false,2",
        "2,9,70,32,5,5,3,4,true,0",
        "1,131,0,16,12,2,5,7,true,5"
    })
    void rowsThatShareScoresAreThoseOfEachSequence(
            int batch, int n, int firstRow, int d, int h, int g, int rank, int hidden, boolean concat, int apart) {
        int keys = firstRow + n;
        int capacity = keys + 2;
        float scale = (float) (1 / Math.sqrt(d));
        int some = Math.max(1, rank);
        // As the model scales it: scores of a spread of 1, so that rounding them is no more than it is there.
        float lowScale = (float) (1 / Math.sqrt(some));
        int[] map = new Random(3).ints(h, 0, h).toArray();
        assertParity((backend, memory) -> {
            HeadNet net = net(backend, h, hidden, concat);
            Tensor q = Values.tensor(backend, memory, 1, batch * n, h * d, Values.normal(1, batch * n * h * d, 1));
            Tensor k = cache(backend, memory, batch * capacity, g * d, 2);
            Tensor v = cache(backend, memory, batch * capacity, g * d, 3);
            float[] small = Values.normal(4, batch * n * (h + g) * some, 1);
            Tensor lowKeys = cache(backend, memory, batch * capacity, g * some, 5);
            // Rows of scores may lie further apart than their keys; each slab as far as it likes.
            boolean atOnce = backend.sharesScores(d, n);
            Tensor taken = memory.allocate(batch * h, n, atOnce ? keys + apart : keys);
            Tensor corrected = memory.allocate(batch * h, n, atOnce ? keys + 3 * apart : keys);
            Tensor out = memory.allocate(batch * n, h * d);
            Tensor mixed = memory.allocate(batch * n, h * d);
            Attending how = new Attending(batch, h, g, firstRow, Backend.ALL_KEYS, scale);
            if (atOnce) {
                Attending ranked = new Attending(batch, h, g, firstRow, Backend.ALL_KEYS, lowScale);
                Tensor low = Values.tensor(backend, memory, 1, batch * n, (h + g) * some, small);
                backend.attendKeeping(how, q, k, v, taken, out);
                boolean differs = rank > 0;
                backend.correctScores(
                        ranked, differs ? low : null, differs ? lowKeys : null, taken, map, net, corrected);
                backend.attendScored(how, corrected, v, mixed);
            }
            for (int i = 0; i < batch && !atOnce; i++) {
                Tensor own = slab(taken, i, h);
                Tensor next = slab(corrected, i, h);
                Tensor pattern = memory.allocate(h, n, keys);
                Tensor values = v.rows(i * capacity, keys);
                backend.scores(q.rows(i * n, n), k.rows(i * capacity, keys), h, g, scale, own);
                backend.softmax(own, firstRow, pattern);
                backend.mix(pattern, null, firstRow, values, h, g, out.rows(i * n, n));
                if (rank > 0) {
                    float[] rows = Arrays.copyOfRange(small, i * n * (h + g) * rank, (i + 1) * n * (h + g) * rank);
                    backend.write(columns(rows, n, h * rank, g * rank), lowKeys.rows(i * capacity + firstRow, n));
                    Tensor queries = Values.tensor(backend, memory, 1, n, h * rank, columns(rows, n, 0, h * rank));
                    backend.scores(queries, lowKeys.rows(i * capacity, keys), h, g, lowScale, next);
                }
                backend.alignHeads(own, map, firstRow, net, rank > 0 ? next : null, next);
                backend.softmax(next, firstRow, pattern);
                backend.mix(pattern, null, firstRow, values, h, g, mixed.rows(i * n, n));
            }
            return concat(
                    visible(firstRow, taken, backend.read(taken)),
                    backend.read(out),
                    visible(firstRow, corrected, backend.read(corrected)),
                    backend.read(mixed),
                    backend.read(lowKeys));
        });
    }

    @Test
    void aCorrectedRowIsTheSameToTheBitWhateverChunkItComesIn() {
        int h = 8;
        int g = 4;
        int rank = 3;
        int n = 40;
        float[] small = Values.normal(4, n * (h + g) * rank, 1);
        float[] scores = Values.normal(5, h * n * n, 1);
        for (int chunk : new int[] {1, 7}) {
            run(FAST, (backend, memory) -> {
                if (!backend.sharesScores(16, chunk) || !backend.sharesScores(16, n)) {
                    return scores;
                }
                HeadNet net = net(backend, h, 5, false);
                Tensor low = Values.tensor(backend, memory, 1, n, (h + g) * rank, small);
                Tensor lowKeys = memory.allocateCache(n, g * rank);
                Tensor z = Values.tensor(backend, memory, h, n, n, scores);
                Tensor out = memory.allocate(h, n, n);
                backend.correctScores(
                        new Attending(1, h, g, 0, Backend.ALL_KEYS, 0.5f), low, lowKeys, z, null, net, out);
                float[] whole = visible(0, out, backend.read(out));
                Tensor again = memory.allocateCache(n, g * rank);
                for (int first = 0; first < n; first += chunk) {
                    int rows = Math.min(chunk, n - first);
                    Tensor part = Values.tensor(backend, memory, h, rows, n, rowsOfEach(scores, h, n, first, rows, n));
                    Tensor made = memory.allocate(h, rows, n);
                    Attending how = new Attending(1, h, g, first, Backend.ALL_KEYS, 0.5f);
                    backend.correctScores(how, low.rows(first, rows), again, part, null, net, made);
                    assertArrayEquals(
                            rowsOfEach(whole, h, n, first, rows, first + rows),
                            visible(first, made, backend.read(made)),
                            0f,
                            "rows from " + first + " on, " + chunk + " at a time");
                }
                return whole;
            });
        }
    }

    /// `[h, rows, keys]` of a slab `[h, n, n]`.
    private static float[] rowsOfEach(float[] slab, int h, int n, int first, int rows, int keys) {
        float[] part = new float[h * rows * keys];
        for (int row = 0; row < h * rows; row++) {
            System.arraycopy(slab, (row / rows * n + first + row % rows) * n, part, row * keys, keys);
        }
        return part;
    }

    /// Columns `[first, first + count)` of `n` rows.
    private static float[] columns(float[] rows, int n, int first, int count) {
        float[] part = new float[n * count];
        for (int i = 0; i < n; i++) {
            System.arraycopy(rows, i * (rows.length / n) + first, part, i * count, count);
        }
        return part;
    }

    /// Of every row the keys that it sees, one row after the other.
    private static float[] visible(int firstRow, Tensor all, float[] values) {
        int keys = firstRow + all.rows();
        float[] seen = new float[all.slices() * all.rows() * keys];
        for (int row = 0; row < all.slices() * all.rows(); row++) {
            System.arraycopy(values, row * all.columns(), seen, row * keys, firstRow + row % all.rows() + 1);
        }
        return seen;
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }

    private static Tensor slab(Tensor all, int sequence, int h) {
        int rows = all.rows();
        return all.as(1, all.slices() * rows, all.columns())
                .rows(sequence * h * rows, h * rows)
                .as(h, rows, all.columns());
    }

    private static HeadNet net(Backend backend, int h, int hidden, boolean concat) {
        int inputs = concat ? 2 * h : h;
        double spread = 0.6 / Math.sqrt(h);
        return new HeadNet(
                backend.weight(Values.matrix(DType.F32, hidden, inputs, Values.normal(14, hidden * inputs, spread))),
                backend.weight(Values.vector(DType.F32, Values.normal(15, hidden, spread))),
                backend.weight(Values.matrix(DType.F32, h, hidden, Values.normal(16, h * hidden, spread))),
                backend.weight(Values.vector(DType.F32, Values.normal(17, h, spread))),
                backend.weight(Values.matrix(DType.F32, h, h, Values.normal(18, h * h, spread))),
                Activation.SILU);
    }

    private static Tensor cache(Backend backend, Workspace memory, int rows, int columns, long seed) {
        Tensor cache = memory.allocateCache(rows, columns);
        backend.write(Values.normal(seed, rows * columns, 1), cache);
        return cache;
    }

    private static Weight matrix(Backend backend, long seed, int rows, int columns) {
        float[] values = Values.normal(seed, rows * columns, 1 / Math.sqrt(columns));
        return backend.weight(Values.matrix(DType.BF16, rows, columns, values));
    }

    private static void assertParity(BiFunction<Backend, Workspace, float[]> run) {
        float[] expected = run(REFERENCE, run);
        float[] actual = run(FAST, run);
        double tolerance = FAST.name().equals("cpu") || FAST.name().equals("cuda") ? EXACT : ROUNDED;
        for (int i = 0; i < expected.length; i++) {
            double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
            if (!(Math.abs(actual[i] - expected[i]) <= allowed)) {
                throw new AssertionError("value %d is %s and not %s".formatted(i, actual[i], expected[i]));
            }
        }
    }

    private static float[] run(Backend backend, BiFunction<Backend, Workspace, float[]> run) {
        try (Workspace memory = backend.workspace()) {
            return run.apply(backend, memory);
        }
    }

    private static float[] concat(float[]... parts) {
        int length = 0;
        for (float[] part : parts) {
            length += part.length;
        }
        float[] all = new float[length];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
