package org.crosslayer.engine.backend;

import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import org.crosslayer.engine.tensor.DType;

/// Linear maps of few rows, bound by reading the weights once: fused kernels over the file as it is stored.
final class VectorProducts {
    /// Up to so many rows of inputs; with more, widening a tile and a matrix product is faster.
    static final int MOST_ROWS = 4;
    /// Columns that one round of a kernel takes: two vectors, for two sums.
    private static final int STRIDE = 2 * VectorMath.LANES;
    private static final long VECTOR_BYTES = (long) VectorMath.LANES * Float.BYTES;
    private static final long HALF_BYTES = (long) VectorMath.LANES * Short.BYTES;
    /// Weights that one task should at least read, so that handing it out is worth while.
    private static final int TASK_VALUES = 32 * 1024;
    /// Weights that one task should read where there are many: the longer the stretch, the better memory keeps up.
    private static final int LONG_TASK_VALUES = 256 * 1024;
    /// Tasks for each worker, so that none waits long for another's last.
    private static final int TASKS_EACH = 8;

    private final Parallel parallel;
    private final BlockProducts packed;
    private final SomeRows someRows;

    VectorProducts(Parallel parallel) {
        this.parallel = parallel;
        packed = new BlockProducts(parallel);
        someRows = new SomeRows(parallel.threads());
    }

    /// `out [n, w.rows] = x [n, w.columns] · wᵀ`.
    void linear(SegmentTensor x, StoredWeight w, SegmentTensor out) {
        VectorStart.begin();
        if (w.dtype().isBlock()) {
            packed.linear(x, w, out);
            return;
        }
        int rowsPerTask = rowsPerTask(w, parallel.threads());
        boolean together = x.rows() > 1 && w.dtype() == DType.BF16;
        parallel.run(Math.ceilDiv(w.rows(), rowsPerTask), (task, worker) -> {
            int end = Math.min(w.rows(), (task + 1) * rowsPerTask);
            if (together) {
                someRows.linear(x, w, task * rowsPerTask, end, out, worker);
                return;
            }
            for (int row = task * rowsPerTask; row < end; row++) {
                row(x, w, row, out);
            }
        });
    }

    /// Whether so many rows of inputs are few for weights of a type.
    static boolean takes(int rows, DType dtype) {
        return rows <= (dtype == DType.BF16 ? SomeRows.MOST : MOST_ROWS);
    }

    /// How many neighbouring rows of a weight one task takes, at least 1.
    static int rowsPerTask(StoredWeight w, int threads) {
        long share = (long) w.rows() * w.columns() / ((long) TASKS_EACH * threads);
        return Math.max(1, Math.clamp(share, TASK_VALUES, LONG_TASK_VALUES) / w.columns());
    }

    /// All outputs of one row of weights; the row is read as one stream, and stays in the nearest cache for the inputs
    /// after the first.
    static void row(SegmentTensor x, StoredWeight w, int row, SegmentTensor out) {
        int columns = w.columns();
        int whole = columns - columns % STRIDE;
        long from = Memory.address(w.data(), w.start(row), w.dtype().bytesOf(columns));
        for (int i = 0; i < x.rows(); i++) {
            long input = Memory.address(x.data(), x.at(0, i, 0), (long) columns * Float.BYTES);
            // A method for each stored type: one that chose in its loop would put every vector into a box as soon as a
            // JVM has seen weights of several.
            float product =
                    switch (w.dtype()) {
                        case BF16 -> bf16(input, from, whole);
                        case F16 -> f16(input, from, whole);
                        default -> f32(input, from, whole);
                    };
            for (int j = whole; j < columns; j++) {
                product += x.data().get(ValueLayout.JAVA_FLOAT, x.at(0, i, j)) * w.at(row, j);
            }
            out.data().set(ValueLayout.JAVA_FLOAT, out.at(0, i, row), product);
        }
    }

    /// Two sums, and an end that the compiler does not count: a loop that it unrolled came from memory half as fast on
    /// one processor, whose look-ahead follows each load on its own.
    private static float bf16(long x, long weights, int columns) {
        FloatVector even = FloatVector.zero(VectorMath.SPECIES);
        FloatVector odd = even;
        long input = x;
        long at = weights;
        long end = weights + (long) columns * Short.BYTES;
        while (at != end) {
            even = VectorMath.load(input).fma(Widening.bf16(Memory.ALL, at), even);
            odd = VectorMath.load(input + VECTOR_BYTES).fma(Widening.bf16(Memory.ALL, at + HALF_BYTES), odd);
            input += 2 * VECTOR_BYTES;
            at += 2 * HALF_BYTES;
        }
        return VectorMath.sum(even.add(odd));
    }

    private static float f16(long x, long weights, int columns) {
        FloatVector even = FloatVector.zero(VectorMath.SPECIES);
        FloatVector odd = even;
        long input = x;
        long at = weights;
        long end = weights + (long) columns * Short.BYTES;
        while (at != end) {
            even = VectorMath.load(input).fma(Widening.f16(Memory.ALL, at), even);
            odd = VectorMath.load(input + VECTOR_BYTES).fma(Widening.f16(Memory.ALL, at + HALF_BYTES), odd);
            input += 2 * VECTOR_BYTES;
            at += 2 * HALF_BYTES;
        }
        return VectorMath.sum(even.add(odd));
    }

    private static float f32(long x, long weights, int columns) {
        FloatVector even = FloatVector.zero(VectorMath.SPECIES);
        FloatVector odd = even;
        long input = x;
        long at = weights;
        long end = weights + (long) columns * Float.BYTES;
        while (at != end) {
            even = VectorMath.load(input).fma(Widening.f32(Memory.ALL, at), even);
            odd = VectorMath.load(input + VECTOR_BYTES).fma(Widening.f32(Memory.ALL, at + VECTOR_BYTES), odd);
            input += 2 * VECTOR_BYTES;
            at += 2 * VECTOR_BYTES;
        }
        return VectorMath.sum(even.add(odd));
    }
}
