package org.crosslayer.engine.fitting;

import java.util.ArrayDeque;
import java.util.Deque;
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

/// The first stage: while the frozen model reads a window, each fitted layer's pattern is compared with the
/// model's own, `KL(own ‖ fitted)`, and its gradients are summed.
///
/// Every layer gets the frozen model's input, and as scores of its source what it will get when the plan runs: the
/// frozen model's where the source computes its own, the corrected ones where it is fitted too, so that errors which
/// add up along a chain are seen. No gradient leaves a layer. The model is run up to the highest fitted layer only.
final class LocalFit implements AutoCloseable {
    private final Decoder decoder;
    private final ModelConfig config;
    private final Adapters adapters;
    private final Backend backend;
    private final Workspace workspace;
    private final DecoderPass pass;
    private final LisaLayer lisa;
    private final Tensor normed;
    private final Tensor corrected;
    private final Deque<Tensor> free = new ArrayDeque<>();
    private final Map<Integer, Integer> lastUses = new HashMap<>();
    private final Map<Integer, Double> losses = new TreeMap<>();
    private final AttentionPlan none;

    LocalFit(Decoder decoder, Adapters adapters) throws EngineException {
        this.decoder = decoder;
        this.adapters = adapters;
        config = decoder.config();
        backend = decoder.backend();
        int n = adapters.options().window();
        none = AttentionPlan.none(config.nLayers());
        pass = decoder.pass(none, 1, n, n);
        workspace = backend.workspace();
        lisa = new LisaLayer(config, adapters.options().lisa(), backend, workspace, n);
        normed = workspace.allocate(n, config.dModel());
        corrected = workspace.allocate(config.nHeads(), n, n);
        for (int layer : adapters.layers()) {
            lastUses.put(adapters.options().source(layer), layer);
        }
    }

    /// Sums the gradients over some windows.
    ///
    /// @param windows `[window]` ids each
    /// @return the mean divergence over windows, layers, heads and rows, in nats
    double sum(List<int[]> windows, Cancellation cancellation) {
        adapters.clearGradients();
        int last = adapters.layers().getLast();
        int n = adapters.options().window();
        Watch watch = new Watch(1f / ((float) windows.size() * config.nHeads() * n));
        losses.clear();
        for (int[] window : windows) {
            pass.restart(none);
            pass.peek(new int[][] {window}, last, watch, cancellation);
        }
        losses.replaceAll((_, sum) -> sum / ((double) windows.size() * config.nHeads() * n));
        return losses.values().stream().mapToDouble(Double::doubleValue).sum() / losses.size();
    }

    /// The mean divergence of each layer in the last call, in nats.
    Map<Integer, Double> losses() {
        return Map.copyOf(losses);
    }

    @Override
    public void close() {
        try {
            workspace.close();
        } finally {
            pass.close();
        }
    }

    /// Does the work while the model passes by.
    private final class Watch implements ForwardObserver {
        private final float weight;
        private final Map<Integer, Tensor> sources = new HashMap<>();

        Watch(float weight) {
            this.weight = weight;
        }

        @Override
        public boolean wantsScores(int layer) {
            return lastUses.containsKey(layer) && !wantsPattern(layer);
        }

        @Override
        public boolean wantsPattern(int layer) {
            return adapters.layers().contains(layer);
        }

        @Override
        public void residual(int layer, RowSpan span, Tensor residual) {
            if (wantsPattern(layer)) {
                backend.rmsNorm(
                        residual, decoder.weights().layers().get(layer).attentionNorm(), config.normEps(), normed);
            }
        }

        @Override
        public void scores(int layer, RowSpan span, Tensor scores) {
            keep(layer, scores);
        }

        private void keep(int layer, Tensor scores) {
            Tensor copy =
                    free.isEmpty() ? workspace.allocate(scores.slices(), scores.rows(), scores.columns()) : free.pop();
            backend.copy(scores, copy);
            sources.put(layer, copy);
        }

        @Override
        public void pattern(int layer, RowSpan span, Tensor pattern) {
            int source = adapters.options().source(layer);
            Tensor taken = Objects.requireNonNull(sources.get(source), "scores of the source");
            lisa.forward(adapters, layer, normed, taken, corrected);
            if (lastUses.containsKey(layer)) {
                keep(layer, corrected);
            }
            double loss = backend.gradients().patternDivergence(pattern, corrected, weight, corrected);
            losses.merge(layer, loss, Double::sum);
            lisa.backward(adapters, layer, normed, taken, corrected, null);
            if (Objects.equals(lastUses.get(source), layer)) {
                free.push(taken);
                sources.remove(source);
            }
        }
    }
}
