package org.crosslayer.engine.fitting;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.tensor.FloatMatrix;

/// The best linear alignment without training, from one pass of the frozen model over a few windows.
///
/// For every head the normal equations `(S Sᵀ + λ I) m = S t` of its own scores `t` and the source's `S`, both centred
/// in each row and weighted by the head's own pattern: to second order that is the map with the smallest
/// `KL(own ‖ aligned)`, and keys that nobody looks at do not count. Our own proposal, not LiSA's.
public final class LinearStart {
    private LinearStart() {}

    /// The skip matrices `M [nHeads, nHeads]` for some layers, by layer.
    ///
    /// @param windows of one length, `[n]` ids each
    /// @param sources for each layer the one it takes from
    public static Map<Integer, FloatMatrix> solve(
            Decoder decoder, List<int[]> windows, Map<Integer, Integer> sources, Cancellation cancellation)
            throws EngineException {
        int n = windows.getFirst().length;
        AttentionPlan none = AttentionPlan.none(decoder.config().nLayers());
        int last = sources.keySet().stream().mapToInt(Integer::intValue).max().orElseThrow();
        try (Workspace workspace = decoder.backend().workspace();
                DecoderPass pass = decoder.pass(none, 1, n, n)) {
            Watch watch = new Watch(decoder, workspace, sources);
            for (int[] window : windows) {
                pass.restart(none);
                pass.peek(new int[][] {window}, last, watch, cancellation);
            }
            return watch.solutions();
        }
    }

    private static final class Watch implements ForwardObserver {
        private final ModelConfig config;
        private final Backend backend;
        private final Workspace workspace;
        private final Map<Integer, Integer> sources;
        private final Map<Integer, Tensor> scores = new HashMap<>();
        private final Map<Integer, double[]> sums = new TreeMap<>();

        Watch(Decoder decoder, Workspace workspace, Map<Integer, Integer> sources) {
            config = decoder.config();
            backend = decoder.backend();
            this.workspace = workspace;
            this.sources = sources;
        }

        @Override
        public boolean wantsScores(int layer) {
            return sources.containsKey(layer) || sources.containsValue(layer);
        }

        @Override
        public boolean wantsPattern(int layer) {
            return sources.containsKey(layer);
        }

        @Override
        public void scores(int layer, RowSpan span, Tensor slab) {
            Tensor copy =
                    scores.computeIfAbsent(layer, _ -> workspace.allocate(slab.slices(), slab.rows(), slab.columns()));
            backend.copy(slab, copy);
        }

        @Override
        public void pattern(int layer, RowSpan span, Tensor pattern) {
            int h = config.nHeads();
            Tensor target = Objects.requireNonNull(scores.get(layer), "scores of the layer");
            Tensor source = Objects.requireNonNull(scores.get(sources.get(layer)), "scores of the source");
            double[] sum = sums.computeIfAbsent(layer, _ -> new double[h * (h + 1) * h]);
            backend.gradients().scoreCovariances(pattern, target, source, sum);
        }

        Map<Integer, FloatMatrix> solutions() {
            Map<Integer, FloatMatrix> solutions = new TreeMap<>();
            sums.forEach((layer, sum) -> solutions.put(layer, solution(sum)));
            return solutions;
        }

        private FloatMatrix solution(double[] sum) {
            int h = config.nHeads();
            float[] values = new float[h * h];
            for (int head = 0; head < h; head++) {
                int from = head * (h + 1) * h;
                double[][] normal = new double[h][];
                Arrays.setAll(normal, b -> Arrays.copyOfRange(sum, from + b * h, from + (b + 1) * h));
                double[] row = NormalEquations.solve(normal, Arrays.copyOfRange(sum, from + h * h, from + (h + 1) * h));
                for (int b = 0; b < h; b++) {
                    values[head * h + b] = (float) row[b];
                }
            }
            return FloatMatrix.copyOf(h, h, values);
        }
    }
}
