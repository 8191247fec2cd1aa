package org.crosslayer.engine.backend;

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
        int rowsPerTask = VectorProducts.rowsPerTask(w, parallel.threads());
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
        int columns = w.columns();
        long from = Memory.address(w.data(), w.start(row), w.dtype().bytesOf(columns));
        scratch.unpack(w.dtype(), Memory.ALL, from, columns);
        for (int i = 0; i < x.rows(); i++) {
            float[] groups = sums.isEmpty() ? NO_SUMS : sums.get(i);
            long input = Memory.address(x.data(), x.at(0, i, 0), (long) columns * Float.BYTES);
            float product = scratch.dot(input, groups, columns);
            out.data().set(ValueLayout.JAVA_FLOAT, out.at(0, i, row), product);
        }
    }

    private static void bytes(SegmentTensor x, StoredWeight w, int row, SegmentTensor out) {
        int columns = w.columns();
        long from = Memory.address(w.data(), w.start(row), (long) columns / SMALL * Q8_BYTES);
        for (int i = 0; i < x.rows(); i++) {
            long input = Memory.address(x.data(), x.at(0, i, 0), (long) columns * Float.BYTES);
            out.data().set(ValueLayout.JAVA_FLOAT, out.at(0, i, row), bytes(input, from, columns / SMALL));
        }
    }

    /// One output of a weight in Q8_0, whose quants are bytes already; `x` and `at` are addresses.
    ///
    /// One row after the other, so that the file is read as one stream, in a loop that the compiler does not unroll
    /// (see [VectorProducts]): on one processor rows in pairs came from memory at a third of the speed of reading
    /// alone, single rows at nearly all of it.
    private static float bytes(long x, long at, int blocks) {
        FloatVector even = FloatVector.zero(VectorMath.SPECIES);
        FloatVector odd = even;
        long input = Memory.known(x);
        long block = Memory.known(at);
        long end = block + (long) (blocks - blocks % 2) * Q8_BYTES;
        while (block != end) {
            long next = block + Q8_BYTES;
            long nextInput = input + (long) SMALL * Float.BYTES;
            FloatVector part =
                    UnpackedRow.floats(Memory.ALL, block + Short.BYTES, 0).mul(VectorMath.load(input));
            FloatVector other =
                    UnpackedRow.floats(Memory.ALL, next + Short.BYTES, 0).mul(VectorMath.load(nextInput));
            for (int j = VectorMath.LANES; j < SMALL; j += VectorMath.LANES) {
                FloatVector values = VectorMath.load(input + (long) j * Float.BYTES);
                part = UnpackedRow.floats(Memory.ALL, block + Short.BYTES, j).fma(values, part);
                FloatVector otherValues = VectorMath.load(nextInput + (long) j * Float.BYTES);
                other = UnpackedRow.floats(Memory.ALL, next + Short.BYTES, j).fma(otherValues, other);
            }
            even = part.fma(VectorMath.broadcast(BlockValues.half(Memory.ALL, block)), even);
            odd = other.fma(VectorMath.broadcast(BlockValues.half(Memory.ALL, next)), odd);
            block = Memory.known(next + Q8_BYTES);
            input = Memory.known(nextInput + (long) SMALL * Float.BYTES);
        }
        if (blocks % 2 != 0) {
            FloatVector scale = VectorMath.broadcast(BlockValues.half(Memory.ALL, block));
            for (int j = 0; j < SMALL; j += VectorMath.LANES) {
                FloatVector values = VectorMath.load(input + (long) j * Float.BYTES);
                even = UnpackedRow.floats(Memory.ALL, block + Short.BYTES, j)
                        .mul(values)
                        .fma(scale, even);
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
