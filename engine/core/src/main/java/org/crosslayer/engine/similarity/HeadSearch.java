package org.crosslayer.engine.similarity;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.PairTerm;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
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
import org.crosslayer.engine.tensor.DoubleMatrix;

/// Looks for the heads that attend as one of them does, in all layers, while windows of text run.
///
/// Costs one pair of maps for each head of the model, where comparing all with all would cost their square. Within a
/// step the layers below the head's own come first and are kept until it arrives; it is kept itself for those above.
public final class HeadSearch {
    private HeadSearch() {}

    /// Runs the model as it is, without sharing. Windows count equally, whatever their length.
    ///
    /// @param windows token ids
    /// @param partial hears the result over the windows done so far, the last one included; called on this thread
    /// @throws TooLittleTextException if no window has a token
    public static HeadLikeness of(
            Decoder decoder,
            List<int[]> windows,
            int layer,
            int head,
            Consumer<HeadLikeness> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        int nLayers = decoder.config().nLayers();
        int nHeads = decoder.config().nHeads();
        if (layer < 0 || layer >= nLayers || head < 0 || head >= nHeads) {
            throw new IllegalArgumentException("layer " + layer + " and head " + head + " of a model with " + nLayers
                    + " layers of " + nHeads + " heads");
        }
        List<int[]> usable = windows.stream().filter(ids -> ids.length > 0).toList();
        int longest = usable.stream().mapToInt(ids -> ids.length).max().orElse(0);
        if (longest == 0) {
            throw new TooLittleTextException(0, 1, "a comparison of heads", "choose a longer text");
        }
        int chunk = chunk(layer, nHeads, longest);
        AttentionPlan plan = AttentionPlan.none(nLayers);
        RunningMean means = new RunningMean(nLayers * nHeads);
        HeadLikeness result = null;
        try (DecoderPass pass = decoder.pass(plan, 1, longest, chunk);
                Sums search = new Sums(decoder, layer, head, chunk, longest, cancellation)) {
            for (int window = 0; window < usable.size(); window++) {
                progress.report(
                        "Looking for heads: window " + (window + 1) + " of " + usable.size(),
                        (double) window / usable.size());
                pass.restart(plan);
                int[] ids = usable.get(window);
                for (int first = 0; first < ids.length; first += chunk) {
                    int[][] rows = {Arrays.copyOfRange(ids, first, Math.min(ids.length, first + chunk))};
                    pass.peek(rows, nLayers - 1, search, cancellation);
                }
                means.add(search.takeWindow(ids.length));
                result = new HeadLikeness(
                        layer, head, DoubleMatrix.copyOf(nLayers, nHeads, means.means()), window + 1, usable.size());
                partial.accept(result);
            }
        }
        progress.report("Heads looked through", 1);
        return Objects.requireNonNull(result);
    }

    /// Rows of a step whose kept slabs stay within the budget, at least 1.
    static int chunk(int layer, int nHeads, int longest) {
        long bytesPerRow = (Math.max(1L, (long) layer * nHeads) + 1) * longest * Float.BYTES;
        return Math.clamp(WindowStudy.SLAB_BUDGET_BYTES / bytesPerRow, 1, Math.min(WindowStudy.MAX_CHUNK, longest));
    }

    private static final class Sums implements ForwardObserver, AutoCloseable {
        private final Backend backend;
        private final Workspace workspace;
        private final int layer;
        private final int head;
        private final int nHeads;
        private final Cancellation cancellation;
        /// The lower layers' patterns of a step, `[layer × nHeads × rows, keys]`.
        private final Tensor lower;
        /// The head's own, `[rows, keys]`.
        private final Tensor wanted;
        /// Over the rows of the window under way, `[nLayers][nHeads]`.
        private final double[][] sums;

        Sums(Decoder decoder, int layer, int head, int chunk, int longest, Cancellation cancellation) {
            backend = decoder.backend();
            workspace = backend.workspace();
            this.layer = layer;
            this.head = head;
            nHeads = decoder.config().nHeads();
            this.cancellation = cancellation;
            lower = workspace.allocate(Math.max(1, layer * nHeads) * chunk, longest);
            wanted = workspace.allocate(chunk, longest);
            sums = new double[decoder.config().nLayers()][nHeads];
        }

        @Override
        public boolean wantsPattern(int at) {
            return true;
        }

        @Override
        public void pattern(int at, RowSpan span, Tensor pattern) {
            cancellation.check();
            if (at < layer) {
                backend.copy(pattern, kept(at, span));
                return;
            }
            Tensor own = wanted.as(1, span.rows(), span.keys());
            if (at == layer) {
                backend.copy(
                        pattern.as(1, nHeads * span.rows(), span.keys()).rows(head * span.rows(), span.rows()), own);
                for (int below = 0; below < layer; below++) {
                    add(own, kept(below, span), span, sums[below]);
                }
            }
            add(own, pattern, span, sums[at]);
        }

        private void add(Tensor own, Tensor heads, RowSpan span, double[] into) {
            backend.pairSums(PairTerm.JENSEN_SHANNON, own, heads, span.firstRow(), 0, into);
        }

        /// `[nHeads, rows, keys]`: a lower layer's pattern, packed for this span.
        private Tensor kept(int below, RowSpan span) {
            int rows = nHeads * span.rows();
            return lower.as(1, layer * rows, span.keys())
                    .rows(below * rows, rows)
                    .as(nHeads, span.rows(), span.keys());
        }

        /// Means over the rows of the window now ending, `[nLayers × nHeads]`; the sums start anew.
        private double[] takeWindow(int rows) throws NumericFaultException {
            double[] means = new double[sums.length * nHeads];
            for (int at = 0; at < sums.length; at++) {
                for (int other = 0; other < nHeads; other++) {
                    double mean = sums[at][other] / rows;
                    if (!Double.isFinite(mean)) {
                        throw new NumericFaultException("the attention patterns of layers " + layer + " and " + at);
                    }
                    means[at * nHeads + other] = mean;
                }
                Arrays.fill(sums[at], 0);
            }
            return means;
        }

        @Override
        public void close() {
            workspace.close();
        }
    }
}
