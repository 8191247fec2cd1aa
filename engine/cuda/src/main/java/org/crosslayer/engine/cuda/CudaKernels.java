package org.crosslayer.engine.cuda;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.backend.Attending;
import org.crosslayer.engine.backend.HeadNet;
import org.crosslayer.engine.backend.Kernels;
import org.crosslayer.engine.backend.PairTerm;
import org.crosslayer.engine.backend.RopeLayout;
import org.jspecify.annotations.Nullable;

/// The operations on the card: each a product, or a kernel of the same name, started and not waited for.
final class CudaKernels implements Kernels<CudaTensor, CudaWeight> {
    /// Neighbours that a thread takes.
    private static final int EIGHT = 8;

    private final Card card;
    private final KernelLibrary library;
    private final Launch launch;
    private final WeightKernels weights;
    private final LinearKernels linear;
    private final NormKernels norms;
    private final HeadNetKernels heads;
    private final AttendKernels attend;
    private final SlabKernels slabs;

    CudaKernels(
            Card card,
            KernelLibrary library,
            Launch launch,
            Products products,
            WeightKernels weights,
            LinearKernels linear,
            NormKernels norms,
            HeadNetKernels heads) {
        this.card = card;
        this.library = library;
        this.launch = launch;
        this.weights = weights;
        this.linear = linear;
        this.norms = norms;
        this.heads = heads;
        attend = new AttendKernels(card, library, launch, linear);
        slabs = new SlabKernels(card, library, launch, products, linear);
    }

    @Override
    public void write(float[] values, CudaTensor target) {
        long to = target.narrow() ? card.room(Card.Room.INPUT, target.size() * Float.BYTES) : target.address();
        card.upload(MemorySegment.ofArray(values), to);
        if (target.narrow()) {
            linear.convert(to, false, target.place(), true, target.size());
        }
    }

    @Override
    public void read(CudaTensor source, float[] values) {
        card.download(linear.widened(source), MemorySegment.ofArray(values));
    }

    @Override
    public void copy(CudaTensor source, CudaTensor target) {
        if (source.narrow() == target.narrow()) {
            card.copy(source.place(), target.place(), source.bytes());
        } else {
            linear.convert(source.place(), source.narrow(), target.place(), target.narrow(), source.size());
        }
    }

    @Override
    public void embed(CudaWeight table, int[] ids, CudaTensor out) {
        long places = card.scratch((long) ids.length * Integer.BYTES);
        card.upload(MemorySegment.ofArray(ids), places);
        weights.embed(table, places, ids.length, out);
    }

    @Override
    public void rmsNorm(CudaTensor x, CudaWeight gain, float eps, CudaTensor out) {
        norms.rms(x, gain, eps, out);
    }

    @Override
    public void layerNorm(CudaTensor x, CudaWeight gain, @Nullable CudaWeight bias, float eps, CudaTensor out) {
        norms.layer(x, gain, bias, eps, out);
    }

    @Override
    public void linear(CudaTensor x, CudaWeight w, @Nullable CudaWeight bias, CudaTensor out) {
        linear.linears(x, List.of(new Typed<>(w, bias, out)));
    }

    /// Straight to its place where a product can write rows so far apart.
    @Override
    public void linearEach(
            CudaTensor x,
            CudaWeight w,
            @Nullable CudaWeight bias,
            CudaTensor spare,
            int batch,
            CudaTensor room,
            int first,
            PartOf<CudaTensor> rowsOf) {
        if (x.rows() != batch || bias != null || !linear.apart(x, w, room, first)) {
            Kernels.super.linearEach(x, w, bias, spare, batch, room, first, rowsOf);
        }
    }

    @Override
    public void linears(CudaTensor x, List<Typed<CudaTensor, CudaWeight>> maps) {
        linear.linears(x, maps);
    }

    @Override
    public void linearAdd(CudaTensor x, CudaWeight w, CudaTensor sum, CudaTensor spare) {
        linear.add(x, w, sum);
    }

    @Override
    public void linearAddNorm(
            CudaTensor x, CudaWeight w, CudaTensor sum, CudaTensor spare, CudaWeight gain, float eps, CudaTensor out) {
        if (!linear.addNorm(x, w, sum, gain, eps, out)) {
            Kernels.super.linearAddNorm(x, w, sum, spare, gain, eps, out);
        }
    }

    @Override
    public void gatedLinear(
            Activation activation, CudaTensor x, CudaWeight gate, CudaWeight up, CudaTensor out, CudaTensor spare) {
        linear.gated(activation, x, gate, up, out, spare);
    }

    @Override
    public void attend(
            Attending how, CudaTensor q, CudaTensor k, CudaTensor v, @Nullable CudaTensor pattern, CudaTensor out) {
        attend.attend(how, q, k, v, pattern, out);
    }

    @Override
    public void attendMean(Attending how, CudaTensor q, CudaTensor k, CudaTensor v, CudaTensor mean, CudaTensor out) {
        if (q.rows() == 1) {
            slabs.headMean(attend.rowOfPatterns(how, q, k, v, out), how.h(), mean);
        } else {
            attend.attendMean(how, q, k, v, mean, out);
        }
    }

    @Override
    public void attendKeeping(
            Attending how, CudaTensor q, CudaTensor k, CudaTensor v, CudaTensor scores, CudaTensor out) {
        attend.attendKeeping(how, q, k, v, scores, out);
    }

    @Override
    public void correctScores(
            Attending how,
            @Nullable CudaTensor q,
            @Nullable CudaTensor k,
            CudaTensor z,
            int[] headMap,
            HeadNet net,
            CudaTensor scores) {
        heads.correct(how, q, k, z, headMap, net, scores);
    }

    @Override
    public void attendScored(Attending how, CudaTensor scores, CudaTensor v, CudaTensor out) {
        attend.attendScored(how, scores, v, out);
    }

    @Override
    public void rope(CudaTensor x, int heads, int firstPosition, CudaTensor cos, CudaTensor sin, RopeLayout layout) {
        rope(x, x.rows(), heads, firstPosition, cos, sin, layout);
    }

    @Override
    public void ropeEach(
            CudaTensor x,
            int n,
            int heads,
            int firstPosition,
            CudaTensor cos,
            CudaTensor sin,
            RopeLayout layout,
            PartOf<CudaTensor> rowsOf) {
        rope(x, n, heads, firstPosition, cos, sin, layout);
    }

    @Override
    public void turnAndKeep(
            Attending how,
            CudaTensor q,
            CudaTensor k,
            CudaTensor v,
            CudaTensor cos,
            CudaTensor sin,
            RopeLayout layout,
            CudaTensor keys,
            CudaTensor values,
            PartOf<CudaTensor> rowsOf) {
        int pairs = cos.columns();
        int first = how.firstRow();
        boolean whole = layout == RopeLayout.HALF_SPLIT && q.columns() == how.h() * 2 * pairs && pairs % EIGHT == 0;
        if (!whole || v.narrow() != k.narrow() || values.narrow() != keys.narrow()) {
            Kernels.super.turnAndKeep(how, q, k, v, cos, sin, layout, keys, values, rowsOf);
            return;
        }
        long skipped = (long) first * pairs * Float.BYTES;
        rows("turnAndKeep")
                .values(q)
                .pointer(k.place())
                .values(v)
                .integer(q.rows())
                .integer(q.rows() / how.batch())
                .integer(how.h())
                .integer(how.g())
                .pointer(cos.address() + skipped)
                .pointer(sin.address() + skipped)
                .integer(pairs)
                .pointer(keys.place())
                .values(values)
                .integer(keys.rows() / how.batch())
                .integer(first)
                .overValues((long) q.rows() * (how.h() + 2 * how.g()) * (pairs / EIGHT));
    }

    /// One row of each sequence turns while attention brings keys and values of the rows before it.
    @Override
    public void turnAndAttend(
            Attending how,
            CudaTensor q,
            CudaTensor k,
            CudaTensor v,
            CudaTensor cos,
            CudaTensor sin,
            RopeLayout layout,
            CudaTensor keys,
            CudaTensor values,
            CudaTensor out,
            PartOf<CudaTensor> rowsOf) {
        if (AttendKernels.turns(how, q, k, v, cos)) {
            attend.turnAndAttend(how, q, new AttendKernels.Turning(k, v, cos, sin, layout), keys, values, out);
        } else {
            Kernels.super.turnAndAttend(how, q, k, v, cos, sin, layout, keys, values, out, rowsOf);
        }
    }

    private void rope(
            CudaTensor x, int each, int heads, int firstPosition, CudaTensor cos, CudaTensor sin, RopeLayout layout) {
        int pairs = cos.columns();
        long skipped = (long) firstPosition * pairs * Float.BYTES;
        boolean split = layout == RopeLayout.HALF_SPLIT;
        rows("rope")
                .values(x)
                .integer(x.rows())
                .integer(each)
                .integer(heads)
                .integer(x.columns() / heads)
                .pointer(cos.address() + skipped)
                .pointer(sin.address() + skipped)
                .integer(pairs)
                .integer(split ? 1 : 2)
                .integer(split ? pairs : 1)
                .overValues((long) x.rows() * heads * pairs);
    }

    @Override
    public void copyEach(CudaTensor rows, int batch, CudaTensor room, int first, PartOf<CudaTensor> rowsOf) {
        rows("copyEach")
                .values(rows)
                .integer(rows.rows() / batch)
                .integer(rows.columns())
                .values(room)
                .integer(room.rows() / batch)
                .integer(first)
                .size(rows.size())
                .overValues(rows.size());
    }

    @Override
    public void scores(CudaTensor q, CudaTensor k, int h, int g, float scale, CudaTensor out) {
        slabs.scores(q, k, h, g, scale, out);
    }

    @Override
    public void softCap(CudaTensor x, float cap) {
        rows("softCap").pointer(x).real(cap).size(x.size()).overValues(x.size());
    }

    @Override
    public void addDistanceBias(CudaTensor scores, int firstRow, float[] slopes) {
        slabs.addDistanceBias(scores, firstRow, slopes);
    }

    @Override
    public void softmax(CudaTensor scores, int firstRow, int window, CudaTensor pattern) {
        slabs.softmax(scores, firstRow, window, pattern);
    }

    @Override
    public void mix(CudaTensor pattern, int[] headMap, int firstRow, CudaTensor v, int h, int g, CudaTensor out) {
        slabs.mix(pattern, headMap, firstRow, v, h, g, out);
    }

    @Override
    public void permuteHeads(CudaTensor pattern, int[] headMap, CudaTensor out) {
        slabs.permuteHeads(pattern, headMap, out);
    }

    @Override
    public void alignHeads(
            CudaTensor z, int[] headMap, int firstRow, HeadNet net, @Nullable CudaTensor difference, CudaTensor out) {
        heads.align(z, headMap, firstRow, net, difference, out);
    }

    @Override
    public void normalizeRows(CudaTensor x, int firstRow, int window, CudaTensor out) {
        slabs.normalizeRows(x, firstRow, window, out);
    }

    @Override
    public void headMean(CudaTensor pattern, CudaTensor out) {
        slabs.headMean(pattern.address(), pattern.slices(), out);
    }

    @Override
    public void gate(Activation activation, CudaTensor gate, CudaTensor up, CudaTensor out) {
        linear.gate(activation, gate, up, out);
    }

    @Override
    public void activate(Activation activation, CudaTensor x, CudaTensor out) {
        CudaTensor.requireAlike(x, out);
        rows("activateAll")
                .integer(Codes.of(activation))
                .pointer(x.place())
                .values(out)
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
        slabs.pairSums(term, p, q, firstRow, skip, sums);
    }

    private Launch rows(String kernel) {
        return launch.of(library.kernel(KernelSource.ROWS, kernel));
    }
}
