package org.crosslayer.engine.similarity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NumericFaultException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// How much each layer changes the residual stream, summed while windows of text run; nothing of it is kept but the
/// rows of one step.
public final class InfluenceStudy {
    private InfluenceStudy() {}

    /// Runs the model as it is, without sharing. All positions count equally.
    ///
    /// @param windows token ids
    /// @param sink    whether position 0 is left out, whose stream is unlike all others in many models
    /// @param partial hears the result over the windows done so far, the last one included; called on this thread
    /// @throws TooLittleTextException if no window has a position to read
    /// @throws NumericFaultException  if a stream holds something that is not a finite number
    public static LayerInfluence of(
            Decoder decoder,
            List<int[]> windows,
            SinkHandling sink,
            Consumer<LayerInfluence> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        int longest = windows.stream().mapToInt(ids -> ids.length).max().orElse(0);
        List<int[]> usable =
                windows.stream().filter(ids -> ids.length > sink.fromRow()).toList();
        if (usable.isEmpty()) {
            throw new TooLittleTextException(longest, sink.fromRow() + 1, "a study of layers", "choose a longer text");
        }
        int chunk = Math.min(WindowStudy.MAX_CHUNK, longest);
        AttentionPlan plan = AttentionPlan.none(decoder.config().nLayers());
        Sums sums = new Sums(
                decoder.backend(), decoder.config().nLayers(), decoder.config().dModel(), sink);
        LayerInfluence result = new LayerInfluence(List.of(), 0, usable.size(), 0);
        try (DecoderPass pass = decoder.pass(plan, 1, longest, chunk)) {
            for (int window = 0; window < usable.size(); window++) {
                progress.report(
                        "Reading the residual stream: window " + (window + 1) + " of " + usable.size(),
                        (double) window / usable.size());
                pass.restart(plan);
                int[] ids = usable.get(window);
                for (int first = 0; first < ids.length; first += chunk) {
                    int[][] rows = {Arrays.copyOfRange(ids, first, Math.min(ids.length, first + chunk))};
                    pass.step(rows, sums, cancellation);
                }
                result = sums.result(window + 1, usable.size());
                partial.accept(result);
            }
        }
        progress.report("Residual stream read", 1);
        return result;
    }

    private static final class Sums implements ForwardObserver {
        private final Backend backend;
        private final int dModel;
        private final SinkHandling sink;
        private final double[] blocks;
        private final double[] angles;
        /// What entered the layer before, `[rows, dModel]`.
        private float[] before = new float[0];

        private long rows;

        Sums(Backend backend, int nLayers, int dModel, SinkHandling sink) {
            this.backend = backend;
            this.dModel = dModel;
            this.sink = sink;
            blocks = new double[nLayers];
            angles = new double[nLayers];
        }

        @Override
        public void residual(int layer, RowSpan span, Tensor residual) {
            float[] now = backend.read(residual);
            for (int row = 0; layer > 0 && row < span.rows(); row++) {
                if (span.firstRow() + row >= sink.fromRow()) {
                    double cosine = cosine(before, now, row * dModel);
                    blocks[layer - 1] += 1 - cosine;
                    angles[layer - 1] += Math.acos(cosine) / Math.PI;
                    rows += layer == 1 ? 1 : 0;
                }
            }
            before = now;
        }

        /// In [−1, 1]; 0 where a stream is all zeros and has no direction.
        private double cosine(float[] a, float[] b, int at) {
            double dot = 0;
            double squareA = 0;
            double squareB = 0;
            for (int i = at; i < at + dModel; i++) {
                dot += (double) a[i] * b[i];
                squareA += (double) a[i] * a[i];
                squareB += (double) b[i] * b[i];
            }
            double norm = Math.sqrt(squareA) * Math.sqrt(squareB);
            return norm == 0 ? 0 : Math.clamp(dot / norm, -1.0, 1.0);
        }

        LayerInfluence result(int windows, int windowsTotal) throws NumericFaultException {
            List<LayerInfluence.Of> layers = new ArrayList<>();
            for (int layer = 0; layer < blocks.length; layer++) {
                double block = blocks[layer] / rows;
                if (!Double.isFinite(block)) {
                    throw new NumericFaultException("the residual stream after layer " + layer);
                }
                layers.add(new LayerInfluence.Of(block, angles[layer] / rows));
            }
            return new LayerInfluence(layers, windows, windowsTotal, rows);
        }
    }
}
