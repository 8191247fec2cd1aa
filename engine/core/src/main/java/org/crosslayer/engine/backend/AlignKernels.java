package org.crosslayer.engine.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.VectorMask;
import org.jspecify.annotations.Nullable;

/// Nets over the heads of a slab, vectorised over keys.
///
/// A block of keys of one row is packed into a panel that stays in the second-level cache, one line for each head's
/// difference, each head's score and each hidden unit. On it both layers of the net are small matrix products. Every
/// key is computed in the same order whatever the block, so that chunks of rows give the same bits.
final class AlignKernels implements AutoCloseable {
    /// Values of one panel: 192 KiB. Longer lines come from memory quicker; of what they need at once the first-level
    /// cache holds a stride of keys.
    private static final int PANEL_VALUES = 48 * 1024;
    /// Keys that one task should at least handle, all heads of each, so that handing it out is worth while.
    private static final int TASK_KEYS = 512;

    private final Parallel parallel;
    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> panels = new ArrayList<>();
    /// Weights of the net at work, as its products want them.
    private MemorySegment weights = MemorySegment.NULL;

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
        Panel shape = panel(net);
        int width = width(shape.lines());
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
                    shape.apply(
                            panel,
                            width,
                            Math.ceilDiv(keys, PanelProduct.STRIDE) * PanelProduct.STRIDE,
                            difference != null);
                    unpack(panel, width, out, row, key, keys);
                }
            }
        });
    }

    /// Keys of a block: an odd number of strides, because lines that lie a power of two apart push each other out of
    /// the first-level cache.
    private static int width(int lines) {
        int strides = PANEL_VALUES / lines / PanelProduct.STRIDE;
        return (Math.max(0, strides - 1) | 1) * PanelProduct.STRIDE;
    }

    private Panel panel(HeadNet net) {
        HeadNetLayout layout = new HeadNetLayout(net);
        long values = PanelProduct.values(layout.hidden(), layout.inputs())
                + PanelProduct.values(layout.heads(), layout.outerInputs());
        if (weights.byteSize() < values * Float.BYTES) {
            weights = arena.allocate(values * Float.BYTES, 64);
        }
        return Panel.of(layout, weights);
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
    private static void copy(long first, long target, int length) {
        long from = Memory.known(first);
        long to = Memory.known(target);
        if (length < VectorMath.LANES) {
            VectorMask<Float> mask = VectorMath.tail(0, length);
            VectorMath.store(VectorMath.load(from, mask), to, mask);
            return;
        }
        for (int j = 0; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            VectorMath.store(VectorMath.load(from + (long) j * Float.BYTES), to + (long) j * Float.BYTES);
        }
        // The end once more, up to the last value: some processors take long to store a part of a vector.
        long last = (long) (length - VectorMath.LANES) * Float.BYTES;
        VectorMath.store(VectorMath.load(from + last), to + last);
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    /// A net, and how its values lie in a panel: differences (then results) in lines `[0, heads)`, scores in
    /// `[heads, 2 heads)`, hidden units from there on.
    private record Panel(HeadNetLayout net, PanelProduct inner, PanelProduct outer) {
        /// @param weights room for those of both products
        static Panel of(HeadNetLayout net, MemorySegment weights) {
            int heads = net.heads();
            int hidden = net.hidden();
            // In a panel differences stand before scores, in a net behind them.
            PanelProduct.Source inner = (row, column) -> {
                int from = net.readsDifference() ? (column + heads) % (2 * heads) : column;
                return net.values()[net.w1() + row * net.inputs() + from];
            };
            // Scores pass by the hidden units before those units do.
            int passing = net.outerInputs() - hidden;
            PanelProduct.Source outer = (row, column) -> column < passing
                    ? net.values()[net.m() + row * heads + column]
                    : net.values()[net.w2() + row * hidden + column - passing];
            long outerFrom = PanelProduct.values(hidden, net.inputs()) * Float.BYTES;
            return new Panel(
                    net,
                    new PanelProduct(
                            hidden,
                            net.inputs(),
                            inner,
                            row -> net.values()[net.b1() + row],
                            net.readsDifference() ? 0 : heads,
                            2 * heads,
                            weights),
                    new PanelProduct(
                            heads,
                            net.outerInputs(),
                            outer,
                            row -> net.values()[net.b2() + row],
                            2 * heads - passing,
                            0,
                            weights.asSlice(outerFrom)));
        }

        int heads() {
            return net.heads();
        }

        int lines() {
            return 2 * net.heads() + net.hidden();
        }

        /// Fills the first `length` keys of the lines of results.
        void apply(MemorySegment panel, int width, int length, boolean hasDifference) {
            inner.apply(panel, width, length, false);
            long hidden = 2L * net.heads() * width * Float.BYTES;
            if (length == width) {
                GateKernels.activate(net.activation(), panel, hidden, panel, hidden, net.hidden() * width);
            } else {
                for (int k = 0; k < net.hidden(); k++) {
                    long at = hidden + (long) k * width * Float.BYTES;
                    GateKernels.activate(net.activation(), panel, at, panel, at, length);
                }
            }
            outer.apply(panel, width, length, hasDifference && !net.readsDifference());
        }
    }
}
