package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/// Linear maps of some rows (a batch that decodes, a short prompt) by BF16 weights, straight from the file.
///
/// Two or three rows of weights meet four inputs at once, so that each vector that is loaded serves several products,
/// and the inputs, which fill no nearest cache, are read half or a third as often. For so few inputs a matrix
/// product takes less time than widening the weights for it.
final class SomeRows {
    /// Up to so many inputs: from there on a matrix product makes up for the widening.
    static final int MOST = 32;
    /// Inputs that go together.
    private static final int INPUTS = 4;
    /// Rows of weights that do: three where there are registers for twelve sums, and otherwise two.
    private static final int ROWS = VectorMath.LANES < 16 ? 2 : 3;

    private static final int LANES = VectorMath.LANES;
    private static final long VECTOR_BYTES = (long) VectorMath.LANES * Float.BYTES;
    private static final long HALF_BYTES = (long) VectorMath.LANES * Short.BYTES;

    /// Sums of every worker, lane by lane: added up elsewhere, because what adds them up does not fit into the loop's
    /// compilation any more, and would be handed each in a box.
    private final float[][] lanes;

    SomeRows(int workers) {
        lanes = new float[workers][ROWS * INPUTS * LANES];
    }

    /// The largest number of rows up to `rows` that leaves none over, at least one row.
    static int whole(int rows) {
        return Math.max(rows - rows % ROWS, Math.min(rows, ROWS));
    }

    /// Rows `[first, end)` of a weight; all inputs.
    void linear(
            SegmentTensor x, StoredWeight w, int first, int end, SegmentTensor out, int worker, MemorySegment group) {
        float[] sums = lanes[worker];
        int columns = w.columns();
        long inputs = Memory.address(x.data(), 0, x.size() * Float.BYTES);
        long outputs = Memory.address(out.data(), 0, out.size() * Float.BYTES);
        int whole = end - (end - first) % ROWS;
        for (int upper = first; upper < whole; upper += ROWS) {
            long weights =
                    Memory.address(w.data(), w.start(upper), ROWS * w.dtype().bytesOf(columns));
            for (int i = 0; i < x.rows(); i += INPUTS) {
                if (ROWS == 3) {
                    threeByFour(inputs, i, x.rows() - 1, weights, columns, sums);
                } else {
                    twoByFour(inputs, i, x.rows() - 1, weights, columns, sums);
                }
                put(sums, i, x.rows(), outputs + (long) upper * Float.BYTES, (long) out.columns() * Float.BYTES);
            }
            for (int i = 0; i < x.rows(); i++) {
                for (int row = upper; row < upper + ROWS; row++) {
                    addRest(x, i, w, row, out);
                }
            }
        }
        if (whole < end) {
            VectorProducts.bf16Rows(x, w, whole, end, out, group);
        }
    }

    /// Whole vectors of three rows and four inputs from `i` on, where there are registers for twelve sums; sixteen
    /// would be more than the compiler takes into one method. As [#twoByFour].
    private static void threeByFour(long inputs, int i, int last, long weights, int columns, float[] lanes) {
        long length = (long) columns * Float.BYTES;
        long x0 = Memory.known(inputs + i * length);
        long x1 = Memory.known(inputs + Math.min(i + 1, last) * length);
        long x2 = Memory.known(inputs + Math.min(i + 2, last) * length);
        long x3 = Memory.known(inputs + Math.min(i + 3, last) * length);
        long row = Memory.known((long) columns * Short.BYTES);
        FloatVector a0 = FloatVector.zero(VectorMath.SPECIES);
        FloatVector b0 = a0;
        FloatVector c0 = a0;
        FloatVector a1 = a0;
        FloatVector b1 = a0;
        FloatVector c1 = a0;
        FloatVector a2 = a0;
        FloatVector b2 = a0;
        FloatVector c2 = a0;
        FloatVector a3 = a0;
        FloatVector b3 = a0;
        FloatVector c3 = a0;
        long at = Memory.known(weights);
        long end = at + (long) VectorMath.SPECIES.loopBound(columns) * Short.BYTES;
        long skip = 0;
        while (at != end) {
            FloatVector a = Widening.bf16(Memory.ALL, at);
            FloatVector b = Widening.bf16(Memory.ALL, at + row);
            FloatVector c = Widening.bf16(Memory.ALL, at + 2 * row);
            FloatVector x = VectorMath.load(x0 + skip);
            a0 = x.fma(a, a0);
            b0 = x.fma(b, b0);
            c0 = x.fma(c, c0);
            x = VectorMath.load(x1 + skip);
            a1 = x.fma(a, a1);
            b1 = x.fma(b, b1);
            c1 = x.fma(c, c1);
            x = VectorMath.load(x2 + skip);
            a2 = x.fma(a, a2);
            b2 = x.fma(b, b2);
            c2 = x.fma(c, c2);
            x = VectorMath.load(x3 + skip);
            a3 = x.fma(a, a3);
            b3 = x.fma(b, b3);
            c3 = x.fma(c, c3);
            at = Memory.known(at + HALF_BYTES);
            skip = Memory.known(skip + VECTOR_BYTES);
        }
        a0.intoArray(lanes, 0);
        b0.intoArray(lanes, LANES);
        c0.intoArray(lanes, 2 * LANES);
        a1.intoArray(lanes, 3 * LANES);
        b1.intoArray(lanes, 4 * LANES);
        c1.intoArray(lanes, 5 * LANES);
        a2.intoArray(lanes, 6 * LANES);
        b2.intoArray(lanes, 7 * LANES);
        c2.intoArray(lanes, 8 * LANES);
        a3.intoArray(lanes, 9 * LANES);
        b3.intoArray(lanes, 10 * LANES);
        c3.intoArray(lanes, 11 * LANES);
    }

    /// Whole vectors of two rows and four inputs from `i` on; a short group takes the last input several times.
    ///
    /// @param lanes takes the lanes of the sums: of each input those of both rows
    private static void twoByFour(long inputs, int i, int last, long weights, int columns, float[] lanes) {
        long length = (long) columns * Float.BYTES;
        long x0 = Memory.known(inputs + i * length);
        long x1 = Memory.known(inputs + Math.min(i + 1, last) * length);
        long x2 = Memory.known(inputs + Math.min(i + 2, last) * length);
        long x3 = Memory.known(inputs + Math.min(i + 3, last) * length);
        long lower = Memory.known((long) columns * Short.BYTES);
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
        a0.intoArray(lanes, 0);
        b0.intoArray(lanes, LANES);
        a1.intoArray(lanes, 2 * LANES);
        b1.intoArray(lanes, 3 * LANES);
        a2.intoArray(lanes, 4 * LANES);
        b2.intoArray(lanes, 5 * LANES);
        a3.intoArray(lanes, 6 * LANES);
        b3.intoArray(lanes, 7 * LANES);
    }

    /// Outputs of up to four of `count` inputs from `i` on.
    ///
    /// @param out  address of the first output of input 0; `step` bytes to that of the next
    private static void put(float[] sums, int i, int count, long out, long step) {
        for (int k = 0; k < Math.min(INPUTS, count - i); k++) {
            for (int row = 0; row < ROWS; row++) {
                float sum = VectorMath.sum(FloatVector.fromArray(VectorMath.SPECIES, sums, (ROWS * k + row) * LANES));
                Memory.ALL.set(ValueLayout.JAVA_FLOAT, out + (i + k) * step + (long) row * Float.BYTES, sum);
            }
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
