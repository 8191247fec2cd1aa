package org.crosslayer.engine.similarity;

import java.util.Arrays;
import java.util.List;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tensor.DoubleMatrix;

/// Takes pairs of layers through windows of text, one window after the other, each giving its own values.
///
/// @param pairs   what is compared
/// @param firstKey what becomes of the first key; windows that have no rows but those it leaves out do not count
record WindowStudy(LayerPairs pairs, Metric metric, HeadMode heads, SinkHandling firstKey) {
    /// Most rows of a step: matrix products gain little from more, and slabs grow with every row. `sample-16l` took
    /// 370, 285 and 275 ms of processor time for 512 tokens in steps of 64, 128 and 256 rows (two cores, AVX-512).
    static final int MAX_CHUNK = 256;

    /// What kept slabs may take: room for 128 rows of 16 layers of 8 heads at 2,048 keys. Larger models take shorter
    /// steps.
    static final long SLAB_BUDGET_BYTES = 128L << 20;

    /// Hears of each window.
    @FunctionalInterface
    interface WindowSink {
        /// Takes one window's values.
        ///
        /// @param values as [PatternReducer#takeWindow] gives them
        /// @param rows   how many rows were compared
        void accept(List<DoubleMatrix> values, int rows);
    }

    /// All pairs of layers; means over heads, which take little room, are compared all together.
    static WindowStudy ofLayers(int nLayers, SimilarityOptions options) {
        LayerPairs pairs = options.heads() == HeadMode.MEAN ? LayerPairs.allTogether(nLayers) : LayerPairs.all(nLayers);
        return new WindowStudy(pairs, options.metric(), options.heads(), options.sink());
    }

    /// All heads of the model against all, those of the same layer included.
    static WindowStudy ofAllHeads(int nLayers, Metric metric, SinkHandling firstKey) {
        return new WindowStudy(LayerPairs.allWithOwn(nLayers), metric, HeadMode.BEST_MATCH, firstKey);
    }

    /// All heads against all heads of some pairs of layers: Jensen–Shannon divergence over all rows.
    static WindowStudy ofHeads(LayerPairs pairs) {
        return new WindowStudy(pairs, Metric.JSD, HeadMode.BEST_MATCH, SinkHandling.KEEP);
    }

    /// Runs the model as it is, without sharing.
    void over(Decoder decoder, List<int[]> windows, WindowSink sink, Progress progress, Cancellation cancellation)
            throws EngineException {
        AttentionPlan plan = AttentionPlan.none(decoder.config().nLayers());
        int nHeads = decoder.config().nHeads();
        int longest = Math.max(1, longest(windows));
        int chunk = chunk(nHeads, longest);
        PatternReducer.Extent extent = new PatternReducer.Extent(nHeads, chunk, longest, firstKey);
        try (DecoderPass pass = decoder.pass(plan, 1, longest, chunk)) {
            PatternSource source = (ids, lastLayer, observer, stop) -> {
                pass.restart(plan);
                peek(pass, ids, chunk, lastLayer, observer, stop);
            };
            over(decoder.backend(), extent, source, windows, sink, progress, cancellation);
        }
    }

    /// Runs any source of patterns.
    void over(
            Backend backend,
            PatternReducer.Extent extent,
            PatternSource source,
            List<int[]> windows,
            WindowSink sink,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        int fromRow = firstKey.fromRow();
        List<int[]> usable =
                windows.stream().filter(ids -> ids.length > fromRow).toList();
        if (usable.isEmpty()) {
            throw new TooLittleTextException(longest(windows), fromRow + 1, "a comparison", "choose a longer text");
        }
        try (PatternReducer reducer = new PatternReducer(backend, pairs, metric, heads, extent, cancellation)) {
            for (int window = 0; window < usable.size(); window++) {
                int[] ids = usable.get(window);
                String stage = "Comparing attention: window " + (window + 1) + " of " + usable.size();
                progress.report(stage, (double) window / usable.size());
                cancellation.check();
                source.run(ids, pairs.nLayers() - 1, reducer, cancellation);
                sink.accept(reducer.takeWindow(ids.length - fromRow), ids.length - fromRow);
            }
            progress.report("Attention compared", 1);
        }
    }

    /// Rows of a step whose slabs keep within the budget, at least 1.
    int chunk(int nHeads, int longest) {
        long affordable = SLAB_BUDGET_BYTES / PatternReducer.bytesPerRow(pairs, heads, nHeads, longest);
        return Math.clamp(affordable, 1, Math.min(MAX_CHUNK, longest));
    }

    private static int longest(List<int[]> windows) {
        return windows.stream().mapToInt(ids -> ids.length).max().orElse(0);
    }

    private static void peek(
            DecoderPass pass,
            int[] ids,
            int chunk,
            int lastLayer,
            ForwardObserver observer,
            Cancellation cancellation) {
        for (int first = 0; first < ids.length; first += chunk) {
            int[][] rows = {Arrays.copyOfRange(ids, first, Math.min(ids.length, first + chunk))};
            pass.peek(rows, lastLayer, observer, cancellation);
        }
    }
}
