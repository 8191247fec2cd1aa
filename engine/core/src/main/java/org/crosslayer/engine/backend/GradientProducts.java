package org.crosslayer.engine.backend;

/// The gradients that are matrix products, cut into tiles for the crew as in [GemmKernels].
final class GradientProducts {
    private final Parallel parallel;
    private final GemmKernels products;

    GradientProducts(Parallel parallel, GemmKernels products) {
        this.parallel = parallel;
        this.products = products;
    }

    /// `dx = dy · w`: each worker takes some rows and passes over all of `w`, tile by tile of its rows.
    void linearInput(SegmentTensor dy, StoredWeight w, SegmentTensor dx) {
        int n = dy.rows();
        int in = w.columns();
        int blockRows = Math.max(1, Math.ceilDiv(n, parallel.threads()));
        int tileRows = Math.max(1, Math.min(w.rows(), GemmKernels.TILE_VALUES / in));
        parallel.run(Math.ceilDiv(n, blockRows), (block, worker) -> {
            int first = block * blockRows;
            int rows = Math.min(blockRows, n - first);
            for (int from = 0; from < w.rows(); from += tileRows) {
                int count = Math.min(tileRows, w.rows() - from);
                products.gemm()
                        .times(
                                rows,
                                in,
                                count,
                                1,
                                dy.data().address() + dy.at(0, first, from),
                                dy.columns(),
                                products.floats(w, from, count, worker),
                                in,
                                from == 0 ? 0 : 1,
                                dx.data().address() + dx.at(0, first, 0),
                                in);
            }
        });
    }

    /// `dw += dyᵀ x`, shared out by columns.
    void linearWeight(SegmentTensor dy, SegmentTensor x, SegmentTensor dw) {
        int width = Math.ceilDiv(dw.columns(), parallel.threads());
        parallel.run(Math.ceilDiv(dw.columns(), width), (block, _) -> {
            int first = block * width;
            products.gemm()
                    .transposedTimes(
                            dw.rows(),
                            Math.min(width, dw.columns() - first),
                            x.rows(),
                            1,
                            dy.data().address(),
                            dy.columns(),
                            x.data().address() + x.at(0, 0, first),
                            x.columns(),
                            1,
                            dw.data().address() + dw.at(0, 0, first),
                            dw.columns());
        });
    }

    /// `dq = scale · dScores · k`, without the keys that a block of rows cannot see.
    void queries(SegmentTensor dScores, SegmentTensor k, int h, int g, float scale, SegmentTensor dq) {
        int d = dq.columns() / h;
        products.overCausalBlocks(h, dq.rows(), (head, first, rows) -> products.gemm()
                .times(
                        rows,
                        d,
                        first + rows,
                        scale,
                        dScores.data().address() + dScores.at(head, first, 0),
                        dScores.columns(),
                        k.data().address() + k.at(0, 0, head / (h / g) * d),
                        k.columns(),
                        0,
                        dq.data().address() + dq.at(0, first, head * d),
                        dq.columns()));
    }

    /// `dk = scale · Σ dScoresᵀ · q`, without the rows that cannot see a block of keys.
    void keys(SegmentTensor dScores, SegmentTensor q, int h, int g, float scale, SegmentTensor dk) {
        int n = q.rows();
        int d = q.columns() / h;
        int shared = h / g;
        int blocks = Math.ceilDiv(n, GemmKernels.CAUSAL_ROWS);
        parallel.run(g * blocks, (index, _) -> {
            int group = index % g;
            int first = index / g * GemmKernels.CAUSAL_ROWS;
            for (int head = group * shared; head < (group + 1) * shared; head++) {
                products.gemm()
                        .transposedTimes(
                                Math.min(GemmKernels.CAUSAL_ROWS, n - first),
                                d,
                                n - first,
                                scale,
                                dScores.data().address() + dScores.at(head, first, first),
                                n,
                                q.data().address() + q.at(0, first, head * d),
                                q.columns(),
                                head == group * shared ? 0 : 1,
                                dk.data().address() + dk.at(0, first, group * d),
                                dk.columns());
            }
        });
    }
}
