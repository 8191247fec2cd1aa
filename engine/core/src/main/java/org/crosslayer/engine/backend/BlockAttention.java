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
