package org.crosslayer.engine.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.tensor.DType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every gradient against finite differences of the forward operation, on the reference backend; then the CPU's
/// against the reference's.
class GradientsTest {
    private static final int N = 21;
    private static final int H = 4;
    private static final int G = 2;
    private static final int D = 6;
    /// Of a central difference; float32 carries about seven digits, so that steps must not be small.
    private static final float STEP = 0.02f;

    private final Backend backend = new ReferenceBackend();
    private final Workspace workspace = backend.workspace();
    private final Gradients gradients = backend.gradients();

    @AfterEach
    void close() {
        workspace.close();
        backend.close();
    }

    @Test
    void linearMapsPassGradientsToTheirInputAndTheirMatrix() {
        float[] matrix = Values.normal(1, 5 * 7, 0.5);
        Tensor x = rows(2, N, 7);
        Tensor probe = rows(3, N, 5);
        Tensor out = workspace.allocate(N, 5);
        Weight w = backend.weight(Values.matrix(DType.F32, 5, 7, matrix));
        Tensor dx = workspace.allocate(N, 7);
        gradients.linearInput(probe, w, dx);
        assertDifferences(x, dx, () -> {
            backend.linear(x, w, null, out);
            return dot(out, probe);
        });
        Tensor dw = workspace.allocate(5, 7);
        gradients.linearWeight(probe, x, dw);
        gradients.linearWeight(probe, x, dw);
        Tensor values = workspace.allocate(5, 7);
        backend.write(matrix, values);
        assertDifferences(values, halved(dw), () -> {
            backend.linear(x, backend.weight(Values.matrix(DType.F32, 5, 7, backend.read(values))), null, out);
            return dot(out, probe);
        });
    }

    @Test
    void rmsNormPassesGradientsToItsInput() {
        Tensor x = rows(1, N, 8);
        Tensor probe = rows(2, N, 8);
        Tensor out = workspace.allocate(N, 8);
        Weight gain = backend.weight(Values.vector(DType.F32, Values.normal(3, 8, 1)));
        Tensor dx = workspace.allocate(N, 8);
        gradients.rmsNorm(probe, x, gain, 1e-5f, dx);
        assertDifferences(x, dx, () -> {
            backend.rmsNorm(x, gain, 1e-5f, out);
            return dot(out, probe);
        });
    }

    @Test
    void turningBackIsTheGradientOfTurning() {
        Tensor cos = workspace.allocate(N, 2);
        Tensor sin = workspace.allocate(N, 2);
        Tensor back = workspace.allocate(N, 2);
        float[] angles = Values.normal(1, N * 2, 2);
        float[] cosines = new float[N * 2];
        float[] sines = new float[N * 2];
        float[] negative = new float[N * 2];
        for (int i = 0; i < angles.length; i++) {
            cosines[i] = (float) Math.cos(angles[i]);
            sines[i] = (float) Math.sin(angles[i]);
            negative[i] = -sines[i];
        }
        backend.write(cosines, cos);
        backend.write(sines, sin);
        backend.write(negative, back);
        Tensor x = rows(2, N, H * D);
        Tensor out = workspace.allocate(N, H * D);
        Tensor probe = rows(3, N, H * D);
        Tensor dx = workspace.allocate(N, H * D);
        backend.copy(probe, dx);
        backend.rope(dx, H, 0, cos, back, RopeLayout.HALF_SPLIT);
        assertDifferences(x, dx, () -> {
            backend.copy(x, out);
            backend.rope(out, H, 0, cos, sin, RopeLayout.HALF_SPLIT);
            return dot(out, probe);
        });
    }

    @Test
    void softmaxPassesGradientsToScores() {
        Tensor scores = slab(1, 1);
        Tensor probe = slab(2, 1);
        Tensor pattern = workspace.allocate(H, N, N);
        backend.softmax(scores, 0, pattern);
        Tensor d = workspace.allocate(H, N, N);
        gradients.softmax(pattern, probe, d);
        assertDifferences(scores, d, () -> {
            backend.softmax(scores, 0, pattern);
            return dot(pattern, probe);
        });
    }

    @Test
    void scoresPassGradientsToQueriesAndKeys() {
        Tensor q = rows(1, N, H * D);
        Tensor k = rows(2, N, G * D);
        Tensor probe = causal(slab(3, 1));
        Tensor out = workspace.allocate(H, N, N);
        DoubleSupplier loss = () -> {
            backend.scores(q, k, H, G, 0.3f, out);
            return dot(out, probe);
        };
        Tensor dq = workspace.allocate(N, H * D);
        gradients.queries(probe, k, H, G, 0.3f, dq);
        assertDifferences(q, dq, loss);
        Tensor dk = workspace.allocate(N, G * D);
        gradients.keys(probe, q, H, G, 0.3f, dk);
        assertDifferences(k, dk, loss);
    }

    @Test
    void mixingPassesGradientsToPatternAndValues() {
        Tensor pattern = causal(slab(1, 1));
        Tensor v = rows(2, N, G * D);
        Tensor probe = rows(3, N, H * D);
        Tensor out = workspace.allocate(N, H * D);
        DoubleSupplier loss = () -> {
            backend.mix(pattern, null, 0, v, H, G, out);
            return dot(out, probe);
        };
        Tensor dPattern = workspace.allocate(H, N, N);
        backend.scores(probe, v, H, G, 1, dPattern);
        assertDifferences(pattern, causal(dPattern), loss);
        Tensor dv = workspace.allocate(N, G * D);
        gradients.keys(pattern, probe, H, G, 1, dv);
        assertDifferences(v, dv, loss);
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"SILU", "GELU", "GELU_TANH"})
    void gatesPassGradientsToBothInputs(Activation activation) {
        Tensor gate = rows(1, N, 9);
        Tensor up = rows(2, N, 9);
        Tensor probe = rows(3, N, 9);
        Tensor out = workspace.allocate(N, 9);
        DoubleSupplier loss = () -> {
            backend.gate(activation, gate, up, out);
            return dot(out, probe);
        };
        Tensor dGate = workspace.allocate(N, 9);
        Tensor dUp = workspace.allocate(N, 9);
        gradients.gate(activation, gate, up, probe, dGate, dUp);
        assertDifferences(gate, dGate, loss);
        assertDifferences(up, dUp, loss);
    }

    static Stream<HeadNetValues> nets() {
        return Stream.of(
                new HeadNetValues(H, 5, false, true),
                new HeadNetValues(H, 5, true, false),
                new HeadNetValues(H, 0, false, true));
    }

    @ParameterizedTest
    @MethodSource("nets")
    void headNetsPassGradientsToEveryPartAndToTheirInputs(HeadNetValues net) {
        Tensor z = slab(1, 1);
        Tensor difference = slab(2, 1);
        Tensor probe = causal(slab(3, 1));
        Tensor out = workspace.allocate(H, N, N);
        DoubleSupplier loss = () -> {
            backend.alignHeads(z, null, 0, net.on(backend), difference, out);
            return dot(causal(out), probe);
        };
        HeadNetGradient sums = net.zeros(workspace);
        Tensor dZ = workspace.allocate(H, N, N);
        Tensor dDifference = workspace.allocate(H, N, N);
        gradients.alignHeads(net.on(backend), z, difference, probe, sums, dZ, dDifference);
        assertDifferences(z, dZ, loss);
        assertDifferences(difference, net.concat() ? dDifference : probe, loss);
        List<Tensor> parts = new ArrayList<>(List.of(sums.w1(), sums.b1(), sums.w2(), sums.b2()));
        if (sums.skip() != null) {
            parts.add(sums.skip());
        }
        for (int part = 0; part < parts.size(); part++) {
            float[] values = net.part(part);
            float[] got = backend.read(parts.get(part));
            for (int i = 0; i < values.length; i++) {
                float before = values[i];
                values[i] = before + STEP;
                double up = loss.getAsDouble();
                values[i] = before - STEP;
                double down = loss.getAsDouble();
                values[i] = before;
                assertEquals((up - down) / (2 * STEP), got[i], 2e-2 * (1 + Math.abs(got[i])), "part " + part);
            }
        }
    }

    @Test
    void thePatternsDivergenceIsZeroAtTheTeacherAndItsGradientFollowsFromIt() {
        Tensor target = slab(1, 1);
        Tensor teacher = workspace.allocate(H, N, N);
        backend.softmax(target, 0, teacher);
        Tensor d = workspace.allocate(H, N, N);
        assertEquals(0, gradients.patternDivergence(teacher, target, 1, d), 1e-4);
        Tensor scores = slab(2, 1);
        gradients.patternDivergence(teacher, scores, 1, d);
        Tensor spare = workspace.allocate(H, N, N);
        assertDifferences(scores, d, () -> gradients.patternDivergence(teacher, scores, 1, spare));
    }

    @Test
    void thePatternsDivergenceLooksNoFurtherThanTheWindow() {
        Tensor target = slab(1, 1);
        Tensor teacher = workspace.allocate(H, N, N);
        backend.softmax(target, 0, 2, teacher);
        Tensor d = workspace.allocate(H, N, N);
        assertEquals(0, gradients.patternDivergence(teacher, target, 2, 1, d), 1e-4);
        Tensor scores = slab(2, 1);
        gradients.patternDivergence(teacher, scores, 2, 1, d);
        Tensor spare = workspace.allocate(H, N, N);
        assertDifferences(scores, d, () -> gradients.patternDivergence(teacher, scores, 2, 1, spare));
    }

    @Test
    void theLogitsDivergenceIsZeroAtTheTeacherAndItsGradientFollowsFromIt() {
        Tensor teacher = rows(1, 3, 37);
        Tensor student = rows(2, 3, 37);
        Tensor d = workspace.allocate(3, 37);
        assertEquals(0, gradients.logitDivergence(teacher, teacher, 1, d), 1e-6);
        gradients.logitDivergence(teacher, student, 1, d);
        Tensor spare = workspace.allocate(3, 37);
        assertDifferences(student, d, () -> gradients.logitDivergence(teacher, student, 1, spare));
    }

    @Test
    void theCpuAgreesWithTheReference() throws EngineException {
        try (Backend cpu = FastBackend.open()) {
            for (int n : new int[] {1, 5, 64, 150}) {
                List<float[]> want = GradientRun.of(new ReferenceBackend(), n);
                List<float[]> got = GradientRun.of(cpu, n);
                for (int i = 0; i < want.size(); i++) {
                    assertClose(want.get(i), got.get(i), "result " + i + " of " + n + " rows");
                }
                List<float[]> again = GradientRun.of(cpu, n);
                for (int i = 0; i < want.size(); i++) {
                    assertArrayEquals(got.get(i), again.get(i), "result " + i + " is not the same twice");
                }
            }
        }
    }

    private static void assertClose(float[] want, float[] got, String what) {
        double largest = 0.1;
        for (float value : want) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertArrayEquals(want, got, (float) (2e-5 * largest), what);
    }

    /// Compares `d` with central differences of `loss` at some values of `x`.
    private void assertDifferences(Tensor x, Tensor d, DoubleSupplier loss) {
        float[] values = backend.read(x);
        float[] got = backend.read(d);
        int step = Math.max(1, values.length / 40);
        boolean any = false;
        for (int i = 0; i < values.length; i += step) {
            float[] moved = values.clone();
            moved[i] += STEP;
            backend.write(moved, x);
            double up = loss.getAsDouble();
            moved[i] = values[i] - STEP;
            backend.write(moved, x);
            double down = loss.getAsDouble();
            backend.write(values, x);
            assertEquals((up - down) / (2 * STEP), got[i], 3e-3 * (1 + Math.abs(got[i])), "value " + i);
            any |= got[i] != 0;
        }
        assertTrue(any, "all gradients are 0");
    }

    private Tensor rows(long seed, int rows, int columns) {
        return Values.tensor(backend, workspace, 1, rows, columns, Values.normal(seed, rows * columns, 1));
    }

    private Tensor slab(long seed, double spread) {
        return Values.tensor(backend, workspace, H, N, N, Values.normal(seed, H * N * N, spread));
    }

    private Tensor halved(Tensor x) {
        float[] values = backend.read(x);
        for (int i = 0; i < values.length; i++) {
            values[i] /= 2;
        }
        return Values.tensor(backend, workspace, x.slices(), x.rows(), x.columns(), values);
    }

    /// Hidden entries set to 0.
    private Tensor causal(Tensor slab) {
        float[] values = backend.read(slab);
        GradientRun.hide(values, slab.rows());
        return Values.tensor(backend, workspace, slab.slices(), slab.rows(), slab.columns(), values);
    }

    private double dot(Tensor x, Tensor y) {
        float[] a = backend.read(x);
        float[] b = backend.read(y);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
