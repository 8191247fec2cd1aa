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
/// difference, each head's score and each hidden unit. On it both layers of the net are small matrix products, and so
/// is a difference of small queries and keys. Every key is computed in the same order whatever the block, so that
/// chunks of rows give the same bits.
final class AlignKernels implements AutoCloseable {
    /// Values of one panel: 192 KiB. Longer lines come from memory quicker; of what they need at once the first-level
    /// cache holds a stride of keys.
    private static final int PANEL_VALUES = 48 * 1024;
    /// Keys that one task should at least handle, all heads of each, so that handing it out is worth while, and so that
    /// small keys which have come to the cache serve several rows.
    private static final int TASK_KEYS = 4096;
    /// Tasks for each thread, where that makes them smaller.
    private static final int TASKS_EACH = 4;

    private final Parallel parallel;
    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> panels = new ArrayList<>();
    /// Weights of the net at work, as a worker's products want them.
    private final List<MemorySegment> weights = new ArrayList<>();
    /// Small keys turned over.
    private MemorySegment keyLines = MemorySegment.NULL;

    AlignKernels(Parallel parallel) {
        this.parallel = parallel;
        for (int i = 0; i < parallel.threads(); i++) {
            panels.add(arena.allocate((long) PANEL_VALUES * Float.BYTES, 64));
            weights.add(MemorySegment.NULL);
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
        run(new Job(1, firstRow, z, new HeadNetLayout(net), difference, null, null, out), headMap);
    }

    /// As [Kernels#correctScores].
    void correct(
            Attending how,
            @Nullable SegmentTensor q,
            @Nullable SegmentTensor k,
            SegmentTensor z,
            int[] headMap,
            HeadNet net,
            SegmentTensor out) {
        SmallKeys keys = null;
        if (q != null && k != null) {
            SmallKeys.keep(how, q, k);
            keys = SmallKeys.of(parallel, how, k, how.firstRow() + z.rows(), this::keyLines);
        }
        run(new Job(how.batch(), how.firstRow(), z, new HeadNetLayout(net), null, q, keys, out), headMap);
    }

    /// @param batch      sequences
    /// @param difference a slab of them; null where `q` and `keys` say what it is, or where there is none
    private record Job(
            int batch,
            int firstRow,
            SegmentTensor z,
            HeadNetLayout net,
            @Nullable SegmentTensor difference,
            @Nullable SegmentTensor q,
            @Nullable SmallKeys keys,
            SegmentTensor out) {}

    /// A task takes a block of keys of some rows.
    private void run(Job job, int[] headMap) {
        int n = job.z.rows();
        int width = width(HeadPanel.lines(job.net));
        int blocks = Math.ceilDiv(job.firstRow + n, width);
        long shares = (long) TASKS_EACH * parallel.threads();
        int rows = Math.clamp((long) job.batch * n * blocks / shares, 1, Math.max(1, TASK_KEYS / width));
        int rowBlocks = Math.ceilDiv(n, rows);
        HeadPanel[] nets = new HeadPanel[parallel.threads()];
        parallel.run(job.batch * rowBlocks * blocks, (task, worker) -> {
            if (nets[worker] == null) {
                MemorySegment own = room(weights, worker, HeadPanel.values(job.net, job.keys));
                nets[worker] = HeadPanel.of(job.net, job.keys, own);
            }
            MemorySegment panel = room(panels, worker, (long) HeadPanel.lines(job.net) * width);
            int sequence = task / blocks / rowBlocks;
            int key = task % blocks * width;
            int first = task / blocks % rowBlocks * rows;
            for (int row = first; row < Math.min(n, first + rows); row++) {
                int keys = Math.min(width, job.firstRow + row + 1 - key);
                if (keys > 0) {
                    pack(job.z, sequence * headMap.length, headMap, row, key, keys, panel, headMap.length, width);
                    run(job, nets[worker], panel, width, sequence, row, key, keys);
                }
            }
        });
    }

    /// A block of keys of one row, whose scores stand in the panel.
    private static void run(
            Job job, HeadPanel net, MemorySegment panel, int width, int sequence, int row, int key, int keys) {
        if (job.difference != null) {
            pack(job.difference, 0, null, row, key, keys, panel, 0, width);
        }
        if (job.q != null) {
            net.ask(job.q, sequence * job.z.rows() + row);
        }
        int length = Math.ceilDiv(keys, PanelProduct.STRIDE) * PanelProduct.STRIDE;
        net.apply(panel, width, length, job.difference != null, sequence, key);
        int heads = job.net.heads();
        unpack(panel, width, job.out, sequence * heads, heads, row, key, keys);
    }

    /// Keys of a block: an odd number of strides, because lines that lie a power of two apart push each other out of
    /// the first-level cache.
    private static int width(int lines) {
        int strides = PANEL_VALUES / lines / PanelProduct.STRIDE;
        return (Math.max(0, strides - 1) | 1) * PanelProduct.STRIDE;
    }

    private MemorySegment room(List<MemorySegment> rooms, int worker, long values) {
        MemorySegment own = room(rooms.get(worker), values);
        rooms.set(worker, own);
        return own;
    }

    private MemorySegment keyLines(long values) {
        keyLines = room(keyLines, values);
        return keyLines;
    }

    private MemorySegment room(MemorySegment present, long values) {
        long bytes = values * Float.BYTES;
        return present.byteSize() < bytes ? arena.allocate(bytes, 64) : present;
    }

    private static void pack(
            SegmentTensor slab,
            int slice,
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
            long from = slab.at(slice + (headMap == null ? a : headMap[a]), row, key);
            copy(Memory.address(slab.data(), from, (long) keys * Float.BYTES), to, keys);
            to += (long) width * Float.BYTES;
        }
    }

    private static void unpack(
            MemorySegment panel, int width, SegmentTensor out, int slice, int heads, int row, int key, int keys) {
        long from = Memory.address(panel, 0, (long) heads * width * Float.BYTES);
        for (int a = 0; a < heads; a++) {
            long to = out.at(slice + a, row, key);
            copy(from, Memory.address(out.data(), to, (long) keys * Float.BYTES), keys);
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
}
