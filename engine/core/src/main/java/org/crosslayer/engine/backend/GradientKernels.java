package org.crosslayer.engine.backend;

import org.jspecify.annotations.Nullable;

/// The operations of [Gradients] on one kind of tensor, with arguments that [CheckedGradients] has already checked.
interface GradientKernels<T extends DenseTensor> {
    void linearInput(T dy, StoredWeight w, T dx);

    void linearWeight(T dy, T x, T dw);

    void rmsNorm(T dy, T x, StoredWeight gain, float eps, T dx);

    void softmax(T pattern, T dPattern, T dScores);

    void queries(T dScores, T k, int h, int g, float scale, T dq);

    void keys(T dScores, T q, int h, int g, float scale, T dk);

    void gate(Activation activation, T gate, T up, T dOut, T dGate, T dUp);

    /// As [Gradients#alignHeads], with the sums as one array in the order of [HeadNetLayout].
    void alignHeads(
            HeadNetLayout net,
            T z,
            @Nullable T difference,
            T dOut,
            double[] sums,
            @Nullable T dZ,
            @Nullable T dDifference);

    double patternDivergence(T teacher, T scores, int window, float weight, T dScores);

    double logitDivergence(T teacher, T student, float weight, T dStudent);

    void scoreCovariances(T pattern, T target, T source, double[] sums);
}
