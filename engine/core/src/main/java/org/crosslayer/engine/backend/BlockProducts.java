package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.crosslayer.engine.format.BlockValues;
import org.crosslayer.engine.tensor.DType;

/// Linear maps of few rows by block-packed weights, straight from the file: every block is read once.
///
/// Inputs stay float32; only weights are packed, so that the result is that of widened weights up to rounding.
final class BlockProducts {
    /// Weights that one task should at least read, so that handing it out is worth while.
    private static final int TASK_VALUES = 32 * 1024;

    private static final int SMALL = 32;
    private static final int Q8_BYTES = 34;
    /// Rows of Q8_0 between those that go together.
    private static final int APART = 4;

    /// Neighbouring rows of Q8_0 that one task takes.
    private static final int SPAN = 2 * APART;

    private static final float[] NO_SUMS = {};

    private final Parallel parallel;
    private final List<UnpackedRow> scratch = new ArrayList<>();

    BlockProducts(Parallel parallel) {
        this.parallel = parallel;
        for (int i = 0; i < parallel.threads(); i++) {
            scratch.add(new UnpackedRow());
        }
    }

    /// `out [n, w.rows] = x [n, w.columns] · wᵀ`.
    void linear(SegmentTensor x, StoredWeight w, SegmentTensor out) {
        if (w.dtype() == DType.Q8_0 && w.rows() >= SPAN) {
            spans(x, w, out);
            return;
        }
        List<float[]> sums = UnpackedRow.hasMinima(w.dtype()) ? sums(x, UnpackedRow.groupBits(w.dtype())) : List.of();
        int rowsPerTask = Math.max(1, TASK_VALUES / w.columns());
        parallel.run(Math.ceilDiv(w.rows(), rowsPerTask), (task, worker) -> {
            int end = Math.min(w.rows(), (task + 1) * rowsPerTask);
            for (int row = task * rowsPerTask; row < end; row++) {
                if (w.dtype() == DType.Q8_0) {
                    bytes(x, w, row, out);
                } else {
                    unpacked(x, w, row, sums, scratch.get(worker), out);
                }
            }
        });
    }

    /// Q8_0, whose quants are bytes already, two rows at once.
    private void spans(SegmentTensor x, StoredWeight w, SegmentTensor out) {
        int spans = Math.ceilDiv(w.rows(), SPAN);
        int spansPerTask = Math.max(1, TASK_VALUES / (SPAN * w.columns()));
        parallel.run(Math.ceilDiv(spans, spansPerTask), (task, _) -> {
            int end = Math.min(spans, (task + 1) * spansPerTask);
            for (int span = task * spansPerTask; span < end; span++) {
                // The last span moves back, so that it is whole, and does some rows again.
                int first = Math.min(span * SPAN, w.rows() - SPAN);
                for (int row = first; row < first + APART; row++) {
                    for (int i = 0; i < x.rows(); i++) {
                        twoRows(x.data(), x.at(0, i, 0), w, row, out.data(), out.at(0, i, row));
                    }
                }
            }
        });
    }

    private static void unpacked(
            SegmentTensor x, StoredWeight w, int row, List<float[]> sums, UnpackedRow scratch, SegmentTensor out) {
        scratch.unpack(w.dtype(), w.data(), w.start(row), w.columns());
        for (int i = 0; i < x.rows(); i++) {
            float[] groups = sums.isEmpty() ? NO_SUMS : sums.get(i);
            float product = scratch.dot(x.data(), x.at(0, i, 0), groups, w.columns());
            out.data().set(ValueLayout.JAVA_FLOAT, out.at(0, i, row), product);
        }
    }

    private static void bytes(SegmentTensor x, StoredWeight w, int row, SegmentTensor out) {
        for (int i = 0; i < x.rows(); i++) {
            float product = bytes(x.data(), x.at(0, i, 0), w.data(), w.start(row), w.columns());
            out.data().set(ValueLayout.JAVA_FLOAT, out.at(0, i, row), product);
        }
    }

    /// One output of a weight in Q8_0.
    private static float bytes(MemorySegment x, long xAt, MemorySegment data, long start, int columns) {
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        for (int block = 0; block < columns / SMALL; block++) {
            long at = start + (long) block * Q8_BYTES;
            FloatVector scale = VectorMath.broadcast(BlockValues.half(data, at));
            long input = xAt + (long) block * SMALL * Float.BYTES;
            for (int j = 0; j < SMALL; j += VectorMath.LANES) {
                FloatVector values = VectorMath.load(x, input + (long) j * Float.BYTES);
                sum = UnpackedRow.floats(data, at + Short.BYTES, j).mul(values).fma(scale, sum);
            }
        }
        return VectorMath.sum(sum);
    }

    /// Outputs `row` and `row + 4` of a weight in Q8_0, as [#bytes] finds them.
    ///
    /// Rows some way apart lie on other pages: two such rows came from memory 1.3 times as fast as one after the
    /// other, and neighbours, on the same page, hardly faster. Of four the compiler leaves sums outside, in boxes.
    private static void twoRows(MemorySegment x, long xAt, StoredWeight w, int row, MemorySegment out, long outAt) {
        MemorySegment data = w.data();
        long start = w.start(row);
        long apart = w.start(row + APART) - start;
        FloatVector sum0 = FloatVector.zero(VectorMath.SPECIES);
        FloatVector sum1 = sum0;
        for (int block = 0; block < w.columns() / SMALL; block++) {
            long at = start + (long) block * Q8_BYTES;
            FloatVector scale0 = VectorMath.broadcast(BlockValues.half(data, at));
            FloatVector scale1 = VectorMath.broadcast(BlockValues.half(data, at + apart));
            long input = xAt + (long) block * SMALL * Float.BYTES;
            for (int j = 0; j < SMALL; j += VectorMath.LANES) {
                FloatVector values = VectorMath.load(x, input + (long) j * Float.BYTES);
                sum0 = UnpackedRow.floats(data, at + Short.BYTES, j).mul(values).fma(scale0, sum0);
                sum1 = UnpackedRow.floats(data, at + apart + Short.BYTES, j)
                        .mul(values)
                        .fma(scale1, sum1);
            }
        }
        float total0 = VectorMath.sum(sum0);
        float total1 = VectorMath.sum(sum1);
        out.set(ValueLayout.JAVA_FLOAT, outAt, total0);
        out.set(ValueLayout.JAVA_FLOAT, outAt + (long) APART * Float.BYTES, total1);
    }

    /// Sums of each row of `x` over groups of `2^groupBits`.
    private static List<float[]> sums(SegmentTensor x, int groupBits) {
        int size = 1 << groupBits;
        List<float[]> all = new ArrayList<>();
        for (int i = 0; i < x.rows(); i++) {
            float[] sums = new float[x.columns() / size];
            for (int g = 0; g < sums.length; g++) {
                FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
                for (int j = 0; j < size; j += VectorMath.LANES) {
                    sum = sum.add(VectorMath.load(x.data(), x.at(0, i, g * size + j)));
                }
                sums[g] = VectorMath.sum(sum);
            }
            all.add(sums);
        }
        return all;
    }
}
