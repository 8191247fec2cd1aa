package org.crosslayer.engine.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;

/// Linear maps of some rows (a batch that decodes, a short prompt) by BF16 weights, straight from the file.
///
/// Two rows of weights meet four inputs at once, so that each vector that is loaded serves two or four products. For so
/// few inputs a matrix product takes less time than widening the weights for it.
final class SomeRows {
    /// Up to so many inputs: from there on a matrix product makes up for the widening.
    static final int MOST = 32;
    /// Inputs that go together.
    private static final int INPUTS = 4;
    /// Rows of weights that do.
    private static final int PAIR = 2;

    private static final long VECTOR_BYTES = (long) VectorMath.LANES * Float.BYTES;
    private static final long HALF_BYTES = (long) VectorMath.LANES * Short.BYTES;

    /// Sums of every worker, lane by lane: added up elsewhere, because what adds them up does not fit into the loop's
    /// compilation any more, and would be handed each in a box.
    private final List<MemorySegment> lanes;

    SomeRows(int workers) {
        lanes = Stream.generate(() -> Arena.ofAuto().allocate(PAIR * INPUTS * VECTOR_BYTES, VECTOR_BYTES))
                .limit(workers)
                .toList();
    }

    /// Rows `[first, end)` of a weight; all inputs.
    void linear(SegmentTensor x, StoredWeight w, int first, int end, SegmentTensor out, int worker) {
        long sums = lanes.get(worker).address();
        int columns = w.columns();
        long inputs = Memory.address(x.data(), 0, x.size() * Float.BYTES);
        long outputs = Memory.address(out.data(), 0, out.size() * Float.BYTES);
        int whole = end - (end - first) % PAIR;
        for (int upper = first; upper < whole; upper += PAIR) {
            long weights =
                    Memory.address(w.data(), w.start(upper), PAIR * w.dtype().bytesOf(columns));
            for (int i = 0; i < x.rows(); i += INPUTS) {
                four(inputs, i, x.rows() - 1, weights, columns, sums);
                put(sums, i, x.rows(), outputs + (long) upper * Float.BYTES, (long) out.columns() * Float.BYTES);
            }
            for (int i = 0; i < x.rows(); i++) {
                addRest(x, i, w, upper, out);
                addRest(x, i, w, upper + 1, out);
            }
        }
        if (whole < end) {
            VectorProducts.bf16Rows(x, w, whole, end, out, lanes.get(worker));
        }
    }

    /// Whole vectors of two rows and four inputs from `i` on; a short group takes the last input several times.
    ///
    /// @param sums address of the lanes of each input's two sums, left there
    private static void four(long inputs, int i, int last, long weights, int columns, long sums) {
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
        long end = at + (long) VectorMath.SPECIES.loopBound(columns) * Short.BYTES;
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
