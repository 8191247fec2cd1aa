package org.crosslayer.engine.similarity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tensor.FloatMatrix;

/// Measures how much of a layer's own scores is explained by what it takes from another, see [ExplainedScores].
///
/// The model below runs as it is, so one layer is judged at a time: what it is given are the frozen model's hidden
/// states and the source's own scores, as in fitting layer by layer.
public final class ScoreStudy {
    private final Decoder decoder;
    private final int layer;
    private final LayerAttention.Shared attention;

    private ScoreStudy(Decoder decoder, int layer, LayerAttention.Shared attention) {
        this.decoder = decoder;
        this.layer = layer;
        this.attention = attention;
    }

    /// Measures one layer over some windows.
    ///
    /// @param windows   token ids, at least one window of two tokens
    /// @param attention what the layer uses in place of its own
    /// @throws IllegalArgumentException if the layer cannot take from that source, or takes patterns and no scores
    public static ExplainedScores of(
            Decoder decoder,
            List<int[]> windows,
            int layer,
            LayerAttention.Shared attention,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        if (attention instanceof LayerAttention.Lisa lisa
                && lisa.adapter().options().carrier() == LisaOptions.Carrier.PATTERN) {
            throw new IllegalArgumentException("layer " + layer + " takes patterns: there are no scores to explain");
        }
        return new ScoreStudy(decoder, layer, attention).over(windows, progress, cancellation);
    }

    private ExplainedScores over(List<int[]> windows, Progress progress, Cancellation cancellation)
            throws EngineException {
        int longest = windows.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        int nHeads = decoder.config().nHeads();
        AttentionPlan none = AttentionPlan.none(decoder.config().nLayers());
        AttentionPlan whole = none.with(layer, attention);
        Sums sums = new Sums(nHeads);
        try (DecoderPass pass = decoder.pass(none, 1, longest, longest)) {
            for (int window = 0; window < windows.size(); window++) {
                progress.report(
                        "Explaining the scores of layer " + layer + ": window " + (window + 1) + " of "
                                + windows.size(),
                        (double) window / windows.size());
                int[] ids = windows.get(window);
                Kept own = run(pass, none, ids, Set.of(layer, attention.source()), cancellation);
                float[] source = own.scores(attention.source());
                Taken taken;
                if (attention instanceof LayerAttention.Lisa lisa) {
                    float[] corrected =
                            run(pass, whole, ids, Set.of(layer), cancellation).scores(layer);
                    float[] aligned = corrected;
                    if (lisa.adapter().options().rank() > 0) {
                        AttentionPlan without =
                                none.with(layer, new LayerAttention.Lisa(lisa.source(), alignment(lisa.adapter())));
                        aligned = run(pass, without, ids, Set.of(layer), cancellation)
                                .scores(layer);
                    }
                    taken = new Taken(source, aligned, corrected);
                } else {
                    float[] moved = moved(source, ids.length);
                    taken = new Taken(source, moved, moved);
                }
                sums.add(own.scores(layer), own.pattern(), taken, ids.length);
            }
        }
        progress.report("Scores explained", 1);
        return new ExplainedScores(layer, attention.source(), sums.heads(), windows.size());
    }

    private Kept run(DecoderPass pass, AttentionPlan plan, int[] ids, Set<Integer> wanted, Cancellation cancellation) {
        cancellation.check();
        Kept kept = new Kept(wanted);
        pass.restart(plan);
        pass.peek(new int[][] {ids}, layer, kept, cancellation);
        return kept;
    }

    /// The same adapter with a difference of 0: its low-rank queries and keys are.
    private static LisaAdapter alignment(LisaAdapter adapter) {
        return new LisaAdapter(
                adapter.options(),
                adapter.w1(),
                adapter.b1(),
                adapter.w2(),
                adapter.b2(),
                adapter.skip(),
                zero(adapter.query()),
                zero(adapter.key()));
    }

    private static FloatMatrix zero(FloatMatrix like) {
        return FloatMatrix.copyOf(like.rows(), like.columns(), new float[like.rows() * like.columns()]);
    }

    /// The source's scores with the heads where a copy puts them.
    private float[] moved(float[] source, int n) {
        if (!(attention instanceof LayerAttention.MappedPattern mapped)) {
            return source;
        }
        float[] moved = new float[source.length];
        for (int head = 0; head < mapped.headMap().size(); head++) {
            System.arraycopy(source, mapped.headMap().get(head) * n * n, moved, head * n * n, n * n);
        }
        return moved;
    }

    /// What stands in for a layer's scores, `[nHeads, n, n]` each.
    private static final class Taken {
        private final float[] copied;
        private final float[] aligned;
        private final float[] whole;

        /// @param copied  the source's, head for head
        /// @param aligned arranged, without difference
        /// @param whole   as the layer uses them
        Taken(float[] copied, float[] aligned, float[] whole) {
            this.copied = copied;
            this.aligned = aligned;
            this.whole = whole;
        }
    }

    /// Copies what one run shows.
    private final class Kept implements ForwardObserver {
        private final Set<Integer> wanted;
        private final Map<Integer, float[]> scores = new HashMap<>();
        private float[] pattern = {};

        Kept(Set<Integer> wanted) {
            this.wanted = wanted;
        }

        @Override
        public boolean wantsScores(int at) {
            return wanted.contains(at);
        }

        @Override
        public boolean wantsPattern(int at) {
            return at == layer;
        }

        @Override
        public void scores(int at, RowSpan span, Tensor slab) {
            scores.put(at, decoder.backend().read(slab));
        }

        @Override
        public void pattern(int at, RowSpan span, Tensor slab) {
            pattern = decoder.backend().read(slab);
        }

        float[] scores(int at) {
            return Objects.requireNonNull(scores.get(at), "scores of layer " + at);
        }

        float[] pattern() {
            return pattern;
        }
    }

    /// Weighted squares, head by head: of the own scores, and of what each of three stand-ins leaves.
    private static final class Sums {
        private final int nHeads;
        private final double[][] squares;

        Sums(int nHeads) {
            this.nHeads = nHeads;
            squares = new double[4][nHeads];
        }

        /// @param own     `[nHeads, n, n]`
        /// @param pattern its softmax, `[nHeads, n, n]`
        void add(float[] own, float[] pattern, Taken taken, int n) {
            float[][] rests = {new float[own.length], taken.copied, taken.aligned, taken.whole};
            for (int head = 0; head < nHeads; head++) {
                for (int row = 0; row < n; row++) {
                    int from = (head * n + row) * n;
                    for (int which = 0; which < rests.length; which++) {
                        squares[which][head] += square(own, rests[which], pattern, from, row + 1);
                    }
                }
            }
        }

        /// `Σ p (d − Σ p d)²` over a row, with `d = own − other`.
        private static double square(float[] own, float[] other, float[] pattern, int from, int keys) {
            double mean = 0;
            for (int i = from; i < from + keys; i++) {
                mean += pattern[i] * ((double) own[i] - other[i]);
            }
            double sum = 0;
            for (int i = from; i < from + keys; i++) {
                double d = (double) own[i] - other[i] - mean;
                sum += pattern[i] * d * d;
            }
            return sum;
        }

        List<ExplainedScores.Head> heads() {
            List<ExplainedScores.Head> heads = new ArrayList<>();
            for (int head = 0; head < nHeads; head++) {
                heads.add(new ExplainedScores.Head(squares[0][head], share(1, head), share(2, head), share(3, head)));
            }
            return heads;
        }

        /// A head that has no variance is explained by whatever has none either.
        private double share(int which, int head) {
            if (squares[0][head] == 0) {
                return squares[which][head] == 0 ? 1 : 0;
            }
            return 1 - squares[which][head] / squares[0][head];
        }
    }
}
