package org.crosslayer.engine.similarity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// Where all heads of a model look, summed while windows of text run; maps are never kept.
public final class HeadStudy {
    private static final int ENTROPY = 0;
    private static final int SINK = 1;
    private static final int DISTANCE = 2;
    private static final int PREVIOUS = 3;
    private static final int SELF = 4;
    private static final int SUMS = 5;

    private HeadStudy() {}

    /// Runs the model as it is over windows of ids.
    ///
    /// @param sink what becomes of the first key in all but [HeadStatistics#sink] and [HeadStatistics#induction]
    /// @return of every head, layer after layer
    /// @throws TooLittleTextException if no window has two tokens
    public static List<HeadStatistics> of(
            Decoder decoder, List<int[]> windows, SinkHandling sink, Progress progress, Cancellation cancellation)
            throws EngineException {
        int longest = windows.stream().mapToInt(ids -> ids.length).max().orElse(0);
        if (longest < 2) {
            throw new TooLittleTextException(longest, 2, "a study of heads", "choose a longer text");
        }
        int nLayers = decoder.config().nLayers();
        int nHeads = decoder.config().nHeads();
        int chunk = Math.min(WindowStudy.MAX_CHUNK, longest);
        Sums sums = new Sums(decoder, nLayers, nHeads, sink);
        InductionProbe induction = new InductionProbe(decoder, longest);
        AttentionPlan plan = AttentionPlan.none(nLayers);
        try (DecoderPass pass = decoder.pass(plan, 1, longest, chunk)) {
            for (int window = 0; window < windows.size(); window++) {
                progress.report(
                        "Looking at heads: window " + (window + 1) + " of " + windows.size(),
                        (double) window / windows.size());
                run(pass, plan, windows.get(window), chunk, sums, cancellation);
            }
            run(pass, plan, induction.ids(windows), chunk, induction, cancellation);
        }
        progress.report("Heads looked at", 1);
        return sums.result(induction);
    }

    private static void run(
            DecoderPass pass,
            AttentionPlan plan,
            int[] ids,
            int chunk,
            ForwardObserver observer,
            Cancellation cancellation) {
        pass.restart(plan);
        for (int first = 0; first < ids.length; first += chunk) {
            int[][] rows = {Arrays.copyOfRange(ids, first, Math.min(ids.length, first + chunk))};
            pass.peek(rows, plan.nLayers() - 1, observer, cancellation);
        }
    }

    private static final class Sums implements ForwardObserver {
        private final Decoder decoder;
        private final int nHeads;
        private final double[][][] sums;
        private final SinkHandling sink;
        /// Of all rows.
        private final long[] rows;
        /// Of those that the handling of the first key leaves.
        private final long[] rowsTaken;
        private final long[] rowsWithPrevious;

        Sums(Decoder decoder, int nLayers, int nHeads, SinkHandling sink) {
            this.decoder = decoder;
            this.sink = sink;
            this.nHeads = nHeads;
            sums = new double[nLayers][nHeads][SUMS];
            rows = new long[nLayers];
            rowsTaken = new long[nLayers];
            rowsWithPrevious = new long[nLayers];
        }

        @Override
        public boolean wantsPattern(int layer) {
            return true;
        }

        @Override
        public void pattern(int layer, RowSpan span, Tensor pattern) {
            float[] slab = decoder.backend().read(pattern);
            for (int row = 0; row < span.rows(); row++) {
                int query = span.firstRow() + row;
                boolean isTaken = query >= sink.fromRow();
                rows[layer]++;
                rowsTaken[layer] += isTaken ? 1 : 0;
                rowsWithPrevious[layer] += query > 0 ? 1 : 0;
                for (int head = 0; head < nHeads; head++) {
                    int at = (head * span.rows() + row) * span.keys();
                    sums[layer][head][SINK] += slab[at];
                    if (isTaken) {
                        sink.apply(slab, at, query);
                        add(sums[layer][head], slab, at, query);
                    }
                }
            }
        }

        /// @param at where the row begins
        private static void add(double[] into, float[] slab, int at, int query) {
            double entropy = 0;
            double distance = 0;
            for (int key = 0; key <= query; key++) {
                double p = slab[at + key];
                if (p > 0) {
                    entropy -= p * Math.log(p);
                    distance += p * (query - key);
                }
            }
            into[ENTROPY] += entropy;
            into[DISTANCE] += distance;
            into[PREVIOUS] += query > 0 ? slab[at + query - 1] : 0;
            into[SELF] += slab[at + query];
        }

        List<HeadStatistics> result(InductionProbe induction) {
            List<HeadStatistics> heads = new ArrayList<>();
            for (int layer = 0; layer < sums.length; layer++) {
                for (int head = 0; head < nHeads; head++) {
                    double[] sum = sums[layer][head];
                    heads.add(new HeadStatistics(
                            layer,
                            head,
                            sum[ENTROPY] / rowsTaken[layer],
                            sum[SINK] / rows[layer],
                            sum[DISTANCE] / rowsTaken[layer],
                            sum[PREVIOUS] / rowsWithPrevious[layer],
                            sum[SELF] / rowsTaken[layer],
                            induction.of(layer, head)));
                }
            }
            return heads;
        }
    }
}
