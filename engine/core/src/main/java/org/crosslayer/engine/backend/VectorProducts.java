package org.crosslayer.engine.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import org.crosslayer.engine.tensor.DType;

/// Linear maps of few rows, bound by reading the weights once: fused kernels over the file as it is stored.
final class VectorProducts {
    /// Up to so many rows of inputs; with more, widening a tile and a matrix product is faster.
    static final int MOST_ROWS = 4;
    /// Whether two vectors are too few for a round: as long as each sum waits for the one before, multipliers idle.
    private static final boolean NARROW = VectorMath.LANES < 16;
    /// Columns that one round of a kernel takes: two vectors, for two sums, or four.
    private static final int STRIDE = (NARROW ? 4 : 2) * VectorMath.LANES;
    /// Rows of weights that are read one after the other before their sums are added up.
    static final int GROUP = 16;

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
    /// Sums of each worker's rows, lane by lane.
    private final List<MemorySegment> lanes;

    VectorProducts(Parallel parallel) {
        this.parallel = parallel;
        packed = new BlockProducts(parallel);
        someRows = new SomeRows(parallel.threads());
        lanes = Stream.generate(() -> Arena.ofAuto().allocate(GROUP * VECTOR_BYTES, VECTOR_BYTES))
                .limit(parallel.threads())
                .toList();
    }

    /// `out [n, w.rows] = x [n, w.columns] · wᵀ`.
    ///
    /// A task of its own for each stored type: in one that chose among them the compiler would put every vector
    /// into a box, as soon as a JVM has seen weights of several.
    void linear(SegmentTensor x, StoredWeight w, SegmentTensor out) {
        VectorStart.begin();
        if (w.dtype().isBlock()) {
            packed.linear(x, w, out);
            return;
        }
        int each = rowsPerTask(w, parallel.threads());
        int tasks = Math.ceilDiv(w.rows(), each);
        switch (w.dtype()) {
            case BF16 -> {
                if (x.rows() > 1) {
                    int whole = SomeRows.whole(each);
                    parallel.run(
                            Math.ceilDiv(w.rows(), whole),
                            (task, worker) -> someRows.linear(
                                    x, w, task * whole, end(w, task, whole), out, worker, lanes.get(worker)));
                } else {
                    parallel.run(
                            tasks,
                            (task, worker) -> bf16Rows(x, w, task * each, end(w, task, each), out, lanes.get(worker)));
                }
            }
            case F16 ->
                parallel.run(
                        tasks,
                        (task, worker) -> f16Rows(x, w, task * each, end(w, task, each), out, lanes.get(worker)));
            default ->
                parallel.run(
                        tasks,
                        (task, worker) -> f32Rows(x, w, task * each, end(w, task, each), out, lanes.get(worker)));
        }
    }

    private static int end(StoredWeight w, int task, int each) {
        return Math.min(w.rows(), (task + 1) * each);
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

    /// Rows `[first, end)` of weights, each with all inputs: a group of rows is read as one stream, and stays in a near
    /// cache for the inputs after the first.
    ///
    /// @param lanes room for the sums of a group
    static void bf16Rows(SegmentTensor x, StoredWeight w, int first, int end, SegmentTensor out, MemorySegment lanes) {
        int whole = w.columns() - w.columns() % STRIDE;
        long bytes = w.dtype().bytesOf(w.columns());
        for (int row = first; row < end; row += GROUP) {
            int rows = Math.min(GROUP, end - row);
            long from = Memory.address(w.data(), w.start(row), rows * bytes);
            for (int i = 0; i < x.rows(); i++) {
                bf16(input(x, i), from, whole, bytes, rows, lanes.address());
                put(lanes.address(), x, i, w, row, rows, whole, out);
            }
        }
    }

    private static void f16Rows(
            SegmentTensor x, StoredWeight w, int first, int end, SegmentTensor out, MemorySegment lanes) {
        int whole = w.columns() - w.columns() % STRIDE;
        long bytes = w.dtype().bytesOf(w.columns());
        for (int row = first; row < end; row += GROUP) {
            int rows = Math.min(GROUP, end - row);
            long from = Memory.address(w.data(), w.start(row), rows * bytes);
            for (int i = 0; i < x.rows(); i++) {
                f16(input(x, i), from, whole, bytes, rows, lanes.address());
                put(lanes.address(), x, i, w, row, rows, whole, out);
            }
        }
    }

    private static void f32Rows(
            SegmentTensor x, StoredWeight w, int first, int end, SegmentTensor out, MemorySegment lanes) {
        int whole = w.columns() - w.columns() % STRIDE;
        long bytes = w.dtype().bytesOf(w.columns());
        for (int row = first; row < end; row += GROUP) {
            int rows = Math.min(GROUP, end - row);
            long from = Memory.address(w.data(), w.start(row), rows * bytes);
            for (int i = 0; i < x.rows(); i++) {
                f32(input(x, i), from, whole, bytes, rows, lanes.address());
                put(lanes.address(), x, i, w, row, rows, whole, out);
            }
        }
    }

    private static long input(SegmentTensor x, int i) {
        return Memory.address(x.data(), x.at(0, i, 0), (long) x.columns() * Float.BYTES);
    }

    /// Adds up the sums of a group, and what the columns from `whole` on add, and writes outputs.
    private static void put(
            long lanes, SegmentTensor x, int i, StoredWeight w, int first, int rows, int whole, SegmentTensor out) {
        for (int row = first; row < first + rows; row++) {
            float sum = VectorMath.sum(VectorMath.load(lanes + (row - first) * VECTOR_BYTES));
            for (int j = whole; j < w.columns(); j++) {
                sum += x.data().get(ValueLayout.JAVA_FLOAT, x.at(0, i, j)) * w.at(row, j);
            }
            out.data().set(ValueLayout.JAVA_FLOAT, out.at(0, i, row), sum);
        }
    }

    /// Sums side by side, and an end that the compiler does not count: a loop that it unrolled came from memory
    /// half as fast on one processor, whose look-ahead follows each load on its own. Between two rows there is next
    /// to nothing, so that the processor asks for the next one while it waits for the last values of this.
    ///
    /// @param columns of a row that are read, a multiple of the stride
    /// @param bytes   from one row to the next
    /// @param lanes   address of each row's sums, left there lane by lane
    private static void bf16(long x, long weights, int columns, long bytes, int rows, long lanes) {
        long sums = Memory.known(lanes);
        for (int row = 0; row < rows; row++, sums = Memory.known(sums + VECTOR_BYTES)) {
            FloatVector even = FloatVector.zero(VectorMath.SPECIES);
            FloatVector odd = even;
            FloatVector third = even;
            FloatVector fourth = even;
            long input = Memory.known(x);
            long at = Memory.known(weights + row * bytes);
            long end = at + (long) columns * Short.BYTES;
            while (at != end) {
                even = VectorMath.load(input).fma(Widening.bf16(Memory.ALL, at), even);
                odd = VectorMath.load(input + VECTOR_BYTES).fma(Widening.bf16(Memory.ALL, at + HALF_BYTES), odd);
                if (NARROW) {
                    third = VectorMath.load(input + 2 * VECTOR_BYTES)
                            .fma(Widening.bf16(Memory.ALL, at + 2 * HALF_BYTES), third);
                    fourth = VectorMath.load(input + 3 * VECTOR_BYTES)
                            .fma(Widening.bf16(Memory.ALL, at + 3 * HALF_BYTES), fourth);
                }
                input = Memory.known(input + STRIDE * (long) Float.BYTES);
                at = Memory.known(at + STRIDE * (long) Short.BYTES);
            }
            FloatVector sum = even.add(odd);
            VectorMath.store(NARROW ? sum.add(third.add(fourth)) : sum, sums);
        }
    }

    /// Two sums everywhere: taking four vectors apart is more than the compiler takes into one loop.
    private static void f16(long x, long weights, int columns, long bytes, int rows, long lanes) {
        long sums = Memory.known(lanes);
        for (int row = 0; row < rows; row++, sums = Memory.known(sums + VECTOR_BYTES)) {
            FloatVector even = FloatVector.zero(VectorMath.SPECIES);
            FloatVector odd = even;
            long input = Memory.known(x);
            long at = Memory.known(weights + row * bytes);
            long end = at + (long) columns * Short.BYTES;
            while (at != end) {
                even = VectorMath.load(input).fma(Widening.f16(Memory.ALL, at), even);
                odd = VectorMath.load(input + VECTOR_BYTES).fma(Widening.f16(Memory.ALL, at + HALF_BYTES), odd);
                input = Memory.known(input + 2 * VECTOR_BYTES);
                at = Memory.known(at + 2 * HALF_BYTES);
            }
            FloatVector sum = even.add(odd);
            VectorMath.store(sum, sums);
        }
    }

    private static void f32(long x, long weights, int columns, long bytes, int rows, long lanes) {
        long sums = Memory.known(lanes);
        for (int row = 0; row < rows; row++, sums = Memory.known(sums + VECTOR_BYTES)) {
            FloatVector even = FloatVector.zero(VectorMath.SPECIES);
            FloatVector odd = even;
            FloatVector third = even;
            FloatVector fourth = even;
            long input = Memory.known(x);
            long at = Memory.known(weights + row * bytes);
            long end = at + (long) columns * Float.BYTES;
            while (at != end) {
                even = VectorMath.load(input).fma(Widening.f32(Memory.ALL, at), even);
                odd = VectorMath.load(input + VECTOR_BYTES).fma(Widening.f32(Memory.ALL, at + VECTOR_BYTES), odd);
                if (NARROW) {
                    third = VectorMath.load(input + 2 * VECTOR_BYTES)
                            .fma(Widening.f32(Memory.ALL, at + 2 * VECTOR_BYTES), third);
                    fourth = VectorMath.load(input + 3 * VECTOR_BYTES)
                            .fma(Widening.f32(Memory.ALL, at + 3 * VECTOR_BYTES), fourth);
                }
                input = Memory.known(input + STRIDE * (long) Float.BYTES);
                at = Memory.known(at + STRIDE * (long) Float.BYTES);
            }
            FloatVector sum = even.add(odd);
            VectorMath.store(NARROW ? sum.add(third.add(fourth)) : sum, sums);
        }
    }
}
