package org.crosslayer.engine.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.crosslayer.engine.tensor.DType;

/// Everything that is a matrix product: linear maps of many rows, scores, and mixing values.
///
/// Products are cut into tiles that the crew shares out, each a single-threaded product of ND4J.
final class GemmKernels implements AutoCloseable {
    /// Widened weights of one tile: 2 MiB. Smaller ones stay in the second-level cache, but OpenBLAS packs the inputs
    /// again for each tile, which costs more.
    static final int TILE_VALUES = 512 * 1024;
    /// Rows of a causal slab that share one product; smaller skips more hidden keys, larger is more efficient.
    static final int CAUSAL_ROWS = 128;

    private final Parallel parallel;
    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> scratch = new ArrayList<>();
    private MemorySegment partialSums = MemorySegment.NULL;
    private final ThreadLocal<Nd4jGemm> gemm = ThreadLocal.withInitial(Nd4jGemm::new);

    GemmKernels(Parallel parallel) {
        this.parallel = parallel;
        for (int i = 0; i < parallel.threads(); i++) {
            scratch.add(arena.allocate((long) TILE_VALUES * Float.BYTES, 64));
        }
    }

    /// `out [n, w.rows] = x [n, w.columns] · wᵀ`, tile by tile of `w`'s rows.
    void linear(SegmentTensor x, StoredWeight w, SegmentTensor out) {
        int k = w.columns();
        int most = Math.max(1, TILE_VALUES / k);
        int tiles = Math.ceilDiv(w.rows(), most);
        int tileRows = Math.ceilDiv(w.rows(), Math.ceilDiv(tiles, parallel.threads()) * parallel.threads());
        parallel.run(Math.ceilDiv(w.rows(), tileRows), (tile, worker) -> {
            int first = tile * tileRows;
            int rows = Math.min(tileRows, w.rows() - first);
            long weights = floats(w, first, rows, worker);
            gemm.get()
                    .timesTransposed(
                            x.rows(),
                            rows,
                            k,
                            1,
                            x.data().address(),
                            k,
                            weights,
                            k,
                            out.data().address() + out.at(0, 0, first),
                            out.columns());
        });
    }

    /// The address of rows of a weight as float32: where it lies, or widened.
    ///
    /// Native code never gets an address inside a mapped file: should the file be cut, its fault would end
    /// the JVM, while Java's own copy ends in an error.
    long floats(StoredWeight w, int first, int rows, int worker) {
        long start = (long) first * w.columns();
        if (w.dtype() == DType.F32 && !w.data().isMapped()) {
            return w.data().address() + start * Float.BYTES;
        }
        MemorySegment target = tile(worker, (long) rows * w.columns());
        Widening.widen(w, start, rows * w.columns(), target, 0);
        return target.address();
    }

    /// Scratch memory of a worker, at least `values` floats; holds what it last held only until the worker's
    /// next call.
    MemorySegment tile(int worker, long values) {
        MemorySegment own = scratch.get(worker);
        if (own.byteSize() < values * Float.BYTES) {
            own = arena.allocate(values * Float.BYTES, 64);
            scratch.set(worker, own);
        }
        return own;
    }

    /// Scratch memory for all workers together, at least `values` floats, until the next call.
    MemorySegment partialSums(long values) {
        if (partialSums.byteSize() < values * Float.BYTES) {
            partialSums = arena.allocate(values * Float.BYTES, 64);
        }
        return partialSums;
    }

    /// `out [h, n, keys] = scale · q kᵀ`, without the keys that a whole block of rows cannot see.
    void scores(SegmentTensor q, SegmentTensor k, int h, int g, float scale, SegmentTensor out) {
        int d = q.columns() / h;
        int firstRow = k.rows() - q.rows();
        overCausalBlocks(h, q.rows(), (head, first, rows) -> gemm.get()
                .timesTransposed(
                        rows,
                        firstRow + first + rows,
                        d,
                        scale,
                        q.data().address() + q.at(0, first, head * d),
                        q.columns(),
                        k.data().address() + k.at(0, 0, head / (h / g) * d),
                        k.columns(),
                        out.data().address() + out.at(head, first, 0),
                        out.columns()));
    }

    /// `out [n, h × d]`: head `a` is `pattern[headMap[a]] · v`, without the keys that a block cannot see.
    void mix(SegmentTensor pattern, int[] headMap, int firstRow, SegmentTensor v, int h, int g, SegmentTensor out) {
        int d = v.columns() / g;
        overCausalBlocks(h, pattern.rows(), (head, first, rows) -> gemm.get()
                .times(
                        rows,
                        d,
                        firstRow + first + rows,
                        pattern.data().address() + pattern.at(headMap[head], first, 0),
                        pattern.columns(),
                        v.data().address() + v.at(0, 0, head / (h / g) * d),
                        v.columns(),
                        out.data().address() + out.at(0, first, head * d),
                        out.columns()));
    }

    /// The products of the calling thread.
    Nd4jGemm gemm() {
        return gemm.get();
    }

    /// Rows of one head of a causal slab.
    interface CausalBlock {
        void run(int head, int firstRow, int rows);
    }

    void overCausalBlocks(int h, int n, CausalBlock block) {
        int blocks = Math.ceilDiv(n, CAUSAL_ROWS);
        parallel.run(h * blocks, (index, _) -> {
            // The last blocks are the longest; started first, they leave no thread waiting at the end.
            int first = (blocks - 1 - index / h) * CAUSAL_ROWS;
            block.run(index % h, first, Math.min(CAUSAL_ROWS, n - first));
        });
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
        gemm.remove();
    }
}
