package org.crosslayer.engine.backend;

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
}
