package org.crosslayer.engine.backend;

import static org.crosslayer.engine.backend.BackendPair.cache;
import static org.crosslayer.engine.backend.BackendPair.concat;
import static org.crosslayer.engine.backend.BackendPair.matrix;

import java.util.List;
import org.crosslayer.engine.format.QuantVectors;
import org.crosslayer.engine.tensor.DType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Products, norms and turning that a device does in one go, against the reference, which does it step by step.
class FusedStepsTest {
    private static final BackendPair PAIR = new BackendPair(Values.fast());

    @AfterAll
    static void stop() {
        PAIR.close();
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
            PAIR.assertParity((backend, memory) -> {
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
        PAIR.assertParity((backend, memory) -> {
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
        PAIR.assertParity((backend, memory) -> {
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
        PAIR.assertParity((backend, memory) -> {
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
            PAIR.assertParity((backend, memory) -> {
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
        PAIR.assertParity((backend, memory) -> {
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
        PAIR.assertParity((backend, memory) -> {
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
        PAIR.assertParity((backend, memory) -> {
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
        PAIR.assertParity((backend, memory) -> {
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
}
