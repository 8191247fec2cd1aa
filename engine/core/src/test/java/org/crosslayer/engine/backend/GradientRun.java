package org.crosslayer.engine.backend;

import java.util.ArrayList;
import java.util.List;
import org.crosslayer.engine.tensor.DType;

/// Every gradient once, on one backend, with seeded inputs: what parity is measured with.
final class GradientRun {
    private static final int H = 4;
    private static final int G = 2;
    private static final int D = 6;

    private final Backend backend;
    private final Workspace workspace;
    private final int n;
    private final List<float[]> results = new ArrayList<>();

    private GradientRun(Backend backend, Workspace workspace, int n) {
        this.backend = backend;
        this.workspace = workspace;
        this.n = n;
    }

    /// What all operations give for windows of `n` rows, in a fixed order.
    static List<float[]> of(Backend backend, int n) {
        try (Workspace workspace = backend.workspace()) {
            GradientRun run = new GradientRun(backend, workspace, n);
            run.rows();
            run.slabs();
            run.net(new HeadNetValues(H, 5, false, true));
            run.net(new HeadNetValues(H, 3, true, false));
            return run.results;
        }
    }

    /// Sets what the causal mask hides to 0, in slabs of `n` rows.
    static void hide(float[] values, int n) {
        for (int i = 0; i < values.length; i++) {
            if (i % n > i / n % n) {
                values[i] = 0;
            }
        }
    }

    private void rows() {
        Gradients gradients = backend.gradients();
        for (DType dtype : List.of(DType.F32, DType.BF16)) {
            Weight w = backend.weight(Values.matrix(dtype, 13, 24, Values.normal(1, 13 * 24, 1)));
            Tensor dx = workspace.allocate(n, 24);
            gradients.linearInput(normal(2, 1, n, 13), w, dx);
            keep(dx);
        }
        Tensor dw = normal(3, 1, 13, 24);
        gradients.linearWeight(normal(4, 1, n, 13), normal(5, 1, n, 24), dw);
        keep(dw);
        Tensor d = normal(6, 1, n, 24);
        Weight gain = backend.weight(Values.vector(DType.BF16, Values.normal(7, 24, 1)));
        gradients.rmsNorm(d, normal(8, 1, n, 24), gain, 1e-5f, d);
        keep(d);
        for (Activation activation : Activation.values()) {
            Tensor gate = normal(9, 1, n, 24);
            Tensor up = normal(10, 1, n, 24);
            gradients.gate(activation, gate, up, normal(11, 1, n, 24), gate, up);
            keep(gate);
            keep(up);
        }
        Tensor student = normal(12, 1, n, 37);
        results.add(new float[] {(float) gradients.logitDivergence(normal(13, 1, n, 37), student, 0.5f, student)});
        keep(student);
    }

    private void slabs() {
        Gradients gradients = backend.gradients();
        Tensor target = normal(20, H, n, n);
        Tensor pattern = workspace.allocate(H, n, n);
        backend.softmax(target, 0, pattern);
        Tensor d = normal(21, H, n, n);
        gradients.softmax(pattern, d, d);
        keep(d);
        Tensor dq = workspace.allocate(n, H * D);
        gradients.queries(d, normal(22, 1, n, G * D), H, G, 0.3f, dq);
        keep(dq);
        Tensor dk = workspace.allocate(n, G * D);
        gradients.keys(d, normal(23, 1, n, H * D), H, G, 0.3f, dk);
        keep(dk);
        Tensor scores = normal(24, H, n, n);
        results.add(new float[] {(float) gradients.patternDivergence(pattern, scores, 0.5f, scores)});
        keep(scores);
        Tensor windowed = normal(26, H, n, n);
        backend.softmax(target, 0, 3, pattern);
        results.add(new float[] {(float) gradients.patternDivergence(pattern, windowed, 3, 0.5f, windowed)});
        keep(windowed);
        double[] sums = new double[H * (H + 1) * H];
        gradients.scoreCovariances(pattern, target, normal(25, H, n, n), sums);
        float[] rounded = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            rounded[i] = (float) sums[i];
        }
        results.add(rounded);
    }

    private void net(HeadNetValues net) {
        float[] dOut = Values.normal(30, H * n * n, 1);
        hide(dOut, n);
        HeadNetGradient sums = net.zeros(workspace);
        Tensor dZ = workspace.allocate(H, n, n);
        Tensor dDifference = workspace.allocate(H, n, n);
        Tensor d = Values.tensor(backend, workspace, H, n, n, dOut);
        backend.gradients()
                .alignHeads(net.on(backend), normal(31, H, n, n), normal(32, H, n, n), d, sums, dZ, dDifference);
        for (Tensor part : List.of(sums.w1(), sums.b1(), sums.w2(), sums.b2(), dZ, dDifference)) {
            keep(part);
        }
        if (sums.skip() != null) {
            keep(sums.skip());
        }
    }

    private Tensor normal(long seed, int slices, int rows, int columns) {
        return Values.tensor(
                backend, workspace, slices, rows, columns, Values.normal(seed, slices * rows * columns, 1));
    }

    private void keep(Tensor tensor) {
        results.add(backend.read(tensor));
    }
}
