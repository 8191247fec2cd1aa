package org.crosslayer.engine.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.jspecify.annotations.Nullable;

/// Nets over the heads of a slab, vectorised over keys.
///
/// A block of keys of one row is packed into a panel that stays in the first-level cache, one line for each head's
/// difference, each head's score and each hidden unit. On it both layers of the net are small matrix products. Every
/// key is computed in the same order whatever the block, so that chunks of rows give the same bits.
final class AlignKernels implements AutoCloseable {
    /// Values of one panel: 24 KiB.
    private static final int PANEL_VALUES = 6 * 1024;
    /// Keys that the innermost loop handles at once: two vectors.
    private static final int STRIDE = 2 * VectorMath.LANES;
    /// Outputs of a product computed at once, so that a loaded input serves all of them.
    private static final int OUTPUTS = 4;
    /// Keys that one task should at least handle, all heads of each, so that handing it out is worth while.
    private static final int TASK_KEYS = 512;

    private final Parallel parallel;
    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> panels = new ArrayList<>();

    AlignKernels(Parallel parallel) {
        this.parallel = parallel;
        for (int i = 0; i < parallel.threads(); i++) {
            panels.add(arena.allocate((long) PANEL_VALUES * Float.BYTES, 64));
        }
    }

    /// As [Kernels#alignHeads].
    void align(
            SegmentTensor z,
            int[] headMap,
            int firstRow,
            HeadNet net,
            @Nullable SegmentTensor difference,
            SegmentTensor out) {
        Panel shape = Panel.of(net);
        int width = Math.max(STRIDE, PANEL_VALUES / shape.lines() / STRIDE * STRIDE);
        int blocks = Math.ceilDiv(z.columns(), width);
        int units = z.rows() * blocks;
        int unitsPerTask = Math.max(1, TASK_KEYS / width);
        parallel.run(Math.ceilDiv(units, unitsPerTask), (task, worker) -> {
            MemorySegment panel = panel(worker, (long) shape.lines() * width);
            int end = Math.min(units, (task + 1) * unitsPerTask);
            for (int unit = task * unitsPerTask; unit < end; unit++) {
                int row = unit / blocks;
                int key = unit % blocks * width;
                int keys = Math.min(width, firstRow + row + 1 - key);
                if (keys > 0) {
                    pack(z, headMap, row, key, keys, panel, shape.heads(), width);
                    if (difference != null) {
                        pack(difference, null, row, key, keys, panel, 0, width);
                    }
                    shape.apply(panel, width, Math.ceilDiv(keys, STRIDE) * STRIDE, difference != null);
                    unpack(panel, width, out, row, key, keys);
                }
            }
        });
    }

    private MemorySegment panel(int worker, long values) {
        MemorySegment own = panels.get(worker);
        if (own.byteSize() < values * Float.BYTES) {
            own = arena.allocate(values * Float.BYTES, 64);
            panels.set(worker, own);
        }
        return own;
    }

    private static void pack(
            SegmentTensor slab,
            int @Nullable [] headMap,
            int row,
            int key,
            int keys,
            MemorySegment panel,
            int line,
            int width) {
        int heads = headMap == null ? slab.slices() : headMap.length;
        long to = Memory.address(panel, (long) line * width * Float.BYTES, (long) heads * width * Float.BYTES);
        for (int a = 0; a < heads; a++) {
            long from = slab.at(headMap == null ? a : headMap[a], row, key);
            copy(Memory.address(slab.data(), from, (long) keys * Float.BYTES), to, keys);
            to += (long) width * Float.BYTES;
        }
    }

    private static void unpack(MemorySegment panel, int width, SegmentTensor out, int row, int key, int keys) {
        long from = Memory.address(panel, 0, (long) out.slices() * width * Float.BYTES);
        for (int a = 0; a < out.slices(); a++) {
            copy(from, Memory.address(out.data(), out.at(a, row, key), (long) keys * Float.BYTES), keys);
            from += (long) width * Float.BYTES;
        }
    }

    /// A line of a few vectors, for which the call of a general copy would take longer than copying.
    private static void copy(long from, long to, int length) {
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            VectorMath.store(VectorMath.load(from + (long) j * Float.BYTES), to + (long) j * Float.BYTES);
        }
        if (j < length) {
            VectorMask<Float> mask = VectorMath.tail(j, length);
            VectorMath.store(VectorMath.load(from + (long) j * Float.BYTES, mask), to + (long) j * Float.BYTES, mask);
        }
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    /// A net on the heap, and how its values lie in a panel: differences (then results) in lines `[0, heads)`,
    /// scores in `[heads, 2 heads)`, hidden units from there on.
    private record Panel(
            int heads, int hidden, Activation activation, boolean readsDifference, Product inner, Product outer) {
        static Panel of(HeadNet net) {
            int heads = net.heads();
            float[][] w1 = rows(net.w1());
            if (net.readsDifference()) {
                for (float[] row : w1) {
                    float[] swapped = row.clone();
                    System.arraycopy(row, heads, swapped, 0, heads);
                    System.arraycopy(row, 0, swapped, heads, heads);
                    System.arraycopy(swapped, 0, row, 0, row.length);
                }
            }
            float[][] outer = rows(net.w2());
            if (net.skip() != null) {
                float[][] skip = rows(net.skip());
                for (int a = 0; a < heads; a++) {
                    float[] both = new float[heads + outer[a].length];
                    System.arraycopy(skip[a], 0, both, 0, heads);
                    System.arraycopy(outer[a], 0, both, heads, outer[a].length);
                    outer[a] = both;
                }
            }
            int hidden = w1.length;
            return new Panel(
                    heads,
                    hidden,
                    net.activation(),
                    net.readsDifference(),
                    new Product(w1, rows(net.b1())[0], net.readsDifference() ? 0 : heads, 2 * heads),
                    new Product(outer, rows(net.b2())[0], net.skip() == null ? 2 * heads : heads, 0));
        }

        int lines() {
            return 2 * heads + hidden;
        }

        /// Fills the first `length` keys of the lines of results.
        void apply(MemorySegment panel, int width, int length, boolean hasDifference) {
            inner.apply(panel, width, length, false);
            for (int k = 0; k < hidden; k++) {
                long at = (2L * heads + k) * width * Float.BYTES;
                GateKernels.activate(activation, panel, at, length);
            }
            outer.apply(panel, width, length, hasDifference && !readsDifference);
        }

        private static float[][] rows(Weight weight) {
            StoredWeight stored = (StoredWeight) weight;
            float[][] rows = new float[stored.rows()][stored.columns()];
            for (int row = 0; row < rows.length; row++) {
                stored.readRow(row, rows[row], 0);
            }
            return rows;
        }
    }

    /// Lines `out …` become `bias + weights · lines in …`, on top of what they hold if that is wanted.
    private static final class Product {
        private final float[][] weights;
        private final float[] bias;
        private final int in;
        private final int out;

        Product(float[][] weights, float[] bias, int in, int out) {
            this.weights = weights;
            this.bias = bias;
            this.in = in;
            this.out = out;
        }

        void apply(MemorySegment panel, int width, int length, boolean onTop) {
            if (weights.length == 0) {
                return;
            }
            long line = (long) width * Float.BYTES;
            long lines = Memory.address(panel, 0, Math.max(in + weights[0].length, out + weights.length) * line);
            for (int row = 0; row < weights.length; row += OUTPUTS) {
                int last = weights.length - 1;
                // A short group computes its last row several times over, from the same start, and stores it as often.
                int r1 = Math.min(row + 1, last);
                int r2 = Math.min(row + 2, last);
                int r3 = Math.min(row + 3, last);
                for (int key = 0; key < length; key += STRIDE) {
                    four(lines + (long) key * Float.BYTES, line, onTop, row, r1, r2, r3);
                }
            }
        }

        /// @param key address of the panel's first line where the keys stand; the next lines follow every `line` bytes
        private void four(long key, long line, boolean onTop, int r0, int r1, int r2, int r3) {
            float[] w0 = weights[r0];
            float[] w1 = weights[r1];
            float[] w2 = weights[r2];
            float[] w3 = weights[r3];
            long next = (long) VectorMath.LANES * Float.BYTES;
            long to0 = key + (out + r0) * line;
            long to1 = key + (out + r1) * line;
            long to2 = key + (out + r2) * line;
            long to3 = key + (out + r3) * line;
            FloatVector a0 = VectorMath.broadcast(bias[r0]);
            FloatVector a1 = VectorMath.broadcast(bias[r1]);
            FloatVector a2 = VectorMath.broadcast(bias[r2]);
            FloatVector a3 = VectorMath.broadcast(bias[r3]);
            FloatVector b0 = a0;
            FloatVector b1 = a1;
            FloatVector b2 = a2;
            FloatVector b3 = a3;
            if (onTop) {
                a0 = a0.add(VectorMath.load(to0));
                b0 = b0.add(VectorMath.load(to0 + next));
                a1 = a1.add(VectorMath.load(to1));
                b1 = b1.add(VectorMath.load(to1 + next));
                a2 = a2.add(VectorMath.load(to2));
                b2 = b2.add(VectorMath.load(to2 + next));
                a3 = a3.add(VectorMath.load(to3));
                b3 = b3.add(VectorMath.load(to3 + next));
            }
            long from = key + in * line;
            for (int column = 0; column < w0.length; column++, from += line) {
                FloatVector x = VectorMath.load(from);
                FloatVector y = VectorMath.load(from + next);
                FloatVector c0 = VectorMath.broadcast(w0[column]);
                FloatVector c1 = VectorMath.broadcast(w1[column]);
                FloatVector c2 = VectorMath.broadcast(w2[column]);
                FloatVector c3 = VectorMath.broadcast(w3[column]);
                a0 = x.fma(c0, a0);
                b0 = y.fma(c0, b0);
                a1 = x.fma(c1, a1);
                b1 = y.fma(c1, b1);
                a2 = x.fma(c2, a2);
                b2 = y.fma(c2, b2);
                a3 = x.fma(c3, a3);
                b3 = y.fma(c3, b3);
            }
            VectorMath.store(a0, to0);
            VectorMath.store(b0, to0 + next);
            VectorMath.store(a1, to1);
            VectorMath.store(b1, to1 + next);
            VectorMath.store(a2, to2);
            VectorMath.store(b2, to2 + next);
            VectorMath.store(a3, to3);
            VectorMath.store(b3, to3 + next);
        }
    }
}
