package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The small keys of LiSA's difference turned over, `[batch × g × rank, keys]`: a line for each of their values,
/// so that vectors may lie along the keys; and which of them the heads of a group read.
final class SmallKeys {
    /// Keys that one task turns over.
    private static final int TASK_KEYS = 256;

    private final int h;
    private final int g;
    private final int rank;
    private final float scale;
    /// Key heads that a group of outputs reads at most.
    private final int span;
    /// Values of a line.
    private final int width;
    private final MemorySegment lines;

    private SmallKeys(Attending how, int rank, int width, MemorySegment lines) {
        h = how.h();
        g = how.g();
        this.rank = rank;
        scale = how.scale();
        this.width = width;
        this.lines = lines;
        int most = 1;
        for (int head = 0; head < h; head += PanelProduct.OUTPUTS) {
            int last = Math.min(head + PanelProduct.OUTPUTS, h) - 1;
            most = Math.max(most, keyHead(last) - keyHead(head) + 1);
        }
        span = most;
    }

    /// Room that hands out memory of so many values.
    interface Room {
        MemorySegment values(long count);
    }

    /// Copies the small keys that stand behind each row's small queries to their places in the cache.
    ///
    /// @param q `[batch × n, (h + g) × rank]`
    /// @param k `[batch × capacity, g × rank]`
    static void keep(Attending how, SegmentTensor q, SegmentTensor k) {
        int n = q.rows() / how.batch();
        int capacity = k.rows() / how.batch();
        int queries = q.columns() - k.columns();
        for (int row = 0; row < q.rows(); row++) {
            int place = row / n * capacity + how.firstRow() + row % n;
            long bytes = (long) k.columns() * Float.BYTES;
            MemorySegment.copy(q.data(), q.at(0, row, queries), k.data(), k.at(0, place, 0), bytes);
        }
    }

    /// Turns over what a cache holds.
    ///
    /// @param k    `[batch × capacity, g × rank]`, the cache
    /// @param keys of each sequence
    static SmallKeys of(Parallel parallel, Attending how, SegmentTensor k, int keys, Room room) {
        // An odd number of strides: lines a power of two apart push each other out of the first-level cache.
        int width = (Math.ceilDiv(keys, PanelProduct.STRIDE) | 1) * PanelProduct.STRIDE;
        MemorySegment lines = room.values((long) how.batch() * k.columns() * width);
        SmallKeys small = new SmallKeys(how, k.columns() / how.g(), width, lines);
        int capacity = k.rows() / how.batch();
        int tasks = Math.ceilDiv(keys, TASK_KEYS);
        parallel.run(how.batch() * tasks, (task, _) -> {
            int sequence = task / tasks;
            int first = task % tasks * TASK_KEYS;
            small.turnOver(k, sequence, sequence * capacity + first, first, Math.min(TASK_KEYS, keys - first));
        });
        return small;
    }

    private void turnOver(SegmentTensor k, int sequence, int row, int first, int keys) {
        int columns = g * rank;
        long next = (long) k.columns() * Float.BYTES;
        long rows = Memory.address(k.data(), k.at(0, row, 0), keys * next);
        long to = line(sequence, 0, first);
        for (int column = 0; column < columns; column++) {
            long from = Memory.known(rows + (long) column * Float.BYTES);
            for (int key = 0; key < keys; key++) {
                float value = Memory.ALL.get(ValueLayout.JAVA_FLOAT, from + key * next);
                Memory.ALL.set(ValueLayout.JAVA_FLOAT, to + (long) key * Float.BYTES, value);
            }
            to = Memory.known(to + lineBytes());
        }
    }

    private long line(int sequence, int line, int key) {
        long at = ((long) sequence * g * rank + line) * width + key;
        return Memory.address(lines, at * Float.BYTES, Float.BYTES);
    }

    private int keyHead(int head) {
        return head / (h / g);
    }

    /// The first key head among the lines of a head's group.
    private int firstKeyHead(int head) {
        return Math.min(keyHead(head / PanelProduct.OUTPUTS * PanelProduct.OUTPUTS), g - span);
    }

    /// Lines that every group reads.
    int linesOfGroup() {
        return span * rank;
    }

    /// Which of them is the first that a head reads.
    int lineInGroup(int head) {
        return (keyHead(head) - firstKeyHead(head)) * rank;
    }

    /// Bytes from one line to the next.
    long lineBytes() {
        return (long) width * Float.BYTES;
    }

    /// Where the lines of a head's group begin, at a key; there is room for a stride of keys from any of its
    /// multiples on.
    long address(int sequence, int head, int key) {
        return line(sequence, firstKeyHead(head) * rank, key);
    }

    /// Copies a head's small query of a row, scaled, to `rank` places every `step` bytes.
    ///
    /// @param q `[batch × n, at least h × rank]`
    void ask(SegmentTensor q, int row, int head, MemorySegment weights, long at, long step) {
        for (int i = 0; i < rank; i++) {
            float value = q.data().get(ValueLayout.JAVA_FLOAT, q.at(0, row, head * rank + i));
            weights.set(ValueLayout.JAVA_FLOAT, at + i * step, scale * value);
        }
    }
}
