package org.crosslayer.engine.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;

/// Linear maps of some rows (a batch that decodes, a short prompt) by BF16 weights, straight from the file.
///
/// Two rows of weights meet four inputs at once, so that each vector that is loaded serves two or four products. A
/// stretch of these four inputs stays in the nearest cache while a tile of weights passes by, which stays in the next
/// one for the other inputs. For so few inputs a matrix product takes less time than widening the weights for it.
final class SomeRows {
    /// Up to so many inputs: from there on a matrix product makes up for the widening.
    static final int MOST = 32;
    /// Inputs that go together.
    private static final int INPUTS = 4;
    /// Rows of weights that do.
    private static final int PAIR = 2;
    /// Pairs of rows in a tile.
    private static final int PAIRS = 8;
    /// Columns of a stretch, a multiple of the lanes: 16 KiB of inputs.
    private static final int STRETCH = 1024;

    private static final long VECTOR_BYTES = (long) VectorMath.LANES * Float.BYTES;
    private static final long HALF_BYTES = (long) VectorMath.LANES * Short.BYTES;
    private static final long SUMS_BYTES = PAIR * INPUTS * VECTOR_BYTES;

    /// Sums of every worker, lane by lane: those of all pairs of a tile, then those of a stretch. They are added up
    /// elsewhere, because what adds them up does not fit into the loop's compilation any more, and would be handed
    /// each in a box.
    private final List<MemorySegment> lanes;

    SomeRows(int workers) {
        lanes = Stream.generate(() -> Arena.ofAuto().allocate((PAIRS + 1) * SUMS_BYTES, VECTOR_BYTES))
                .limit(workers)
                .toList();
    }

    /// Rows `[first, end)` of a weight; all inputs.
    void linear(SegmentTensor x, StoredWeight w, int first, int end, SegmentTensor out, int worker) {
        int whole = end - (end - first) % PAIR;
        for (int tile = first; tile < whole; tile += PAIR * PAIRS) {
            int pairs = Math.min(PAIRS, (whole - tile) / PAIR);
            for (int i = 0; i < x.rows(); i += INPUTS) {
                tile(x, i, w, tile, pairs, lanes.get(worker), out);
            }
        }
        if (whole < end) {
            VectorProducts.bf16Rows(x, w, whole, end, out);
        }
    }

    /// Four inputs from `i` on; a short group takes the last input several times.
    private static void tile(
            SegmentTensor x, int i, StoredWeight w, int first, int pairs, MemorySegment lanes, SegmentTensor out) {
        int columns = w.columns();
        long pairBytes = PAIR * w.dtype().bytesOf(columns);
        long weights = Memory.address(w.data(), w.start(first), pairs * pairBytes);
        long inputs = Memory.address(x.data(), 0, x.size() * Float.BYTES);
        long sums = lanes.fill((byte) 0).address();
        int whole = VectorMath.SPECIES.loopBound(columns);
        for (int column = 0; column < whole; column += STRETCH) {
            int count = Math.min(STRETCH, whole - column);
            long input = inputs + (long) column * Float.BYTES;
            for (int pair = 0; pair < pairs; pair++) {
                long at = weights + pair * pairBytes + (long) column * Short.BYTES;
                four(input, i, x.rows() - 1, at, columns, count, sums + PAIRS * SUMS_BYTES);
                add(sums + pair * SUMS_BYTES, sums + PAIRS * SUMS_BYTES);
            }
        }
        long outputs = Memory.address(out.data(), 0, out.size() * Float.BYTES);
        for (int pair = 0; pair < pairs; pair++) {
            int upper = first + PAIR * pair;
            long to = outputs + (long) upper * Float.BYTES;
            put(sums + pair * SUMS_BYTES, i, x.rows(), to, (long) out.columns() * Float.BYTES);
            for (int k = i; k < Math.min(x.rows(), i + INPUTS); k++) {
                addRest(x, k, w, upper, out);
                addRest(x, k, w, upper + 1, out);
            }
        }
    }

    /// A stretch of two rows and four inputs from `i` on.
    ///
    /// @param columns of a row
    /// @param count   of the stretch, a multiple of the lanes
    /// @param sums    address of the lanes of each input's two sums, left there
    private static void four(long inputs, int i, int last, long weights, int columns, int count, long sums) {
        long length = (long) columns * Float.BYTES;
        long x0 = Memory.known(inputs + i * length);
        long x1 = Memory.known(inputs + Math.min(i + 1, last) * length);
        long x2 = Memory.known(inputs + Math.min(i + 2, last) * length);
        long x3 = Memory.known(inputs + Math.min(i + 3, last) * length);
        long lower = Memory.known((long) columns * Short.BYTES);
        long lanes = Memory.known(sums);
        FloatVector a0 = FloatVector.zero(VectorMath.SPECIES);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector b3 = a0;
        long at = Memory.known(weights);
        long end = at + (long) count * Short.BYTES;
        long skip = 0;
        while (at != end) {
            FloatVector v = Widening.bf16(Memory.ALL, at);
            FloatVector w = Widening.bf16(Memory.ALL, at + lower);
            FloatVector x = VectorMath.load(x0 + skip);
            a0 = x.fma(v, a0);
            b0 = x.fma(w, b0);
            x = VectorMath.load(x1 + skip);
            a1 = x.fma(v, a1);
            b1 = x.fma(w, b1);
            x = VectorMath.load(x2 + skip);
            a2 = x.fma(v, a2);
            b2 = x.fma(w, b2);
            x = VectorMath.load(x3 + skip);
            a3 = x.fma(v, a3);
            b3 = x.fma(w, b3);
            at = Memory.known(at + HALF_BYTES);
            skip = Memory.known(skip + VECTOR_BYTES);
        }
        VectorMath.store(a0, lanes);
        VectorMath.store(b0, lanes + VECTOR_BYTES);
        VectorMath.store(a1, lanes + 2 * VECTOR_BYTES);
        VectorMath.store(b1, lanes + 3 * VECTOR_BYTES);
        VectorMath.store(a2, lanes + 4 * VECTOR_BYTES);
        VectorMath.store(b2, lanes + 5 * VECTOR_BYTES);
        VectorMath.store(a3, lanes + 6 * VECTOR_BYTES);
        VectorMath.store(b3, lanes + 7 * VECTOR_BYTES);
    }

    private static void add(long first, long second) {
        long sums = Memory.known(first);
        long more = Memory.known(second);
        for (int at = 0; at < SUMS_BYTES; at += (int) VECTOR_BYTES) {
            VectorMath.store(VectorMath.load(sums + at).add(VectorMath.load(more + at)), sums + at);
        }
    }

    /// Outputs of up to four of `count` inputs from `i` on.
    ///
    /// @param out  address of the first output of input 0; `step` bytes to that of the next
    private static void put(long sums, int i, int count, long out, long step) {
        for (int k = 0; k < Math.min(INPUTS, count - i); k++) {
            long at = sums + (long) PAIR * k * VECTOR_BYTES;
            long to = out + (i + k) * step;
            Memory.ALL.set(ValueLayout.JAVA_FLOAT, to, VectorMath.sum(VectorMath.load(at)));
            Memory.ALL.set(
                    ValueLayout.JAVA_FLOAT, to + Float.BYTES, VectorMath.sum(VectorMath.load(at + VECTOR_BYTES)));
        }
    }

    /// The columns that fill no vector.
    private static void addRest(SegmentTensor x, int i, StoredWeight w, int row, SegmentTensor out) {
        int whole = VectorMath.SPECIES.loopBound(w.columns());
        if (whole == w.columns()) {
            return;
        }
        float sum = out.data().get(ValueLayout.JAVA_FLOAT, out.at(0, i, row));
        for (int j = whole; j < w.columns(); j++) {
            sum += x.data().get(ValueLayout.JAVA_FLOAT, x.at(0, i, j)) * w.at(row, j);
        }
        out.data().set(ValueLayout.JAVA_FLOAT, out.at(0, i, row), sum);
    }
}
