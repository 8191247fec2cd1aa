package org.crosslayer.engine.backend;

import org.jspecify.annotations.Nullable;

/// Checks every argument once, for all backends, and hands them to the kernels of one of them.
final class CheckedGradients<T extends DenseTensor, W extends Weight> implements Gradients {
    private final CheckedBackend<T, W> backend;
    private final GradientKernels<T, W> kernels;

    CheckedGradients(CheckedBackend<T, W> backend, GradientKernels<T, W> kernels) {
        this.backend = backend;
        this.kernels = kernels;
    }

    @Override
    public void linearInput(Tensor dy, Weight w, Tensor dx) {
        Shapes.require("The gradient of a linear map's output", dy, 1, dy.rows(), w.rows());
        Shapes.require("The gradient of a linear map's input", dx, 1, dy.rows(), w.columns());
        kernels.linearInput(backend.own(dy), backend.own(w), backend.own(dx));
    }

    @Override
    public void linearWeight(Tensor dy, Tensor x, Tensor dw) {
        Shapes.require("The input of a linear map", x, 1, dy.rows(), x.columns());
        Shapes.require("The gradient of a matrix", dw, 1, dy.columns(), x.columns());
        kernels.linearWeight(backend.own(dy), backend.own(x), backend.own(dw));
    }

    @Override
    public void rmsNorm(Tensor dy, Tensor x, Weight gain, float eps, Tensor dx) {
        Shapes.requireVector("The gain of a norm", gain, x.columns());
        Shapes.requireSame("The gradient of a norm's output", dy, x);
        Shapes.requireSame("The gradient of a norm's input", dx, x);
        kernels.rmsNorm(backend.own(dy), backend.own(x), backend.own(gain), eps, backend.own(dx));
    }

    @Override
    public void softmax(Tensor pattern, Tensor dPattern, Tensor dScores) {
        Shapes.requireCausal(pattern, 0);
        Shapes.requireSame("The gradient of a pattern", dPattern, pattern);
        Shapes.requireSame("The gradient of scores", dScores, pattern);
        kernels.softmax(backend.own(pattern), backend.own(dPattern), backend.own(dScores));
    }

    @Override
    public void queries(Tensor dScores, Tensor k, int h, int g, float scale, Tensor dq) {
        requireHeads(dScores, h, g, dq, k);
        kernels.queries(backend.own(dScores), backend.own(k), h, g, scale, backend.own(dq));
    }

    @Override
    public void keys(Tensor dScores, Tensor q, int h, int g, float scale, Tensor dk) {
        requireHeads(dScores, h, g, q, dk);
        kernels.keys(backend.own(dScores), backend.own(q), h, g, scale, backend.own(dk));
    }

    @Override
    public void gate(Activation activation, Tensor gate, Tensor up, Tensor dOut, Tensor dGate, Tensor dUp) {
        Shapes.requireSame("The up projection", up, gate);
        Shapes.requireSame("The gradient of a gate's output", dOut, gate);
        Shapes.requireSame("The gradient of a gate", dGate, gate);
        Shapes.requireSame("The gradient of an up projection", dUp, gate);
        kernels.gate(
                activation,
                backend.own(gate),
                backend.own(up),
                backend.own(dOut),
                backend.own(dGate),
                backend.own(dUp));
    }

    @Override
    public void alignHeads(
            HeadNet net,
            Tensor z,
            @Nullable Tensor difference,
            Tensor dOut,
            HeadNetGradient sums,
            @Nullable Tensor dZ,
            @Nullable Tensor dDifference) {
        Shapes.requireCausal(z, 0);
        Shapes.require("The source of a head net", z, net.heads(), z.rows(), z.columns());
        Shapes.requireSame("The gradient of a head net's output", dOut, z);
        if (net.readsDifference() && (difference == null || dDifference == null)) {
            throw new IllegalArgumentException(
                    "A net of %d heads reads a difference, but it or its gradient is missing".formatted(net.heads()));
        }
        sums.parts().forEach(backend::own);
        kernels.alignHeads(
                net,
                backend.own(z),
                ownSlab(difference, z),
                backend.own(dOut),
                sums,
                ownSlab(dZ, z),
                ownSlab(dDifference, z));
    }

    @Override
    public double patternDivergence(Tensor teacher, Tensor scores, int window, float weight, Tensor dScores) {
        Shapes.requireCausal(teacher, 0);
        Shapes.requireSame("The scores", scores, teacher);
        Shapes.requireSame("The gradient of scores", dScores, teacher);
        Shapes.requireWindow(window);
        return kernels.patternDivergence(
                backend.own(teacher), backend.own(scores), window, weight, backend.own(dScores));
    }

    @Override
    public double logitDivergence(Tensor teacher, Tensor student, float weight, Tensor dStudent) {
        Shapes.requireSame("The student's logits", student, teacher);
        Shapes.requireSame("The gradient of logits", dStudent, teacher);
        return kernels.logitDivergence(backend.own(teacher), backend.own(student), weight, backend.own(dStudent));
    }

    @Override
    public void scoreCovariances(Tensor pattern, Tensor target, Tensor source, double[] sums) {
        Shapes.requireCausal(pattern, 0);
        Shapes.requireSame("The target's scores", target, pattern);
        Shapes.requireSame("The source's scores", source, pattern);
        int h = pattern.slices();
        Shapes.requireLength("The array of covariances", sums.length, (long) h * (h + 1) * h);
        kernels.scoreCovariances(backend.own(pattern), backend.own(target), backend.own(source), sums);
    }

    private static void requireHeads(Tensor dScores, int h, int g, Tensor q, Tensor k) {
        Shapes.requireHeads(h, g);
        Shapes.requireCausal(dScores, 0);
        Shapes.require("The gradient of scores", dScores, h, dScores.rows(), dScores.columns());
        Shapes.require("The queries", q, 1, dScores.rows(), q.columns());
        Shapes.require("The keys", k, 1, dScores.rows(), q.columns() / h * g);
    }

    private @Nullable T ownSlab(@Nullable Tensor slab, Tensor like) {
        if (slab == null) {
            return null;
        }
        Shapes.requireSame("A slab of a head net", slab, like);
        return backend.own(slab);
    }
}
