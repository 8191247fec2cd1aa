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

/// The first stage: while the frozen model reads a window, each fitted layer's attention is compared with the
/// model's own, see [PatternMatch], and its gradients are summed.
///
/// Every layer gets the frozen model's input, and from its source what it will get when the plan runs: what the
/// frozen model has where the source computes its own, what was corrected where it is fitted too, so that errors which
/// add up along a chain are seen. No gradient leaves a layer. The model is run up to the highest fitted layer only.
final class LocalFit implements AutoCloseable {
    private final Decoder decoder;
    private final ModelConfig config;
    private final Adapters adapters;
    private final Backend backend;
    private final Workspace workspace;
    private final DecoderPass pass;
    private final LisaLayer lisa;
    private final PatternMatch match;
    private final boolean patterns;
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
        match = new PatternMatch(decoder, adapters.options(), workspace);
        patterns = adapters.options().carriesPatterns();
        normed = workspace.allocate(n, config.dModel());
        corrected = workspace.allocate(config.nHeads(), n, n);
        for (int layer : adapters.layers()) {
            lastUses.put(adapters.options().source(layer), layer);
        }
    }

    /// Sums the gradients over some windows.
    ///
    /// @param windows `[window]` ids each
    /// @return the mean over windows and layers, in nats
    double sum(List<int[]> windows, Cancellation cancellation) {
        adapters.clearGradients();
        int last = adapters.layers().getLast();
        Watch watch = new Watch(1.0 / windows.size(), cancellation);
        losses.clear();
        for (int[] window : windows) {
            pass.restart(none);
            pass.peek(new int[][] {window}, last, watch, cancellation);
        }
        losses.replaceAll((_, sum) -> sum / windows.size());
        return losses.values().stream().mapToDouble(Double::doubleValue).sum() / losses.size();
    }

    /// The mean of each layer in the last call, in nats.
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
        private final double weight;
        private final Cancellation cancellation;
        private final Map<Integer, Tensor> sources = new HashMap<>();

        Watch(double weight, Cancellation cancellation) {
            this.weight = weight;
            this.cancellation = cancellation;
        }

        @Override
        public boolean wantsScores(int layer) {
            return !patterns && isOrdinarySource(layer);
        }

        @Override
        public boolean wantsPattern(int layer) {
            return isFitted(layer) || (patterns && isOrdinarySource(layer));
        }

        private boolean isFitted(int layer) {
            return adapters.layers().contains(layer);
        }

        private boolean isOrdinarySource(int layer) {
            return lastUses.containsKey(layer) && !isFitted(layer);
        }

        @Override
        public void residual(int layer, RowSpan span, Tensor residual) {
            if (isFitted(layer)) {
                decoder.attentionInput(layer, residual, normed);
            }
        }

        @Override
        public void scores(int layer, RowSpan span, Tensor scores) {
            keep(layer, scores);
        }

        @Override
        public void pattern(int layer, RowSpan span, Tensor pattern) {
            if (!isFitted(layer)) {
                keep(layer, pattern);
                return;
            }
            int source = adapters.options().source(layer);
            Tensor taken = Objects.requireNonNull(sources.get(source), "what the source hands on");
            lisa.forward(adapters, layer, normed, taken, corrected);
            Tensor handedOn = match.handOn(layer, corrected);
            if (lastUses.containsKey(layer)) {
                keep(layer, handedOn);
            }
            cancellation.check();
            losses.merge(layer, match.compare(layer, normed, pattern, corrected, weight), Double::sum);
            cancellation.check();
            lisa.backward(adapters, layer, normed, taken, corrected, null);
            if (Objects.equals(lastUses.get(source), layer)) {
                free.push(taken);
                sources.remove(source);
            }
        }

        private void keep(int layer, Tensor slab) {
            Tensor copy = free.isEmpty() ? workspace.allocate(slab.slices(), slab.rows(), slab.columns()) : free.pop();
            backend.copy(slab, copy);
            sources.put(layer, copy);
        }
    }
}
