package org.crosslayer.engine.fitting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.RopeLayout;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Weight;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.LayerAngles;
import org.crosslayer.engine.model.LayerWeights;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.model.RopeConfig;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tensor.FloatMatrix;

/// A start without training from the low-rank factors of the layer's own queries and keys, found together with the
/// linear alignment in one pass of the frozen model over a few windows.
///
/// Rotary positions split a head's scores into a sum over pairs of channels, each turned at one frequency: each pair
/// is a factor of rank 2 that rotates as the model does. For every key head the `rank / 2` pairs are chosen one after
/// the other that, with the source's heads, leave the least of the head's scores unexplained, by least squares under
/// the head's own pattern as in [LinearStart]. The low-rank heads begin as those rows of the layer's own matrices and
/// keep their frequencies. With every pair chosen this is the layer's own attention. Our own proposal, not LiSA's.
final class FactorStart {
    /// Rows of a window that are looked at, evenly spread.
    private static final int ROWS = 32;

    /// Where one layer begins.
    ///
    /// @param skip        `M [nHeads, nHeads]`
    /// @param query       `[nHeads × rank, dModel]`, pairs as neighbours
    /// @param key         `[nKvHeads × rank, dModel]`
    /// @param frequencies `[nKvHeads, rank / 2]`
    record Factors(FloatMatrix skip, FloatMatrix query, FloatMatrix key, FloatMatrix frequencies) {}

    private final ModelConfig config;
    private final Decoder decoder;
    private final Backend backend;
    private final Map<Integer, Integer> sources;
    private final int rank;
    /// Heads of the source that may explain scores: all, or none where the adapter has no skip matrix.
    private final int shared;
    /// By layer, a head each: what a cancelled search keeps.
    private final Map<Integer, List<HeadSums>> sums = new TreeMap<>();
    /// Windows that every layer has seen.
    private int done;

    /// The regression of one head, and how many windows it has seen.
    private static final class HeadSums {
        private final ScoreRegression regression;
        private int windows;

        HeadSums(ScoreRegression regression) {
            this.regression = regression;
        }
    }

    /// @param sources for each layer the one it takes from
    /// @param rank    even, at least 2
    /// @param aligns  whether the source's heads take part
    FactorStart(Decoder decoder, Map<Integer, Integer> sources, int rank, boolean aligns) {
        this.decoder = decoder;
        this.sources = sources;
        this.rank = rank;
        config = decoder.config();
        backend = decoder.backend();
        shared = aligns ? config.nHeads() : 0;
    }

    /// By layer. After a cancellation it can be called again with the same windows: no head is looked at twice in the
    /// same one, and the result has the same bits.
    ///
    /// @param windows of one length, `[n]` ids each
    Map<Integer, Factors> solve(List<int[]> windows, Progress progress, Cancellation cancellation)
            throws EngineException {
        int n = windows.getFirst().length;
        AttentionPlan none = AttentionPlan.none(config.nLayers());
        int last = sources.keySet().stream().mapToInt(Integer::intValue).max().orElseThrow();
        try (Workspace workspace = backend.workspace();
                DecoderPass pass = decoder.pass(none, 1, n, n)) {
            Watch watch = new Watch(workspace, n, cancellation);
            while (done < windows.size()) {
                progress.report(
                        "Aligning heads: window " + (done + 1) + " of " + windows.size(),
                        (double) done / windows.size());
                pass.restart(none);
                pass.peek(new int[][] {windows.get(done)}, last, watch, cancellation);
                done++;
            }
            Map<Integer, Factors> factors = new TreeMap<>();
            sums.forEach((layer, layerSums) -> {
                cancellation.check();
                factors.put(layer, factors(layer, new Pairs(layer, n), layerSums, workspace));
            });
            return factors;
        }
    }

    private int pairs() {
        return config.dHead() / 2;
    }

    /// Channels that pairs of a layer's heads lie in, and how fast they turn; channels that the model does not turn are
    /// paired as neighbours, at frequency 0.
    private final class Pairs {
        private final int turned;
        private final boolean halves;
        private final float[] frequencies;

        Pairs(int layer, int n) {
            RopeConfig rope = config.layer(layer).rope();
            turned = rope == null ? 0 : rope.dRotary();
            halves = rope != null && rope.layout() == RopeLayout.HALF_SPLIT;
            frequencies = rope == null ? new float[0] : rope.frequencies(n);
        }

        int first(int pair) {
            return halves && pair < turned / 2 ? pair : 2 * pair;
        }

        int second(int pair) {
            return halves && pair < turned / 2 ? pair + turned / 2 : 2 * pair + 1;
        }

        float frequency(int pair) {
            return pair < turned / 2 ? frequencies[pair] : 0;
        }
    }

    private Factors factors(int layer, Pairs pairs, List<HeadSums> layerSums, Workspace workspace) {
        int h = config.nHeads();
        int readers = h / config.nKvHeads();
        int chosen = rank / 2;
        float[] skip = new float[h * h];
        float[] frequencies = new float[config.nKvHeads() * chosen];
        int[] queryRows = new int[h * rank];
        int[] keyRows = new int[config.nKvHeads() * rank];
        float[] gains = new float[h * rank];
        for (int group = 0; group < config.nKvHeads(); group++) {
            List<ScoreRegression> heads = layerSums.subList(group * readers, (group + 1) * readers).stream()
                    .map(head -> head.regression)
                    .toList();
            List<Integer> kept = ScoreRegression.choose(heads, shared, chosen);
            for (int i = 0; i < chosen; i++) {
                int pair = kept.get(i) - shared;
                frequencies[group * chosen + i] = pairs.frequency(pair);
                keyRows[group * rank + 2 * i] = group * config.dHead() + pairs.first(pair);
                keyRows[group * rank + 2 * i + 1] = group * config.dHead() + pairs.second(pair);
            }
            for (int head = group * readers; head < (group + 1) * readers; head++) {
                double[] solution = layerSums.get(head).regression.solve(shared, kept);
                for (int b = 0; b < shared; b++) {
                    skip[head * h + b] = (float) solution[b];
                }
                for (int i = 0; i < rank; i++) {
                    int row = keyRows[group * rank + i] - group * config.dHead() + head * config.dHead();
                    queryRows[head * rank + i] = row;
                    gains[head * rank + i] = (float) solution[shared + i / 2];
                }
            }
        }
        LayerWeights weights = decoder.weights().layers().get(layer);
        // The low-rank scores are divided by sqrt(rank), the layer's own multiplied by its scale.
        float half = (float) Math.sqrt(config.attention().scoreScale() * Math.sqrt(rank));
        float[] keyGains = new float[keyRows.length];
        Arrays.fill(keyGains, 1);
        return new Factors(
                FloatMatrix.copyOf(h, h, skip),
                rows(weights.query().matrix(), queryRows, gains, half, workspace),
                rows(weights.key().matrix(), keyRows, keyGains, half, workspace),
                FloatMatrix.copyOf(config.nKvHeads(), chosen, frequencies));
    }

    /// Some rows of a matrix, each times its gain and `factor`.
    private FloatMatrix rows(Weight matrix, int[] rows, float[] gains, float factor, Workspace workspace) {
        Tensor taken = workspace.allocate(rows.length, config.dModel());
        backend.embed(matrix, rows, taken);
        float[] values = backend.read(taken);
        for (int i = 0; i < values.length; i++) {
            values[i] *= gains[i / config.dModel()] * factor;
        }
        return FloatMatrix.copyOf(rows.length, config.dModel(), values);
    }

    /// Gathers the sums of every head's regression while the model passes by.
    private final class Watch implements ForwardObserver {
        private final Cancellation cancellation;
        private final Map<Integer, float[][]> scores = new HashMap<>();
        private final LayerAngles angles;
        private final int n;
        private final int[] rows;
        private final Tensor normed;
        private final Tensor queries;
        private final Tensor keys;

        Watch(Workspace workspace, int n, Cancellation cancellation) {
            this.n = n;
            this.cancellation = cancellation;
            angles = LayerAngles.of(config, n, backend, workspace);
            normed = workspace.allocate(n, config.dModel());
            queries = workspace.allocate(n, config.nHeads() * config.dHead());
            keys = workspace.allocate(n, config.nKvHeads() * config.dHead());
            int count = Math.min(ROWS, n);
            rows = new int[count];
            Arrays.setAll(rows, i -> (i + 1) * n / count - 1);
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
        public void residual(int layer, RowSpan span, Tensor residual) {
            if (wantsPattern(layer)) {
                LayerWeights weights = decoder.weights().layers().get(layer);
                decoder.attentionInput(layer, residual, normed);
                backend.linear(normed, weights.query().matrix(), null, queries);
                backend.linear(normed, weights.key().matrix(), null, keys);
                angles.turn(layer, queries, config.nHeads(), 0);
                angles.turn(layer, keys, config.nKvHeads(), 0);
            }
        }

        @Override
        public void scores(int layer, RowSpan span, Tensor slab) {
            scores.put(layer, sampled(slab));
        }

        @Override
        public void pattern(int layer, RowSpan span, Tensor slab) {
            float[][] weights = sampled(slab);
            float[][] target = Objects.requireNonNull(scores.get(layer), "scores of the layer");
            float[][] source = Objects.requireNonNull(scores.get(sources.get(layer)), "scores of the source");
            float[] q = backend.read(queries);
            float[] k = backend.read(keys);
            Pairs pairs = new Pairs(layer, n);
            List<HeadSums> heads = sums.computeIfAbsent(layer, _ -> {
                List<HeadSums> fresh = new ArrayList<>();
                for (int head = 0; head < config.nHeads(); head++) {
                    fresh.add(new HeadSums(new ScoreRegression(shared + pairs())));
                }
                return fresh;
            });
            for (int head = 0; head < config.nHeads(); head++) {
                cancellation.check();
                if (heads.get(head).windows > done) {
                    continue;
                }
                for (int i = 0; i < rows.length; i++) {
                    List<float[]> terms = new ArrayList<>();
                    for (int b = 0; b < shared; b++) {
                        terms.add(source[b * rows.length + i]);
                    }
                    for (int pair = 0; pair < pairs(); pair++) {
                        terms.add(part(q, k, head, pairs, pair, rows[i]));
                    }
                    int at = head * rows.length + i;
                    heads.get(head).regression.add(weights[at], terms, target[at]);
                }
                heads.get(head).windows++;
            }
        }

        /// What one pair of channels gives to the scores of one row, `[row + 1]`.
        private float[] part(float[] q, float[] k, int head, Pairs pairs, int pair, int row) {
            int width = config.dHead();
            int keyHead = head / (config.nHeads() / config.nKvHeads());
            int queryAt = (row * config.nHeads() + head) * width;
            float a = q[queryAt + pairs.first(pair)] * config.attention().scoreScale();
            float b = q[queryAt + pairs.second(pair)] * config.attention().scoreScale();
            float[] part = new float[row + 1];
            for (int j = 0; j <= row; j++) {
                int keyAt = (j * config.nKvHeads() + keyHead) * width;
                part[j] = a * k[keyAt + pairs.first(pair)] + b * k[keyAt + pairs.second(pair)];
            }
            return part;
        }

        /// The visible part of the sampled rows of a slab, head after head.
        private float[][] sampled(Tensor slab) {
            float[] all = backend.read(slab);
            int n = slab.columns();
            float[][] parts = new float[slab.slices() * rows.length][];
            for (int head = 0; head < slab.slices(); head++) {
                for (int i = 0; i < rows.length; i++) {
                    int at = (head * n + rows[i]) * n;
                    parts[head * rows.length + i] = Arrays.copyOfRange(all, at, at + rows[i] + 1);
                }
            }
            return parts;
        }
    }
}
