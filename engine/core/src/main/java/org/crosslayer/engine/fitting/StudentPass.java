package org.crosslayer.engine.fitting;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.NotEnoughMemoryException;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.LayerAngles;
import org.crosslayer.engine.model.LayerWeights;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.task.Cancellation;

/// The model with fitted layers, one window at a time, keeping what the way back needs.
///
/// The same arithmetic as [org.crosslayer.engine.model.DecoderPass], which keeps nothing; a test holds the two
/// together. Below the lowest fitted layer nothing differs from the frozen model, so what enters there is taken from
/// its pass, which this one observes.
final class StudentPass implements ForwardObserver, AutoCloseable {
    private final ModelConfig config;
    private final Decoder decoder;
    private final Adapters adapters;
    private final Backend backend;
    private final boolean patterns;
    private final Workspace workspace;
    private final LayerAngles angles;
    private final Map<Integer, StudentLayer> layers = new HashMap<>();
    /// Scores or patterns of ordinary layers below the lowest fitted one, where they are taken.
    private final Map<Integer, Tensor> below = new HashMap<>();
    private final Map<Integer, LisaLayer> lisa = new HashMap<>();
    private final Tensor last;
    private final Tensor out;
    private final Tensor mixed;
    private final Tensor projected;
    private final Tensor hidden;

    /// Room for windows of the fit's length.
    ///
    /// @throws NotEnoughMemoryException if it is more than the device has
    StudentPass(Decoder decoder, Adapters adapters) throws NotEnoughMemoryException {
        this.decoder = decoder;
        this.adapters = adapters;
        config = decoder.config();
        backend = decoder.backend();
        int n = adapters.options().window();
        long needed = StudentLayer.bytes(config, n) * (config.nLayers() - lowest() + 2);
        if (needed > backend.memoryBytes()) {
            throw new NotEnoughMemoryException(
                    "Fitting end to end",
                    needed,
                    backend.memoryBytes(),
                    "fit layer by layer only, or in smaller windows");
        }
        patterns = adapters.options().carriesPatterns();
        workspace = backend.workspace();
        angles = LayerAngles.of(config, n, backend, workspace);
        Set<Integer> sources = new HashSet<>();
        for (int layer : adapters.layers()) {
            sources.add(adapters.options().source(layer));
            lisa.put(layer, new LisaLayer(config, adapters.options().lisa(), backend, workspace, n));
        }
        for (int layer = 0; layer < config.nLayers(); layer++) {
            if (layer >= lowest()) {
                boolean keepsScores = patterns ? lisa.containsKey(layer) : sources.contains(layer);
                layers.put(layer, StudentLayer.allocate(config, workspace, n, keepsScores));
            } else if (sources.contains(layer)) {
                below.put(layer, workspace.allocate(config.nHeads(), n, n));
            }
        }
        last = workspace.allocate(n, config.dModel());
        out = workspace.allocate(n, config.dModel());
        projected = workspace.allocate(n, config.dModel());
        mixed = workspace.allocate(n, config.nHeads() * config.dHead());
        hidden = workspace.allocate(n, config.dMlp());
    }

    /// The lowest fitted layer.
    int lowest() {
        return adapters.layers().getFirst();
    }

    /// What layer `layer`, the lowest fitted one or one above it, has left.
    StudentLayer layer(int layer) {
        return Objects.requireNonNull(layers.get(layer), "a layer from the lowest fitted one on");
    }

    /// The scores, or the pattern, that is taken from a layer, `[nHeads, n, n]`.
    Tensor taken(int source) {
        Tensor ordinary = below.get(source);
        if (ordinary != null) {
            return ordinary;
        }
        return patterns ? layer(source).pattern() : layer(source).scoresOrPattern();
    }

    @Override
    public boolean wantsScores(int layer) {
        return below.containsKey(layer) && !patterns;
    }

    @Override
    public boolean wantsPattern(int layer) {
        return below.containsKey(layer) && patterns;
    }

    @Override
    public void pattern(int layer, RowSpan span, Tensor pattern) {
        backend.copy(pattern, taken(layer));
    }

    @Override
    public void scores(int layer, RowSpan span, Tensor scores) {
        backend.copy(scores, taken(layer));
    }

    @Override
    public void residual(int layer, RowSpan span, Tensor residual) {
        if (layer == lowest()) {
            backend.copy(residual, layer(layer).entering());
        }
    }

    /// The fitted part of a layer that has one.
    LisaLayer lisa(int layer) {
        return Objects.requireNonNull(lisa.get(layer), "a fitted layer");
    }

    /// The residual stream before the final norm.
    Tensor last() {
        return last;
    }

    /// Runs the window that the observed pass has just run.
    ///
    /// @return rows that left the final norm, `[n, dModel]`; valid until the next run
    Tensor run(Cancellation cancellation) {
        for (int layer = lowest(); layer < config.nLayers(); layer++) {
            cancellation.check();
            attention(layer, cancellation);
            cancellation.check();
            mlp(layer, layer + 1 < config.nLayers() ? layer(layer + 1).entering() : last);
        }
        decoder.finish(last, out);
        return out;
    }

    private void attention(int index, Cancellation cancellation) {
        LayerWeights weights = decoder.weights().layers().get(index);
        StudentLayer layer = layer(index);
        decoder.attentionInput(index, layer.entering(), layer.normed());
        Tensor scores = layer.scoresOrPattern();
        if (lisa.containsKey(index)) {
            Tensor source = taken(adapters.options().source(index));
            lisa(index).forward(adapters, index, layer.normed(), source, scores);
        } else {
            weights.query().apply(backend, layer.normed(), layer.queries());
            weights.key().apply(backend, layer.normed(), layer.keys());
            angles.turn(index, layer.queries(), config.nHeads(), 0);
            angles.turn(index, layer.keys(), config.nKvHeads(), 0);
            float scale = config.attention().scoreScale();
            backend.scores(layer.queries(), layer.keys(), config.nHeads(), config.nKvHeads(), scale, scores);
        }
        cancellation.check();
        int window = config.layer(index).window();
        if (patterns && lisa.containsKey(index)) {
            backend.normalizeRows(scores, 0, window, layer.pattern());
        } else {
            backend.softmax(scores, 0, window, layer.pattern());
        }
        weights.value().apply(backend, layer.normed(), layer.values());
        backend.mix(layer.pattern(), null, 0, layer.values(), config.nHeads(), config.nKvHeads(), mixed);
        weights.output().apply(backend, mixed, projected);
        backend.copy(layer.entering(), layer.middle());
        backend.add(layer.middle(), projected);
    }

    private void mlp(int index, Tensor next) {
        LayerWeights weights = decoder.weights().layers().get(index);
        StudentLayer layer = layer(index);
        LayerWeights.present(weights.mlpNorm()).apply(backend, layer.middle(), projected);
        LayerWeights.present(weights.gate()).apply(backend, projected, layer.gate());
        weights.up().apply(backend, projected, layer.up());
        backend.gate(config.mlp().activation(), layer.gate(), layer.up(), hidden);
        weights.down().apply(backend, hidden, projected);
        backend.copy(layer.middle(), next);
        backend.add(next, projected);
    }

    @Override
    public void close() {
        workspace.close();
    }
}
