package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Causal attention in one go: scores, softmax and mixing of a block of one head's rows stay in a worker's cache.
///
/// Blocks are those of [GemmKernels], so that everything has the bits of the operations one by one.
final class BlockAttention {
    private final Parallel parallel;
    private final GemmKernels products;
    private final @Nullable SegmentTensor q;
    private final @Nullable SegmentTensor k;
    private final SegmentTensor v;
    private final @Nullable SegmentTensor pattern;
    private final SegmentTensor out;
    private final Attending how;
    private final int n;
    private final int capacity;
    private final int d;

    /// @param q       null where scores are there already
    /// @param k       likewise
    /// @param pattern where it is left; null for nowhere
    BlockAttention(
            Parallel parallel,
            GemmKernels products,
            Attending how,
            @Nullable SegmentTensor q,
            @Nullable SegmentTensor k,
            SegmentTensor v,
            @Nullable SegmentTensor pattern,
            SegmentTensor out) {
        this.parallel = parallel;
        this.products = products;
        this.how = how;
        this.q = q;
        this.k = k;
        this.v = v;
        this.pattern = pattern;
        this.out = out;
        n = out.rows() / how.batch();
        capacity = v.rows() / how.batch();
        d = out.columns() / how.h();
    }

    /// As [Backend#attend].
    void run() {
        overBlocks((slice, first, rows, worker) -> {
            int keys = how.firstRow() + first + rows;
            if (pattern == null) {
                block(slice, first, rows, products.tile(worker, (long) rows * keys), 0, keys);
            } else {
                block(slice, first, rows, pattern.data(), pattern.at(slice, first, 0), pattern.columns());
            }
        });
    }

    /// As [Backend#attendKeeping], and without queries and keys as [Backend#attendScored].
    void runBy(SegmentTensor scores) {
        overBlocks((slice, first, rows, worker) -> {
            int keys = how.firstRow() + first + rows;
            long at = scores.at(slice, first, 0);
            if (q != null && k != null) {
                scores(q, k, slice, first, rows, scores.data(), at, scores.columns());
            }
            MemorySegment tile = products.tile(worker, (long) rows * keys);
            softmax(first, rows, scores.data(), at, scores.columns(), tile, 0, keys);
            mix(slice, first, rows, tile, 0, keys);
        });
    }

    /// Rows of one head of one sequence.
    private interface Block {
        void run(int slice, int first, int rows, int worker);
    }

    private void overBlocks(Block block) {
        int all = how.batch() * how.h();
        int blocks = Math.ceilDiv(n, GemmKernels.CAUSAL_ROWS);
        parallel.run(all * blocks, (index, worker) -> {
            // The last blocks are the longest; started first, they leave no thread waiting at the end.
            int first = (blocks - 1 - index / all) * GemmKernels.CAUSAL_ROWS;
            block.run(index % all, first, Math.min(GemmKernels.CAUSAL_ROWS, n - first), worker);
        });
    }

    /// As [Backend#attendMean]: whoever has a block of rows goes through its heads, and keeps the scores of one of them
    /// and the sum so far. Where there are more threads than blocks, several share the heads of a block.
    void run(SegmentTensor mean) {
        int blocks = Math.ceilDiv(n, GemmKernels.CAUSAL_ROWS);
        int parts = Math.clamp(parallel.threads() / blocks, 1, how.h());
        long values = (long) n * mean.columns();
        MemorySegment others = parts == 1 ? mean.data() : products.partialSums((parts - 1) * values);
        parallel.run(blocks * parts, (index, worker) -> {
            int part = index % parts;
            int first = (blocks - 1 - index / parts) * GemmKernels.CAUSAL_ROWS;
            int rows = Math.min(GemmKernels.CAUSAL_ROWS, n - first);
            int keys = how.firstRow() + first + rows;
            MemorySegment tile = products.tile(worker, (long) rows * keys);
            MemorySegment sums = part == 0 ? mean.data() : others;
            long at = part == 0
                    ? mean.at(0, first, 0)
                    : ((part - 1) * values + (long) first * mean.columns()) * Float.BYTES;
            int start = part * how.h() / parts;
            int end = (part + 1) * how.h() / parts;
            for (int head = start; head < end; head++) {
                block(head, first, rows, tile, 0, keys);
                float factor = head == how.h() - 1 && parts == 1 ? 1f / how.h() : 1;
                addRows(tile, rows, keys, sums, at, mean.columns(), head == start, factor);
            }
            if (parts == 1) {
                hide(mean, first, rows);
            }
        });
        if (parts > 1) {
            addParts(mean, others, parts - 1);
        }
    }

    /// Adds the block's first `keys` keys of each row, of which those that a row may not see are 0.
    ///
    /// @param isFirst whether nothing is there yet
    /// @param factor  of what comes out, unless it is the first
    private static void addRows(
            MemorySegment tile,
            int rows,
            int keys,
            MemorySegment sums,
            long at,
            int columns,
            boolean isFirst,
            float factor) {
        for (int i = 0; i < rows; i++) {
            long from = (long) i * keys * Float.BYTES;
            long to = at + (long) i * columns * Float.BYTES;
            if (isFirst) {
                MemorySegment.copy(tile, from, sums, to, (long) keys * Float.BYTES);
            } else {
                RowKernels.addScaled(sums, to, tile, from, factor, keys);
            }
        }
    }

    private void addParts(SegmentTensor mean, MemorySegment others, int count) {
        int columns = mean.columns();
        parallel.run(n, (row, _) -> {
            int keys = how.firstRow() + row + 1;
            long to = mean.at(0, row, 0);
            for (int part = 0; part < count; part++) {
                long from = ((long) part * n + row) * columns * Float.BYTES;
                RowKernels.addScaled(mean.data(), to, others, from, part < count - 1 ? 1 : 1f / how.h(), keys);
            }
            hide(mean, row, 1);
        });
    }

    /// Puts 0 to the keys that rows do not see.
    private void hide(SegmentTensor mean, int first, int rows) {
        for (int row = first; row < first + rows; row++) {
            CpuKernels.hide(mean, row, 0, how.firstRow() + row + 1);
        }
    }

    /// @param slice sequence and head
    /// @param slab  where the rows' scores go and become a pattern, from `at` on, `stride` values apart
    private void block(int slice, int first, int rows, MemorySegment slab, long at, int stride) {
        scores(Objects.requireNonNull(q), Objects.requireNonNull(k), slice, first, rows, slab, at, stride);
        softmax(first, rows, slab, at, stride, slab, at, stride);
        mix(slice, first, rows, slab, at, stride);
    }

    private void scores(
            SegmentTensor q, SegmentTensor k, int slice, int first, int rows, MemorySegment slab, long at, int stride) {
        int keys = how.firstRow() + first + rows;
        int cached = slice / how.h() * capacity;
        long queries = q.at(0, slice / how.h() * n + first, slice % how.h() * d);
        if (rows == 1) {
            RowAttention.scores(q.data(), queries, k, cached, column(slice), keys, d, how.scale(), slab, at);
        } else {
            products.gemm()
                    .timesTransposed(
                            rows,
                            keys,
                            d,
                            how.scale(),
                            q.data().address() + queries,
                            q.columns(),
                            k.data().address() + k.at(0, cached, column(slice)),
                            k.columns(),
                            slab.address() + at,
                            stride);
        }
    }

    /// Where the key head of a slice begins among the columns of keys and values.
    private int column(int slice) {
        return slice % how.h() / (how.h() / how.g()) * d;
    }

    private void softmax(
            int first, int rows, MemorySegment scores, long at, int stride, MemorySegment slab, long to, int next) {
        for (int i = 0; i < rows; i++) {
            long from = at + (long) i * stride * Float.BYTES;
            long row = to + (long) i * next * Float.BYTES;
            RowKernels.softmax(scores, from, how.firstRow() + first + i, how.window(), next, slab, row);
        }
    }

    private void mix(int slice, int first, int rows, MemorySegment slab, long at, int stride) {
        int keys = how.firstRow() + first + rows;
        int cached = slice / how.h() * capacity;
        long mixed = out.at(0, slice / how.h() * n + first, slice % how.h() * d);
        if (rows == 1) {
            RowAttention.mix(slab, at, v, cached, column(slice), keys, d, out.data(), mixed);
        } else {
            products.gemm()
                    .times(
                            rows,
                            d,
                            keys,
                            slab.address() + at,
                            stride,
                            v.data().address() + v.at(0, cached, column(slice)),
                            v.columns(),
                            out.data().address() + mixed,
                            out.columns());
        }
    }
}
