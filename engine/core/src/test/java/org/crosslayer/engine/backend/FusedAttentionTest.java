package org.crosslayer.engine.backend;

import static org.crosslayer.engine.backend.BackendPair.cache;
import static org.crosslayer.engine.backend.BackendPair.concat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;
import org.crosslayer.engine.error.BackendUnavailableException;
import org.crosslayer.engine.tensor.DType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Attention that a device does in one go, against the reference, which does it step by step.
class FusedAttentionTest {
    private static final BackendPair PAIR = new BackendPair(Values.fast());

    @AfterAll
    static void stop() {
        PAIR.close();
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
        PAIR.assertParity((backend, memory) -> {
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
        PAIR.assertParity((backend, memory) -> {
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
        return BackendPair.run(backend, (_, memory) -> {
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
        PAIR.assertParity((backend, memory) -> {
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
            BackendPair.run(PAIR.fast(), (backend, memory) -> {
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
}
