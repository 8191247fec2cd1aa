package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import org.crosslayer.engine.tensor.DType;

/// Linear maps of few rows, bound by reading the weights once: fused kernels over the file as it is stored.
final class VectorProducts {
    /// From this many rows on, widening a tile and a matrix product is faster.
    static final int MOST_ROWS = 4;
    /// Weight rows that share each load of the input.
    private static final int GROUP = 4;
    /// Weights that one task should at least read, so that handing it out is worth while.
    private static final int TASK_VALUES = 32 * 1024;

    private final Parallel parallel;
    private final BlockProducts packed;

    VectorProducts(Parallel parallel) {
        this.parallel = parallel;
        packed = new BlockProducts(parallel);
    }

    /// `out [n, w.rows] = x [n, w.columns] · wᵀ`.
    void linear(SegmentTensor x, StoredWeight w, SegmentTensor out) {
        if (w.dtype().isBlock()) {
            packed.linear(x, w, out);
            return;
        }
        int groups = Math.ceilDiv(w.rows(), GROUP);
        int groupsPerTask = Math.max(1, TASK_VALUES / (GROUP * w.columns()));
        parallel.run(Math.ceilDiv(groups, groupsPerTask), (task, _) -> {
            int end = Math.min(groups, (task + 1) * groupsPerTask);
            for (int group = task * groupsPerTask; group < end; group++) {
                int first = group * GROUP;
                // The last group moves back, so that it is whole, and does some rows again.
                rows(x, w, w.rows() >= GROUP ? Math.min(first, w.rows() - GROUP) : first, out);
            }
        });
    }

    private static void rows(SegmentTensor x, StoredWeight w, int first, SegmentTensor out) {
        for (int i = 0; i < x.rows(); i++) {
            if (w.rows() < GROUP || w.dtype() == DType.F16) {
                int end = Math.min(w.rows(), first + GROUP);
                for (int j = first; j < end; j++) {
                    float product = w.dtype() == DType.F16 ? half(x.data(), x.at(0, i, 0), w, j) : single(x, i, w, j);
                    out.data().set(ValueLayout.JAVA_FLOAT, out.at(0, i, j), product);
                }
            } else if (w.dtype() == DType.BF16) {
                group(true, x.data(), x.at(0, i, 0), w, first, out.data(), out.at(0, i, first));
            } else {
                group(false, x.data(), x.at(0, i, 0), w, first, out.data(), out.at(0, i, first));
            }
        }
    }

    private static float single(SegmentTensor x, int i, StoredWeight w, int j) {
        double sum = 0;
        for (int column = 0; column < w.columns(); column++) {
            sum += (double) w.at(j, column) * x.data().get(ValueLayout.JAVA_FLOAT, x.at(0, i, column));
        }
        return (float) sum;
    }

    /// One output of a weight in half precision.
    private static float half(MemorySegment x, long xAt, StoredWeight w, int row) {
        MemorySegment data = w.data();
        int k = w.columns();
        long start = w.start(row);
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(k); j += VectorMath.LANES) {
            FloatVector input = VectorMath.load(x, xAt + (long) j * Float.BYTES);
            sum = input.fma(Widening.f16(data, start + (long) j * Short.BYTES), sum);
        }
        float total = VectorMath.sum(sum);
        for (; j < k; j++) {
            total += x.get(ValueLayout.JAVA_FLOAT, xAt + (long) j * Float.BYTES) * w.at(row, j);
        }
        return total;
    }

    /// Four neighbouring outputs of one input row.
    private static void group(
            boolean half, MemorySegment x, long xAt, StoredWeight w, int first, MemorySegment out, long outAt) {
        MemorySegment data = w.data();
        int k = w.columns();
        int bytes = half ? Short.BYTES : Float.BYTES;
        long row = (long) k * bytes;
        long start = first * row;
        FloatVector sum0 = FloatVector.zero(VectorMath.SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(k); j += VectorMath.LANES) {
            FloatVector input = VectorMath.load(x, xAt + (long) j * Float.BYTES);
            long at = start + (long) j * bytes;
            sum0 = input.fma(weights(half, data, at), sum0);
            sum1 = input.fma(weights(half, data, at + row), sum1);
            sum2 = input.fma(weights(half, data, at + 2 * row), sum2);
            sum3 = input.fma(weights(half, data, at + 3 * row), sum3);
        }
        float total0 = VectorMath.sum(sum0);
        float total1 = VectorMath.sum(sum1);
        float total2 = VectorMath.sum(sum2);
        float total3 = VectorMath.sum(sum3);
        for (; j < k; j++) {
            float input = x.get(ValueLayout.JAVA_FLOAT, xAt + (long) j * Float.BYTES);
            total0 += input * w.at(first, j);
            total1 += input * w.at(first + 1, j);
            total2 += input * w.at(first + 2, j);
            total3 += input * w.at(first + 3, j);
        }
        out.set(ValueLayout.JAVA_FLOAT, outAt, total0);
        out.set(ValueLayout.JAVA_FLOAT, outAt + Float.BYTES, total1);
        out.set(ValueLayout.JAVA_FLOAT, outAt + 2 * Float.BYTES, total2);
        out.set(ValueLayout.JAVA_FLOAT, outAt + 3 * Float.BYTES, total3);
    }

    private static FloatVector weights(boolean half, MemorySegment data, long at) {
        return half ? Widening.bf16(data, at) : Widening.f32(data, at);
    }
}
