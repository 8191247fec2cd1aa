package org.crosslayer.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.task.Cancellation;

/// Whole and resumed runs of one text, as heap values.
final class PassRuns {
    private PassRuns() {}

    /// Rows that left the final norm, `[n × dModel]`.
    static float[] run(Decoder decoder, AttentionPlan plan, int[] ids, int chunk, ForwardObserver observer)
            throws EngineException {
        int dModel = decoder.config().dModel();
        float[] all = new float[ids.length * dModel];
        try (DecoderPass pass = decoder.pass(plan, 1, ids.length, chunk)) {
            for (int from = 0; from < ids.length; from += chunk) {
                int[] rows = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + chunk));
                Tensor out = pass.step(new int[][] {rows}, observer, Cancellation.NEVER);
                System.arraycopy(decoder.backend().read(out), 0, all, from * dModel, rows.length * dModel);
            }
        }
        return all;
    }

    /// The same, in chunks of 13, from the residual stream entering `fromLayer` on.
    static float[] resumed(Decoder decoder, AttentionPlan plan, int[] ids, int fromLayer) throws EngineException {
        Backend backend = decoder.backend();
        int dModel = decoder.config().dModel();
        int n = ids.length;
        float[] all = new float[n * dModel];
        try (Workspace workspace = backend.workspace();
                DecoderPass pass = decoder.pass(plan, 1, n, 13)) {
            Tensor[] streams = new Tensor[decoder.config().nLayers() + 1];
            Arrays.setAll(streams, _ -> workspace.allocate(n, dModel));
            ForwardObserver keep = new ForwardObserver() {
                @Override
                public void residual(int layer, RowSpan span, Tensor residual) {
                    backend.copy(residual, streams[layer].rows(span.firstRow(), span.rows()));
                }
            };
            run(decoder, plan, ids, 13, keep);
            for (int from = 0; from < n; from += 13) {
                int rows = Math.min(13, n - from);
                Tensor out = pass.resume(
                        fromLayer,
                        rows,
                        (layer, first, count) -> streams[layer].rows(first, count),
                        ForwardObserver.NOBODY,
                        Cancellation.NEVER);
                System.arraycopy(backend.read(out), 0, all, from * dModel, rows * dModel);
            }
        }
        return all;
    }

    /// How far two ways to the same values may be apart: each value, where nothing is rounded; on the devices that
    /// round factors, the distance.
    record Near(float exact, double tf32, double bf16) {
        void require(Backend backend, float[] expected, float[] actual, String what) {
            String device = backend.name();
            if (device.equals("cuda-tf32") || device.equals("cuda-bf16")) {
                double error = distance(actual, expected);
                double allowed = device.equals("cuda-tf32") ? tf32 : bf16;
                assertTrue(error <= allowed, "%s is %s off with %s".formatted(device, error, what));
            } else {
                assertArrayEquals(expected, actual, exact, device + " " + what);
            }
        }
    }

    /// How far values are from others, by the length of those: √(Σ (actual − expected)² / Σ expected²).
    static double distance(float[] actual, float[] expected) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(actual[i] - expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / length);
    }
}
