package org.crosslayer.engine.fitting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.junit.jupiter.api.Test;

class PatternGradientsTest {
    private static final int N = 6;
    private static final double STEP = 1e-3;

    @Test
    void theDivergenceOfNormalisedRowsChangesAsItsGradientSays() {
        try (Backend backend = new ReferenceBackend();
                Workspace workspace = backend.workspace()) {
            PatternGradients gradients = new PatternGradients(backend);
            Random random = new Random(4);
            float[] values = new float[2 * N * N];
            float[] own = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                // Well away from 0 on either side, where the clamp has no derivative.
                values[i] = (random.nextInt(3) == 0 ? -1 : 1) * (0.2f + random.nextFloat());
                own[i] = random.nextFloat();
            }
            Tensor x = workspace.allocate(2, N, N);
            Tensor pattern = workspace.allocate(2, N, N);
            Tensor teacher = workspace.allocate(2, N, N);
            Tensor d = workspace.allocate(2, N, N);
            backend.write(own, teacher);
            backend.normalizeRows(teacher, 0, teacher);
            loss(backend, gradients, values, x, pattern, teacher, d);
            gradients.normalizeRows(x, pattern, d, d);
            float[] gradient = backend.read(d);
            for (int i = 0; i < values.length; i++) {
                float before = values[i];
                values[i] = (float) (before + STEP);
                double up = loss(backend, gradients, values, x, pattern, teacher, d);
                values[i] = (float) (before - STEP);
                double down = loss(backend, gradients, values, x, pattern, teacher, d);
                values[i] = before;
                assertEquals((up - down) / (2 * STEP), gradient[i], 2e-3, "entry " + i);
            }
        }
    }

    private static double loss(
            Backend backend,
            PatternGradients gradients,
            float[] values,
            Tensor x,
            Tensor pattern,
            Tensor teacher,
            Tensor d) {
        backend.write(values, x);
        backend.normalizeRows(x, 0, pattern);
        return gradients.divergence(teacher, pattern, 1, d);
    }
}
