package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Causal attention in one go: scores, softmax and mixing of a block of one head's rows stay in a worker's cache.
///
/// Blocks are those of [GemmKernels], so that everything has the bits of the operations one by one.
final class BlockAttention {
    private final Parallel parallel;
    private final GemmKernels products;
    private final SegmentTensor q;
    private final SegmentTensor k;
    private final SegmentTensor v;
    private final @Nullable SegmentTensor pattern;
    private final SegmentTensor out;
    private final Attending how;
    private final int n;
    private final int capacity;
    private final int d;

    BlockAttention(
            Parallel parallel,
            GemmKernels products,
            Attending how,
            SegmentTensor q,
            SegmentTensor k,
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
        n = q.rows() / how.batch();
        capacity = k.rows() / how.batch();
        d = q.columns() / how.h();
    }

    /// As [Backend#attend].
    void run() {
        int all = how.batch() * how.h();
        int blocks = Math.ceilDiv(n, GemmKernels.CAUSAL_ROWS);
        parallel.run(all * blocks, (index, worker) -> {
            // The last blocks are the longest; started first, they leave no thread waiting at the end.
            int first = (blocks - 1 - index / all) * GemmKernels.CAUSAL_ROWS;
            int rows = Math.min(GemmKernels.CAUSAL_ROWS, n - first);
            int keys = how.firstRow() + first + rows;
            int slice = index % all;
            if (pattern == null) {
                block(slice, first, rows, products.tile(worker, (long) rows * keys), 0, keys);
            } else {
                block(slice, first, rows, pattern.data(), pattern.at(slice, first, 0), pattern.columns());
            }
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
                addRows(tile, rows, keys, sums, at, mean.columns(), head == start);
            }
            if (parts == 1) {
                finish(mean, first, rows);
            }
        });
        if (parts > 1) {
            addParts(mean, others, parts - 1);
        }
    }

    /// Adds the block's first `keys` keys of each row, of which those that a row may not see are 0.
    private static void addRows(
            MemorySegment tile, int rows, int keys, MemorySegment sums, long at, int columns, boolean isFirst) {
        for (int i = 0; i < rows; i++) {
            long from = (long) i * keys * Float.BYTES;
            long to = at + (long) i * columns * Float.BYTES;
            if (isFirst) {
                MemorySegment.copy(tile, from, sums, to, (long) keys * Float.BYTES);
            } else {
                RowKernels.add(sums, to, tile, from, keys);
            }
        }
    }

    private void addParts(SegmentTensor mean, MemorySegment others, int count) {
        int columns = mean.columns();
        parallel.run(n, (row, _) -> {
            int keys = how.firstRow() + row + 1;
            for (int part = 0; part < count; part++) {
                long from = ((long) part * n + row) * columns * Float.BYTES;
                RowKernels.add(mean.data(), mean.at(0, row, 0), others, from, keys);
            }
            finish(mean, row, 1);
        });
    }

    /// Rows that are summed up become means, and their hidden keys 0.
    private void finish(SegmentTensor mean, int first, int rows) {
        float share = 1f / how.h();
        for (int row = first; row < first + rows; row++) {
            int visible = how.firstRow() + row + 1;
            long at = mean.at(0, row, 0);
            RowKernels.scale(mean.data(), at, share, mean.data(), at, visible);
            CpuKernels.hide(mean, row, 0, visible);
        }
    }

    /// @param slice  sequence and head
    /// @param slab   where the rows' scores go, from `at` on, `stride` values apart
    private void block(int slice, int first, int rows, MemorySegment slab, long at, int stride) {
        int sequence = slice / how.h();
        int head = slice % how.h();
        int keys = how.firstRow() + first + rows;
        int column = head / (how.h() / how.g()) * d;
        int cached = sequence * capacity;
        long queries = q.at(0, sequence * n + first, head * d);
        if (rows == 1) {
            RowAttention.scores(q.data(), queries, k, cached, column, keys, d, how.scale(), slab, at);
        } else {
            products.gemm()
                    .timesTransposed(
                            rows,
                            keys,
                            d,
                            how.scale(),
                            q.data().address() + queries,
                            q.columns(),
                            k.data().address() + k.at(0, cached, column),
                            k.columns(),
                            slab.address() + at,
                            stride);
        }
        for (int i = 0; i < rows; i++) {
            int position = how.firstRow() + first + i;
            long row = at + (long) i * stride * Float.BYTES;
            RowKernels.softmax(slab, row, position, how.window(), stride, slab);
        }
        long mixed = out.at(0, sequence * n + first, head * d);
        if (rows == 1) {
            RowAttention.mix(slab, at, v, cached, column, keys, d, out.data(), mixed);
        } else {
            products.gemm()
                    .times(
                            rows,
                            d,
                            keys,
                            slab.address() + at,
                            stride,
                            v.data().address() + v.at(0, cached, column),
                            v.columns(),
                            out.data().address() + mixed,
                            out.columns());
        }
    }
}
