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
    private static final int PAIR = 2;
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
        VectorStart.begin();
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
                long outAt = out.at(0, i, first);
                halves(x.data(), x.at(0, i, 0), w, first, out.data(), outAt);
                halves(x.data(), x.at(0, i, 0), w, first + PAIR, out.data(), outAt + (long) PAIR * Float.BYTES);
            } else {
                floats(x.data(), x.at(0, i, 0), w, first, out.data(), out.at(0, i, first));
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

    /// Two neighbouring outputs of one input row by BF16 weights.
    ///
    /// A method for each stored type: one that chose in its loop would put every vector into a box as soon as
    /// a JVM has seen weights of both. And no more rows at once than the compiler still takes in whole: of four it
    /// leaves two sums outside, in boxes.
    private static void halves(MemorySegment x, long xAt, StoredWeight w, int first, MemorySegment out, long outAt) {
        MemorySegment data = w.data();
        long row = (long) w.columns() * Short.BYTES;
        long start = first * row;
        FloatVector sum0 = FloatVector.zero(VectorMath.SPECIES);
        FloatVector sum1 = sum0;
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(w.columns()); j += VectorMath.LANES) {
            FloatVector input = VectorMath.load(x, xAt + (long) j * Float.BYTES);
            long at = start + (long) j * Short.BYTES;
            sum0 = input.fma(Widening.bf16(data, at), sum0);
            sum1 = input.fma(Widening.bf16(data, at + row), sum1);
        }
        float total0 = VectorMath.sum(sum0);
        float total1 = VectorMath.sum(sum1);
        out.set(ValueLayout.JAVA_FLOAT, outAt, total0);
        out.set(ValueLayout.JAVA_FLOAT, outAt + Float.BYTES, total1);
        if (j < w.columns()) {
            addRest(x, xAt, w, first, PAIR, j, out, outAt);
        }
    }

    /// Four neighbouring outputs of one input row by float32 weights.
    private static void floats(MemorySegment x, long xAt, StoredWeight w, int first, MemorySegment out, long outAt) {
        MemorySegment data = w.data();
        long row = (long) w.columns() * Float.BYTES;
        long start = first * row;
        FloatVector sum0 = FloatVector.zero(VectorMath.SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(w.columns()); j += VectorMath.LANES) {
            FloatVector input = VectorMath.load(x, xAt + (long) j * Float.BYTES);
            long at = start + (long) j * Float.BYTES;
            sum0 = input.fma(Widening.f32(data, at), sum0);
            sum1 = input.fma(Widening.f32(data, at + row), sum1);
            sum2 = input.fma(Widening.f32(data, at + 2 * row), sum2);
            sum3 = input.fma(Widening.f32(data, at + 3 * row), sum3);
        }
        float total0 = VectorMath.sum(sum0);
        float total1 = VectorMath.sum(sum1);
        float total2 = VectorMath.sum(sum2);
        float total3 = VectorMath.sum(sum3);
        out.set(ValueLayout.JAVA_FLOAT, outAt, total0);
        out.set(ValueLayout.JAVA_FLOAT, outAt + Float.BYTES, total1);
        out.set(ValueLayout.JAVA_FLOAT, outAt + 2 * Float.BYTES, total2);
        out.set(ValueLayout.JAVA_FLOAT, outAt + 3 * Float.BYTES, total3);
        if (j < w.columns()) {
            addRest(x, xAt, w, first, GROUP, j, out, outAt);
        }
    }

    /// Adds to `count` outputs the columns from `done` on, which fill no vector.
    private static void addRest(
            MemorySegment x, long xAt, StoredWeight w, int first, int count, int done, MemorySegment out, long outAt) {
        for (int i = 0; i < count; i++) {
            long at = outAt + (long) i * Float.BYTES;
            float total = out.get(ValueLayout.JAVA_FLOAT, at);
            for (int j = done; j < w.columns(); j++) {
                total += x.get(ValueLayout.JAVA_FLOAT, xAt + (long) j * Float.BYTES) * w.at(first + i, j);
            }
            out.set(ValueLayout.JAVA_FLOAT, at, total);
        }
    }
}
