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

    /// One output of a weight in Q8_0, whose quants are bytes already.
    private static float bytes(MemorySegment x, long xAt, MemorySegment data, long start, int columns) {
        FloatVector even = FloatVector.zero(VectorMath.SPECIES);
        FloatVector odd = even;
        for (int block = 0; block < columns / SMALL; block++) {
            long at = start + (long) block * Q8_BYTES;
            FloatVector scale = VectorMath.broadcast(BlockValues.half(data, at));
            long input = xAt + (long) block * SMALL * Float.BYTES;
            for (int j = 0; j < SMALL; j += 2 * VectorMath.LANES) {
                FloatVector first = VectorMath.load(x, input + (long) j * Float.BYTES);
                FloatVector second = VectorMath.load(x, input + (long) (j + VectorMath.LANES) * Float.BYTES);
                even = UnpackedRow.floats(data, at + Short.BYTES, j).mul(first).fma(scale, even);
                odd = UnpackedRow.floats(data, at + Short.BYTES, j + VectorMath.LANES)
                        .mul(second)
                        .fma(scale, odd);
            }
        }
        return VectorMath.sum(even.add(odd));
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
