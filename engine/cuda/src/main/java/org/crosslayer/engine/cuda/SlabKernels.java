package org.crosslayer.engine.cuda;

import java.lang.foreign.MemorySegment;
import org.crosslayer.engine.backend.PairTerm;
import org.crosslayer.engine.cuda.Products.Matrices;

/// Slabs of scores and patterns: products of heads, what happens to their rows, and comparing them.
final class SlabKernels {
    /// Pairs of slices that a block of [#pairSums] compares at once.
    private static final int PAIR_THREADS = 256;
    /// Keys of a tile there, and one more against bank conflicts: TILE_STRIDE in attention.cu.
    private static final int TILE_STRIDE = 33;

    private final Card card;
    private final KernelLibrary library;
    private final Launch launch;
    private final Products products;
    private final LinearKernels linear;

    SlabKernels(Card card, KernelLibrary library, Launch launch, Products products, LinearKernels linear) {
        this.card = card;
        this.library = library;
        this.launch = launch;
        this.products = products;
        this.linear = linear;
    }

    /// Head by head; heads that share a key lie `h / g` apart, so that one call serves each place within a group.
    void scores(CudaTensor q, CudaTensor k, int h, int g, float scale, CudaTensor out) {
        int d = q.columns() / h;
        int shared = h / g;
        long slice = (long) q.rows() * k.rows();
        if (k.narrow()) {
            long rounded = linear.rounded(q);
            for (int place = 0; place < shared; place++) {
                products.multiplyRounded(
                        q.rows(),
                        k.rows(),
                        d,
                        scale,
                        new Matrices(rounded + (long) place * d * Short.BYTES, h * d, (long) shared * d),
                        new Matrices(k.place(), g * d, d),
                        true,
                        false,
                        new Matrices(out.address() + place * slice * Float.BYTES, k.rows(), shared * slice),
                        false,
                        g);
            }
            return;
        }
        for (int place = 0; place < shared; place++) {
            products.multiply(
                    q.rows(),
                    k.rows(),
                    d,
                    scale,
                    new Matrices(q.address() + (long) place * d * Float.BYTES, h * d, (long) shared * d),
                    false,
                    new Matrices(k.address(), g * d, d),
                    true,
                    false,
                    new Matrices(out.address() + place * slice * Float.BYTES, k.rows(), shared * slice),
                    g);
        }
    }

    void addDistanceBias(CudaTensor scores, int firstRow, float[] slopes) {
        long places = card.scratch((long) slopes.length * Float.BYTES);
        card.upload(MemorySegment.ofArray(slopes), places);
        attention("addDistanceBias")
                .pointer(scores)
                .pointer(places)
                .integer(scores.rows())
                .integer(scores.columns())
                .integer(firstRow)
                .overRows(scores.allRows());
    }

    void softmax(CudaTensor scores, int firstRow, int window, CudaTensor pattern) {
        attention("softmax")
                .pointer(scores)
                .integer(scores.rows())
                .integer(scores.columns())
                .integer(firstRow)
                .integer(window)
                .pointer(pattern)
                .overRows(scores.allRows());
    }

    /// As [#scores] where heads keep their places, otherwise head by head.
    void mix(CudaTensor pattern, int[] headMap, int firstRow, CudaTensor v, int h, int g, CudaTensor out) {
        int d = v.columns() / g;
        int shared = h / g;
        long slice = (long) pattern.rows() * pattern.columns();
        boolean keepsPlaces = keepsPlaces(headMap);
        boolean narrow = out.narrow();
        long rounded = v.narrow() ? linear.rounded(pattern) : 0;
        for (int call = 0; call < (keepsPlaces ? shared : h); call++) {
            long source = keepsPlaces ? call : headMap[call];
            long values = keepsPlaces ? 0 : (long) call / shared * d;
            if (v.narrow()) {
                products.multiplyRounded(
                        pattern.rows(),
                        d,
                        pattern.columns(),
                        1,
                        new Matrices(rounded + source * slice * Short.BYTES, pattern.columns(), shared * slice),
                        new Matrices(v.place() + values * Short.BYTES, g * d, d),
                        false,
                        false,
                        new Matrices(
                                out.place() + (long) call * d * (narrow ? Short.BYTES : Float.BYTES),
                                h * d,
                                (long) shared * d),
                        narrow,
                        keepsPlaces ? g : 1);
                continue;
            }
            products.multiply(
                    pattern.rows(),
                    d,
                    pattern.columns(),
                    1,
                    new Matrices(pattern.address() + source * slice * Float.BYTES, pattern.columns(), shared * slice),
                    false,
                    new Matrices(v.address() + values * Float.BYTES, g * d, d),
                    false,
                    false,
                    new Matrices(out.address() + (long) call * d * Float.BYTES, h * d, (long) shared * d),
                    keepsPlaces ? g : 1);
        }
    }

    private static boolean keepsPlaces(int[] headMap) {
        for (int a = 0; a < headMap.length; a++) {
            if (headMap[a] != a) {
                return false;
            }
        }
        return true;
    }

    void permuteHeads(CudaTensor pattern, int[] headMap, CudaTensor out) {
        long slice = (long) pattern.rows() * pattern.columns() * Float.BYTES;
        for (int a = 0; a < headMap.length; a++) {
            card.copy(pattern.address() + headMap[a] * slice, out.address() + a * slice, slice);
        }
    }

    void normalizeRows(CudaTensor x, int firstRow, int window, CudaTensor out) {
        attention("normalizeRows")
                .pointer(x)
                .integer(x.rows())
                .integer(x.columns())
                .integer(firstRow)
                .integer(window)
                .pointer(out)
                .overRows(x.allRows());
    }

    /// @param pattern of `slices` heads, each as large as `out`
    void headMean(long pattern, int slices, CudaTensor out) {
        rows("headMean")
                .pointer(pattern)
                .integer(slices)
                .integer(out.rows())
                .integer(out.columns())
                .pointer(out)
                .overValues(out.size());
    }

    void pairSums(PairTerm term, CudaTensor p, CudaTensor q, int firstRow, int skip, double[] sums) {
        int pairs = sums.length;
        int blocks = Math.min(p.rows() - skip, 4 * card.device().multiprocessors());
        long totals = card.scratch((long) (blocks + 1) * pairs * Double.BYTES);
        long partial = totals + (long) pairs * Double.BYTES;
        attention("pairSums")
                .integer(Codes.of(term))
                .pointer(p)
                .pointer(q)
                .integer(p.slices())
                .integer(q.slices())
                .integer(p.rows())
                .integer(p.columns())
                .integer(firstRow)
                .integer(skip)
                .pointer(partial)
                .run(
                        blocks,
                        Math.ceilDiv(pairs, PAIR_THREADS),
                        PAIR_THREADS,
                        2 * (p.slices() + q.slices()) * TILE_STRIDE * Float.BYTES);
        rows("sumColumns")
                .pointer(partial)
                .integer(blocks)
                .integer(pairs)
                .pointer(totals)
                .overValues(pairs);
        double[] added = card.numbers(totals, pairs);
        for (int i = 0; i < pairs; i++) {
            sums[i] += added[i];
        }
    }

    private Launch rows(String kernel) {
        return launch.of(library.kernel(KernelSource.ROWS, kernel));
    }

    private Launch attention(String kernel) {
        return launch.of(library.kernel(KernelSource.ATTENTION, kernel));
    }
}
