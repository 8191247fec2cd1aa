package org.crosslayer.engine.backend;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The operations of [Backend] on one kind of tensor and weight. Arguments have already been checked, by
/// [CheckedBackend].
///
/// Shapes and meanings are those of the operations of the same name there.
public interface Kernels<T extends DenseTensor, W extends Weight> {
    void write(float[] values, T target);

    void read(T source, float[] values);

    void copy(T source, T target);

    void embed(W table, int[] ids, T out);

    void rmsNorm(T x, W gain, float eps, T out);

    void layerNorm(T x, W gain, @Nullable W bias, float eps, T out);

    void linear(T x, W w, @Nullable W bias, T out);

    /// As [Linear], of one kind of tensor and weight.
    record Typed<T, W>(W w, @Nullable W bias, T out) {}

    default void linears(T x, List<Typed<T, W>> maps) {
        maps.forEach(map -> linear(x, map.w(), map.bias(), map.out()));
    }

    default void linearAdd(T x, W w, T sum, T spare) {
        linear(x, w, null, spare);
        add(sum, spare);
    }

    default void linearAddNorm(T x, W w, T sum, T spare, W gain, float eps, T out) {
        linearAdd(x, w, sum, spare);
        rmsNorm(sum, gain, eps, out);
    }

    default void gatedLinear(Activation activation, T x, W gate, W up, T out, T spare) {
        linear(x, gate, null, out);
        linear(x, up, null, spare);
        gate(activation, out, spare, out);
    }

    /// As [Backend#attend]; asked for only where the backend says that it can.
    default void attend(Attending how, T q, T k, T v, @Nullable T pattern, T out) {
        throw new UnsupportedOperationException("this device attends by scores, softmax and mixing");
    }

    /// As [#attend].
    default void attendMean(Attending how, T q, T k, T v, T mean, T out) {
        throw new UnsupportedOperationException("this device averages patterns that it has written");
    }

    /// As [#attend].
    default void attendKeeping(Attending how, T q, T k, T v, T scores, T out) {
        throw new UnsupportedOperationException("this device attends by scores, softmax and mixing");
    }

    /// As [#attend]; the head map is there.
    default void correctScores(Attending how, @Nullable T q, @Nullable T k, T z, int[] headMap, HeadNet net, T scores) {
        throw new UnsupportedOperationException("this device corrects scores sequence by sequence");
    }

    /// As [#attend].
    default void attendScored(Attending how, T scores, T v, T out) {
        throw new UnsupportedOperationException("this device attends by scores, softmax and mixing");
    }

    /// As [#rope], of sequences of `n` rows each.
    default void ropeEach(T x, int n, int heads, int firstPosition, T cos, T sin, RopeLayout layout, PartOf<T> rowsOf) {
        for (int first = 0; first < x.rows(); first += n) {
            rope(rowsOf.of(x, first, n), heads, firstPosition, cos, sin, layout);
        }
    }

    /// As [Backend#copyEach].
    default void copyEach(T rows, int batch, T room, int first, PartOf<T> rowsOf) {
        int n = rows.rows() / batch;
        int capacity = room.rows() / batch;
        for (int sequence = 0; sequence < batch; sequence++) {
            copy(rowsOf.of(rows, sequence * n, n), rowsOf.of(room, sequence * capacity + first, n));
        }
    }

    /// As [Backend#linearEach].
    default void linearEach(T x, W w, @Nullable W bias, T spare, int batch, T room, int first, PartOf<T> rowsOf) {
        linear(x, w, bias, spare);
        copyEach(spare, batch, room, first, rowsOf);
    }

    /// As [Backend#turnAndKeep].
    default void turnAndKeep(
            Attending how, T q, T k, T v, T cos, T sin, RopeLayout layout, T keys, T values, PartOf<T> rowsOf) {
        int n = q.rows() / how.batch();
        ropeEach(q, n, how.h(), how.firstRow(), cos, sin, layout, rowsOf);
        ropeEach(k, n, how.g(), how.firstRow(), cos, sin, layout, rowsOf);
        copyEach(k, how.batch(), keys, how.firstRow(), rowsOf);
        copyEach(v, how.batch(), values, how.firstRow(), rowsOf);
    }

    /// As [Backend#turnAndAttend].
    default void turnAndAttend(
            Attending how, T q, T k, T v, T cos, T sin, RopeLayout layout, T keys, T values, T out, PartOf<T> rowsOf) {
        turnAndKeep(how, q, k, v, cos, sin, layout, keys, values, rowsOf);
        attend(how, q, keys, values, null, out);
    }

    /// Takes some of a tensor: rows of one slice, or whole slices.
    @FunctionalInterface
    interface PartOf<T> {
        /// Those from `first` on, `count` of them.
        T of(T tensor, int first, int count);
    }

    void rope(T x, int heads, int firstPosition, T cos, T sin, RopeLayout layout);

    void scores(T q, T k, int h, int g, float scale, T out);

    void softCap(T x, float cap);

    void addDistanceBias(T scores, int firstRow, float[] slopes);

    void softmax(T scores, int firstRow, int window, T pattern);

    /// As [Backend#mix], but the head map is there.
    ///
    /// @param headMap one source slice for each of the `h` heads
    void mix(T pattern, int[] headMap, int firstRow, T v, int h, int g, T out);

    void permuteHeads(T pattern, int[] headMap, T out);

    /// As [Backend#alignHeads], but the head map is there.
    ///
    /// @param headMap one source slice for each head of the net
    void alignHeads(T z, int[] headMap, int firstRow, HeadNet net, @Nullable T difference, T out);

    void normalizeRows(T x, int firstRow, int window, T out);

    void headMean(T pattern, T out);

    void gate(Activation activation, T gate, T up, T out);

    void activate(Activation activation, T x, T out);

    void add(T x, T y);

    void scale(T x, float factor);

    void crossEntropy(T logits, int[] targets, double[] out);

    /// As [Backend#pairSums], from a row of the slabs on.
    ///
    /// @param skip rows of the slabs to leave out, from the top; less than their rows
    void pairSums(PairTerm term, T p, T q, int firstRow, int skip, double[] sums);

    /// As [Backend#pairSums(PairTerm, Tensor, int, int, double[])], from a row of the slab on.
    ///
    /// @param slicesOf slices of the slab
    /// @param skip     rows of the slab to leave out, from the top; less than its rows
    default void pairSums(PairTerm term, T p, PartOf<T> slicesOf, int firstRow, int skip, double[] sums) {
        for (int a = 0; a < p.slices(); a++) {
            double[] own = new double[a + 1];
            pairSums(term, slicesOf.of(p, a, 1), slicesOf.of(p, 0, a + 1), firstRow, skip, own);
            for (int b = 0; b <= a; b++) {
                sums[a * p.slices() + b] += own[b];
            }
        }
    }
}
