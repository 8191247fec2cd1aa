package org.crosslayer.engine.backend;

import org.jspecify.annotations.Nullable;

/// The operations of [Gradients] on one kind of tensor and weight. Arguments have already been checked, by
/// [CheckedGradients].
public interface GradientKernels<T extends DenseTensor, W extends Weight> {
    void linearInput(T dy, W w, T dx);

    void linearWeight(T dy, T x, T dw);

    void rmsNorm(T dy, T x, W gain, float eps, T dx);

    void softmax(T pattern, T dPattern, T dScores);

    void queries(T dScores, T k, int h, int g, float scale, T dq);

    void keys(T dScores, T q, int h, int g, float scale, T dk);

    void gate(Activation activation, T gate, T up, T dOut, T dGate, T dUp);

    void alignHeads(
            HeadNet net,
            T z,
            @Nullable T difference,
            T dOut,
            HeadNetGradient sums,
            @Nullable T dZ,
            @Nullable T dDifference);

    double patternDivergence(T teacher, T scores, int window, float weight, T dScores);

    double logitDivergence(T teacher, T student, float weight, T dStudent);

    void scoreCovariances(T pattern, T target, T source, double[] sums);
}
