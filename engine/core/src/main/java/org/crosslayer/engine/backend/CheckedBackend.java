package org.crosslayer.engine.backend;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks every argument once, for all backends, and hands them to the [Kernels] of one of them.
///
/// @param <T> tensors of the backend
/// @param <W> its weights
public abstract class CheckedBackend<T extends DenseTensor, W extends Weight> implements Backend {
    private final Class<T> tensorType;
    private final Class<W> weightType;
    private final Kernels<T, W> kernels;
    private final GradientKernels<T, W> gradientKernels;

    protected CheckedBackend(
            Class<T> tensorType, Class<W> weightType, Kernels<T, W> kernels, GradientKernels<T, W> gradientKernels) {
        this.tensorType = tensorType;
        this.weightType = weightType;
        this.kernels = kernels;
        this.gradientKernels = gradientKernels;
    }

    @Override
    public final Gradients gradients() {
        return new CheckedGradients<>(this, gradientKernels);
    }

    @Override
    public final void write(float[] values, Tensor target) {
        Shapes.requireLength("The array for a tensor", values.length, target.size());
        kernels.write(values, own(target));
    }

    @Override
    public final float[] read(Tensor source) {
        float[] values = new float[Math.toIntExact(source.size())];
        kernels.read(own(source), values);
        return values;
    }

    @Override
    public final void read(Tensor source, float[] values) {
        Shapes.requireLength("The array for a tensor", values.length, source.size());
        kernels.read(own(source), values);
    }

    @Override
    public final void copy(Tensor source, Tensor target) {
        if (source.size() != target.size()) {
            throw Shapes.wrong("The target of a copy", target, "as large as " + source);
        }
        kernels.copy(own(source), own(target));
    }

    @Override
    public final void embed(Weight table, int[] ids, Tensor out) {
        Shapes.requireIndices("The list of token ids", ids, table.rows());
        Shapes.require("The output of embed", out, 1, ids.length, table.columns());
        kernels.embed(own(table), ids, own(out));
    }

    @Override
    public final void rmsNorm(Tensor x, Weight gain, float eps, Tensor out) {
        Shapes.requireVector("The gain of a norm", gain, x.columns());
        Shapes.requireSame("The output of rmsNorm", out, x);
        kernels.rmsNorm(own(x), own(gain), eps, own(out));
    }

    @Override
    public final void layerNorm(Tensor x, Weight gain, @Nullable Weight bias, float eps, Tensor out) {
        Shapes.requireVector("The gain of a norm", gain, x.columns());
        if (bias != null) {
            Shapes.requireVector("The bias of a norm", bias, x.columns());
        }
        Shapes.requireSame("The output of layerNorm", out, x);
        kernels.layerNorm(own(x), own(gain), bias == null ? null : own(bias), eps, own(out));
    }

    @Override
    public final void linear(Tensor x, Weight w, @Nullable Weight bias, Tensor out) {
        requireLinear(x, w, out);
        if (bias != null) {
            Shapes.requireVector("The bias of a linear map", bias, w.rows());
        }
        kernels.linear(own(x), own(w), bias == null ? null : own(bias), own(out));
    }

    @Override
    public final void linears(Tensor x, List<Linear> maps) {
        kernels.linears(own(x), maps.stream().map(map -> checked(x, map)).toList());
    }

    private Kernels.Typed<T, W> checked(Tensor x, Linear map) {
        requireLinear(x, map.w(), map.out());
        Weight bias = map.bias();
        if (bias != null) {
            Shapes.requireVector("The bias of a linear map", bias, map.w().rows());
        }
        return new Kernels.Typed<>(own(map.w()), bias == null ? null : own(bias), own(map.out()));
    }

    private static void requireLinear(Tensor x, Weight w, Tensor out) {
        Shapes.require("The input of a linear map", x, 1, x.rows(), w.columns());
        Shapes.require("The output of a linear map", out, 1, x.rows(), w.rows());
    }

    @Override
    public final void linearAdd(Tensor x, Weight w, Tensor sum, Tensor spare) {
        requireLinear(x, w, sum);
        Shapes.requireSame("The spare room of linearAdd", spare, sum);
        kernels.linearAdd(own(x), own(w), own(sum), own(spare));
    }

    @Override
    public final void linearAddNorm(Tensor x, Weight w, Tensor sum, Tensor spare, Weight gain, float eps, Tensor out) {
        requireLinear(x, w, sum);
        Shapes.requireSame("The spare room of linearAddNorm", spare, sum);
        Shapes.requireVector("The gain of a norm", gain, w.rows());
        Shapes.requireSame("The output of linearAddNorm", out, sum);
        kernels.linearAddNorm(own(x), own(w), own(sum), own(spare), own(gain), eps, own(out));
    }

    @Override
    public final void gatedLinear(Activation activation, Tensor x, Weight gate, Weight up, Tensor out, Tensor spare) {
        requireLinear(x, gate, out);
        requireLinear(x, up, spare);
        Shapes.requireSame("The spare room of gatedLinear", spare, out);
        kernels.gatedLinear(activation, own(x), own(gate), own(up), own(out), own(spare));
    }

    @Override
    public final void ropeEach(
            Tensor x, int batch, int heads, int firstPosition, Tensor cos, Tensor sin, RopeLayout layout) {
        int n = Shapes.rowsEach("The rows of ropeEach", x, batch);
        AttentionShapes.requireRope(x, n, heads, firstPosition, cos, sin);
        kernels.ropeEach(own(x), n, heads, firstPosition, own(cos), own(sin), layout, this::rowsOf);
    }

    @Override
    public final void copyEach(Tensor rows, int batch, Tensor room, int first) {
        AttentionShapes.requireRoom("copyEach", rows, batch, room, first);
        kernels.copyEach(own(rows), batch, own(room), first, this::rowsOf);
    }

    @Override
    public final void linearEach(
            Tensor x, Weight w, @Nullable Weight bias, Tensor spare, int batch, Tensor room, int first) {
        requireLinear(x, w, spare);
        if (bias != null) {
            Shapes.requireVector("The bias of a linear map", bias, w.rows());
        }
        AttentionShapes.requireRoom("linearEach", spare, batch, room, first);
        kernels.linearEach(
                own(x), own(w), bias == null ? null : own(bias), own(spare), batch, own(room), first, this::rowsOf);
    }

    @Override
    public final void turnAndKeep(
            Attending how,
            Tensor q,
            Tensor k,
            Tensor v,
            Tensor cos,
            Tensor sin,
            RopeLayout layout,
            Tensor keys,
            Tensor values) {
        AttentionShapes.requireKeeping("turnAndKeep", how, q, k, v, cos, sin, keys, values);
        kernels.turnAndKeep(
                how, own(q), own(k), own(v), own(cos), own(sin), layout, own(keys), own(values), this::rowsOf);
    }

    @Override
    public final void turnAndAttend(
            Attending how,
            Tensor q,
            Tensor k,
            Tensor v,
            Tensor cos,
            Tensor sin,
            RopeLayout layout,
            Tensor keys,
            Tensor values,
            Tensor out) {
        AttentionShapes.requireKeeping("turnAndAttend", how, q, k, v, cos, sin, keys, values);
        AttentionShapes.requireAttending("turnAndAttend", how, q, keys, values, out);
        kernels.turnAndAttend(
                how,
                own(q),
                own(k),
                own(v),
                own(cos),
                own(sin),
                layout,
                own(keys),
                own(values),
                own(out),
                this::rowsOf);
    }

    private T rowsOf(T tensor, int first, int count) {
        return own(tensor.rows(first, count));
    }

    @Override
    public final void attend(Attending how, Tensor q, Tensor k, Tensor v, @Nullable Tensor pattern, Tensor out) {
        int n = AttentionShapes.requireAttending("attend", how, q, k, v, out);
        if (pattern != null) {
            Shapes.require("The pattern of a batch", pattern, how.batch() * how.h(), n, how.firstRow() + n);
        }
        kernels.attend(how, own(q), own(k), own(v), pattern == null ? null : own(pattern), own(out));
    }

    @Override
    public final void attendMean(Attending how, Tensor q, Tensor k, Tensor v, Tensor mean, Tensor out) {
        if (how.batch() != 1) {
            throw new IllegalArgumentException("a mean over heads is that of one sequence, not of " + how.batch());
        }
        int n = AttentionShapes.requireAttending("attendMean", how, q, k, v, out);
        Shapes.require("The mean over heads", mean, 1, n, how.firstRow() + n);
        kernels.attendMean(how, own(q), own(k), own(v), own(mean), own(out));
    }

    @Override
    public final void attendKeeping(Attending how, Tensor q, Tensor k, Tensor v, Tensor scores, Tensor out) {
        int n = AttentionShapes.requireRows(how, "The queries", q, how.h());
        AttentionShapes.requireCache(how, n, k, how.g() * (q.columns() / how.h()));
        Shapes.requireSame("The values", v, k);
        Shapes.requireSame("The output of attendKeeping", out, q);
        AttentionShapes.requireScores(how, n, "The scores", scores);
        if (how.window() < how.firstRow() + n) {
            throw new IllegalArgumentException("A window of %d hides scores of the row at %d that are to be kept"
                    .formatted(how.window(), how.firstRow() + n - 1));
        }
        kernels.attendKeeping(how, own(q), own(k), own(v), own(scores), own(out));
    }

    @Override
    public final void correctScores(
            Attending how,
            @Nullable Tensor q,
            @Nullable Tensor k,
            Tensor z,
            int @Nullable [] headMap,
            HeadNet net,
            Tensor scores) {
        int h = how.h();
        if (net.heads() != h || (q == null) != (k == null) || (q == null && net.readsDifference())) {
            throw new IllegalArgumentException(
                    "A net of %d heads cannot correct %d, with a difference or without".formatted(net.heads(), h));
        }
        int n = z.rows();
        AttentionShapes.requireScores(how, n, "The scores that are corrected", z);
        AttentionShapes.requireScores(how, n, "The output of correctScores", scores);
        if (q != null && k != null) {
            Shapes.require("The low-rank queries", q, 1, how.batch() * n, q.columns());
            AttentionShapes.requireRows(how, "The low-rank queries", q, h + how.g());
            AttentionShapes.requireCache(how, n, k, how.g() * (q.columns() / (h + how.g())));
        }
        int[] map = headMap == null ? identity(h) : headMap;
        Shapes.requireLength("The head map", map.length, h);
        Shapes.requireIndices("The head map", map, h);
        kernels.correctScores(how, q == null ? null : own(q), k == null ? null : own(k), own(z), map, net, own(scores));
    }

    @Override
    public final void attendScored(Attending how, Tensor scores, Tensor v, Tensor out) {
        Shapes.requireWindow(how.window());
        int n = AttentionShapes.requireRows(how, "The output of attendScored", out, how.h());
        AttentionShapes.requireScores(how, n, "The scores", scores);
        AttentionShapes.requireCache(how, n, v, how.g() * (out.columns() / how.h()));
        kernels.attendScored(how, own(scores), own(v), own(out));
    }

    @Override
    public final void rope(Tensor x, int heads, int firstPosition, Tensor cos, Tensor sin, RopeLayout layout) {
        AttentionShapes.requireRope(x, x.rows(), heads, firstPosition, cos, sin);
        kernels.rope(own(x), heads, firstPosition, own(cos), own(sin), layout);
    }

    @Override
    public final void scores(Tensor q, Tensor k, int h, int g, float scale, Tensor out) {
        Shapes.requireHeads(h, g);
        if (q.columns() % h != 0) {
            throw Shapes.wrong("The query", q, "[1, n, %d × d]".formatted(h));
        }
        Shapes.require("The query", q, 1, q.rows(), q.columns());
        Shapes.require("The key", k, 1, k.rows(), q.columns() / h * g);
        Shapes.require("The output of scores", out, h, q.rows(), k.rows());
        if (k.rows() < q.rows()) {
            throw Shapes.wrong("The key", k, "at least as long as the query " + q);
        }
        kernels.scores(own(q), own(k), h, g, scale, own(out));
    }

    @Override
    public final void softCap(Tensor x, float cap) {
        if (!(cap > 0)) {
            throw new IllegalArgumentException("A soft cap is %s but must be above 0".formatted(cap));
        }
        kernels.softCap(own(x), cap);
    }

    @Override
    public final void addDistanceBias(Tensor scores, int firstRow, float[] slopes) {
        Shapes.requireCausal(scores, firstRow);
        Shapes.requireLength("The array of slopes for " + scores, slopes.length, scores.slices());
        kernels.addDistanceBias(own(scores), firstRow, slopes);
    }

    @Override
    public final void softmax(Tensor scores, int firstRow, int window, Tensor pattern) {
        Shapes.requireCausal(scores, firstRow);
        Shapes.requireWindow(window);
        Shapes.requireSame("The pattern", pattern, scores);
        kernels.softmax(own(scores), firstRow, window, own(pattern));
    }

    @Override
    public final void mix(Tensor pattern, int @Nullable [] headMap, int firstRow, Tensor v, int h, int g, Tensor out) {
        Shapes.requireHeads(h, g);
        Shapes.requireCausal(pattern, firstRow);
        if (v.columns() % g != 0) {
            throw Shapes.wrong("The value", v, "[1, keys, %d × d]".formatted(g));
        }
        Shapes.require("The value", v, 1, pattern.columns(), v.columns());
        Shapes.require("The output of mix", out, 1, pattern.rows(), v.columns() / g * h);
        int[] map = headMap == null ? identity(h) : headMap;
        Shapes.requireLength("The head map", map.length, h);
        Shapes.requireIndices("The head map", map, pattern.slices());
        kernels.mix(own(pattern), map, firstRow, own(v), h, g, own(out));
    }

    @Override
    public final void permuteHeads(Tensor pattern, int[] headMap, Tensor out) {
        Shapes.requireIndices("The head map", headMap, pattern.slices());
        Shapes.require("The output of permuteHeads", out, headMap.length, pattern.rows(), pattern.columns());
        kernels.permuteHeads(own(pattern), headMap, own(out));
    }

    @Override
    public final void alignHeads(
            Tensor z, int @Nullable [] headMap, int firstRow, HeadNet net, @Nullable Tensor difference, Tensor out) {
        int h = net.heads();
        Shapes.requireCausal(z, firstRow);
        Shapes.require("The output of alignHeads", out, h, z.rows(), z.columns());
        if (difference != null) {
            Shapes.requireSame("The difference", difference, out);
        } else if (net.readsDifference()) {
            throw new IllegalArgumentException("A net of %d heads reads a difference, but there is none".formatted(h));
        }
        int[] map = headMap == null ? identity(h) : headMap;
        Shapes.requireLength("The head map", map.length, h);
        Shapes.requireIndices("The head map", map, z.slices());
        kernels.alignHeads(own(z), map, firstRow, net, difference == null ? null : own(difference), own(out));
    }

    @Override
    public final void normalizeRows(Tensor x, int firstRow, int window, Tensor out) {
        Shapes.requireCausal(x, firstRow);
        Shapes.requireWindow(window);
        Shapes.requireSame("The output of normalizeRows", out, x);
        kernels.normalizeRows(own(x), firstRow, window, own(out));
    }

    @Override
    public final void headMean(Tensor pattern, Tensor out) {
        Shapes.require("The output of headMean", out, 1, pattern.rows(), pattern.columns());
        kernels.headMean(own(pattern), own(out));
    }

    @Override
    public final void gate(Activation activation, Tensor gate, Tensor up, Tensor out) {
        Shapes.requireSame("The up projection", up, gate);
        Shapes.requireSame("The output of gate", out, gate);
        kernels.gate(activation, own(gate), own(up), own(out));
    }

    @Override
    public final void activate(Activation activation, Tensor x, Tensor out) {
        Shapes.requireSame("The output of activate", out, x);
        kernels.activate(activation, own(x), own(out));
    }

    @Override
    public final void add(Tensor x, Tensor y) {
        Shapes.requireSame("The addend", y, x);
        kernels.add(own(x), own(y));
    }

    @Override
    public final void scale(Tensor x, float factor) {
        kernels.scale(own(x), factor);
    }

    @Override
    public final void crossEntropy(Tensor logits, int[] targets, double[] out) {
        Shapes.require("The logits", logits, 1, targets.length, logits.columns());
        Shapes.requireLength("The array of losses", out.length, targets.length);
        int highest = Arrays.stream(targets).max().orElse(-1);
        if (highest >= logits.columns()) {
            throw new IllegalArgumentException("A target is %d, but logits are %s".formatted(highest, logits));
        }
        kernels.crossEntropy(own(logits), targets, out);
    }

    @Override
    public final void pairSums(PairTerm term, Tensor p, Tensor q, int firstRow, int fromRow, double[] sums) {
        Shapes.requireCausal(p, firstRow);
        Shapes.require("The second pattern", q, q.slices(), p.rows(), p.columns());
        Shapes.requireLength("The array of sums", sums.length, (long) p.slices() * q.slices());
        int skip = Math.max(0, fromRow - firstRow);
        if (skip < p.rows()) {
            kernels.pairSums(term, own(p), own(q), firstRow, skip, sums);
        }
    }

    @Override
    public final void pairSums(PairTerm term, Tensor p, int firstRow, int fromRow, double[] sums) {
        Shapes.requireCausal(p, firstRow);
        Shapes.requireLength("The array of sums", sums.length, (long) p.slices() * p.slices());
        int skip = Math.max(0, fromRow - firstRow);
        if (skip < p.rows()) {
            kernels.pairSums(term, own(p), this::slices, firstRow, skip, sums);
        }
    }

    private T slices(T tensor, int first, int count) {
        int rows = tensor.rows();
        return own(tensor.as(1, tensor.slices() * rows, tensor.columns())
                .rows(first * rows, count * rows)
                .as(count, rows, tensor.columns()));
    }

    /// The tensor as this backend's own.
    ///
    /// @throws IllegalArgumentException if another backend made it
    T own(Tensor tensor) {
        if (!tensorType.isInstance(tensor)) {
            throw new IllegalArgumentException("A tensor %s of another backend than %s".formatted(tensor, name()));
        }
        T own = tensorType.cast(tensor);
        own.requireAlive();
        return own;
    }

    /// The weight as this backend's own.
    ///
    /// @throws IllegalArgumentException if another backend made it
    W own(Weight weight) {
        if (weightType.isInstance(weight)) {
            return weightType.cast(weight);
        }
        throw new IllegalArgumentException(
                "A weight [%d, %d] of another backend than %s".formatted(weight.rows(), weight.columns(), name()));
    }

    private static int[] identity(int h) {
        int[] map = new int[h];
        Arrays.setAll(map, a -> a);
        return map;
    }
}
