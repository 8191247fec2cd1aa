package org.crosslayer.engine.cuda;

import java.lang.foreign.MemorySegment;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.backend.HeadNet;
import org.crosslayer.engine.backend.Kernels;
import org.crosslayer.engine.backend.PairTerm;
import org.crosslayer.engine.backend.RopeLayout;
import org.crosslayer.engine.cuda.Products.Matrices;
import org.jspecify.annotations.Nullable;

/// The operations on the card: each a product, or a kernel of the same name, started and not waited for.
final class CudaKernels implements Kernels<CudaTensor, CudaWeight> {
    /// Pairs of slices that a block of [#pairSums] compares at once.
    private static final int PAIR_THREADS = 256;
    /// Keys of a tile there, and one more against bank conflicts: TILE_STRIDE in attention.cu.
    private static final int TILE_STRIDE = 33;

    private final Card card;
    private final KernelLibrary library;
    private final Launch launch;
    private final Products products;
    private final HeadNetKernels heads;

    CudaKernels(Card card, KernelLibrary library, Launch launch, Products products, HeadNetKernels heads) {
        this.card = card;
        this.library = library;
        this.launch = launch;
        this.products = products;
        this.heads = heads;
    }

    @Override
    public void write(float[] values, CudaTensor target) {
        card.upload(MemorySegment.ofArray(values), target.address());
    }

    @Override
    public void read(CudaTensor source, float[] values) {
        card.download(source.address(), MemorySegment.ofArray(values));
    }

    @Override
    public void copy(CudaTensor source, CudaTensor target) {
        card.copy(source.address(), target.address(), source.bytes());
    }

    @Override
    public void embed(CudaWeight table, int[] ids, CudaTensor out) {
        long places = card.scratch((long) ids.length * Integer.BYTES);
        card.upload(MemorySegment.ofArray(ids), places);
        rows("embed")
                .pointer(table.address())
                .pointer(places)
                .integer(table.columns())
                .pointer(out)
                .overRows(ids.length);
    }

    @Override
    public void rmsNorm(CudaTensor x, CudaWeight gain, float eps, CudaTensor out) {
        rows("rmsNorm")
                .pointer(x)
                .pointer(gain.address())
                .integer(x.columns())
                .real(eps)
                .pointer(out)
                .overRows(x.allRows());
    }

    @Override
    public void layerNorm(CudaTensor x, CudaWeight gain, @Nullable CudaWeight bias, float eps, CudaTensor out) {
        rows("layerNorm")
                .pointer(x)
                .pointer(gain.address())
                .pointer(bias == null ? 0 : bias.address())
                .integer(x.columns())
                .real(eps)
                .pointer(out)
                .overRows(x.allRows());
    }

    @Override
    public void linear(CudaTensor x, CudaWeight w, @Nullable CudaWeight bias, CudaTensor out) {
        products.multiply(
                x.rows(),
                w.rows(),
                w.columns(),
                1,
                Matrices.one(x.address(), w.columns()),
                false,
                Matrices.one(w.address(), w.columns()),
                true,
                false,
                Matrices.one(out.address(), w.rows()),
                1);
        if (bias != null) {
            rows("addBias")
                    .pointer(out)
                    .pointer(bias.address())
                    .integer(w.rows())
                    .size(out.size())
                    .overValues(out.size());
        }
    }

    @Override
    public void rope(CudaTensor x, int heads, int firstPosition, CudaTensor cos, CudaTensor sin, RopeLayout layout) {
        int pairs = cos.columns();
        long skipped = (long) firstPosition * pairs * Float.BYTES;
        boolean split = layout == RopeLayout.HALF_SPLIT;
        rows("rope")
                .pointer(x)
                .integer(x.rows())
                .integer(heads)
                .integer(x.columns() / heads)
                .pointer(cos.address() + skipped)
                .pointer(sin.address() + skipped)
                .integer(pairs)
                .integer(split ? 1 : 2)
                .integer(split ? pairs : 1)
                .overValues((long) x.rows() * heads * pairs);
    }

    /// Head by head; heads that share a key lie `h / g` apart, so that one call serves each place within a group.
    @Override
    public void scores(CudaTensor q, CudaTensor k, int h, int g, float scale, CudaTensor out) {
        int d = q.columns() / h;
        int shared = h / g;
        long slice = (long) q.rows() * k.rows();
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

    @Override
    public void softCap(CudaTensor x, float cap) {
        rows("softCap").pointer(x).real(cap).size(x.size()).overValues(x.size());
    }

    @Override
    public void addDistanceBias(CudaTensor scores, int firstRow, float[] slopes) {
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

    @Override
    public void softmax(CudaTensor scores, int firstRow, int window, CudaTensor pattern) {
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
    @Override
    public void mix(CudaTensor pattern, int[] headMap, int firstRow, CudaTensor v, int h, int g, CudaTensor out) {
        int d = v.columns() / g;
        int shared = h / g;
        long slice = (long) pattern.rows() * pattern.columns();
        boolean keepsPlaces = keepsPlaces(headMap);
        for (int call = 0; call < (keepsPlaces ? shared : h); call++) {
            long source = keepsPlaces ? call : headMap[call];
            long values = keepsPlaces ? 0 : (long) call / shared * d;
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

    @Override
    public void permuteHeads(CudaTensor pattern, int[] headMap, CudaTensor out) {
        long slice = (long) pattern.rows() * pattern.columns() * Float.BYTES;
        for (int a = 0; a < headMap.length; a++) {
            card.copy(pattern.address() + headMap[a] * slice, out.address() + a * slice, slice);
        }
    }

    @Override
    public void alignHeads(
            CudaTensor z, int[] headMap, int firstRow, HeadNet net, @Nullable CudaTensor difference, CudaTensor out) {
        heads.align(z, headMap, firstRow, net, difference, out);
    }

    @Override
    public void normalizeRows(CudaTensor x, int firstRow, int window, CudaTensor out) {
        attention("normalizeRows")
                .pointer(x)
                .integer(x.rows())
                .integer(x.columns())
                .integer(firstRow)
                .integer(window)
                .pointer(out)
                .overRows(x.allRows());
    }

    @Override
    public void headMean(CudaTensor pattern, CudaTensor out) {
        rows("headMean")
                .pointer(pattern)
                .integer(pattern.slices())
                .size(out.size())
                .pointer(out)
                .overValues(out.size());
    }

    @Override
    public void gate(Activation activation, CudaTensor gate, CudaTensor up, CudaTensor out) {
        rows("gate")
                .integer(Codes.of(activation))
                .pointer(gate)
                .pointer(up)
                .pointer(out)
                .size(out.size())
                .overValues(out.size());
    }

    @Override
    public void activate(Activation activation, CudaTensor x, CudaTensor out) {
        rows("activateAll")
                .integer(Codes.of(activation))
                .pointer(x)
                .pointer(out)
                .size(out.size())
                .overValues(out.size());
    }

    @Override
    public void add(CudaTensor x, CudaTensor y) {
        rows("add").pointer(x).pointer(y).size(x.size()).overValues(x.size());
    }

    @Override
    public void scale(CudaTensor x, float factor) {
        rows("scale").pointer(x).real(factor).size(x.size()).overValues(x.size());
    }

    @Override
    public void crossEntropy(CudaTensor logits, int[] targets, double[] out) {
        int n = targets.length;
        long losses = card.scratch((long) n * (Double.BYTES + Integer.BYTES));
        long places = losses + (long) n * Double.BYTES;
        card.upload(MemorySegment.ofArray(targets), places);
        rows("crossEntropy")
                .pointer(logits)
                .pointer(places)
                .integer(logits.columns())
                .pointer(losses)
                .overRows(n);
        System.arraycopy(card.numbers(losses, n), 0, out, 0, n);
    }

    @Override
    public void pairSums(PairTerm term, CudaTensor p, CudaTensor q, int firstRow, int skip, double[] sums) {
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
