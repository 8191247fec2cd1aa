package org.crosslayer.engine.fitting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.NotEnoughMemoryException;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.LayerAngles;
import org.crosslayer.engine.model.LayerWeights;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.task.Cancellation;

/// The model with fitted layers, one window at a time, keeping what the way back needs.
///
/// The same arithmetic as [org.crosslayer.engine.model.DecoderPass], which keeps nothing; a test holds the two
/// together. Layers below the lowest fitted one share one room, because no gradient reaches them.
final class StudentPass implements AutoCloseable {
    private final ModelConfig config;
    private final Decoder decoder;
    private final Adapters adapters;
    private final Backend backend;
    private final Workspace workspace;
    private final LayerAngles angles;
    private final List<StudentLayer> layers = new ArrayList<>();
    private final Map<Integer, LisaLayer> lisa = new HashMap<>();
    private final int[] positions;
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
        long needed = StudentLayer.bytes(config, n) * (config.nLayers() + 2);
        if (needed > backend.memoryBytes()) {
            throw new NotEnoughMemoryException(
                    "Fitting end to end",
                    needed,
                    backend.memoryBytes(),
                    "fit layer by layer only, or in smaller windows");
        }
        workspace = backend.workspace();
        angles = LayerAngles.of(config, n, backend, workspace);
        Set<Integer> sources = new HashSet<>();
        for (int layer : adapters.layers()) {
            sources.add(adapters.options().source(layer));
            lisa.put(layer, new LisaLayer(config, adapters.options().lisa(), backend, workspace, n));
        }
        StudentLayer below = StudentLayer.allocate(config, workspace, n, false);
        for (int layer = 0; layer < config.nLayers(); layer++) {
            boolean keepsScores = sources.contains(layer);
            if (layer >= lowest()) {
                layers.add(StudentLayer.allocate(config, workspace, n, keepsScores));
            } else {
                layers.add(keepsScores ? below.withScores(workspace.allocate(config.nHeads(), n, n)) : below);
            }
        }
        positions = IntStream.range(0, n).toArray();
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

    /// What layer `layer` has left.
    StudentLayer layer(int layer) {
        return layers.get(layer);
    }

    /// The fitted part of a layer that has one.
    LisaLayer lisa(int layer) {
        return Objects.requireNonNull(lisa.get(layer), "a fitted layer");
    }

    /// The residual stream before the final norm.
    Tensor last() {
        return last;
    }

    /// Runs a window.
    ///
    /// @return rows that left the final norm, `[n, dModel]`; valid until the next run
    Tensor run(int[] ids, Cancellation cancellation) {
        decoder.embed(ids, positions, layers.getFirst().entering(), projected);
        for (int layer = 0; layer < config.nLayers(); layer++) {
            cancellation.check();
            attention(layer);
            mlp(layer, layer + 1 < config.nLayers() ? layers.get(layer + 1).entering() : last);
        }
        decoder.finish(last, out);
        return out;
    }

    private void attention(int index) {
        LayerWeights weights = decoder.weights().layers().get(index);
        StudentLayer layer = layers.get(index);
        decoder.attentionInput(index, layer.entering(), layer.normed());
        Tensor scores = layer.scoresOrPattern();
        if (lisa.containsKey(index)) {
            Tensor source = layers.get(adapters.options().source(index)).scoresOrPattern();
            lisa(index).forward(index, adapters.weights(index), layer.normed(), source, scores);
        } else {
            weights.query().apply(backend, layer.normed(), layer.queries());
            weights.key().apply(backend, layer.normed(), layer.keys());
            angles.turn(index, layer.queries(), config.nHeads(), 0);
            angles.turn(index, layer.keys(), config.nKvHeads(), 0);
            float scale = config.attention().scoreScale();
            backend.scores(layer.queries(), layer.keys(), config.nHeads(), config.nKvHeads(), scale, scores);
        }
        backend.softmax(scores, 0, config.layer(index).window(), layer.pattern());
        weights.value().apply(backend, layer.normed(), layer.values());
        backend.mix(layer.pattern(), null, 0, layer.values(), config.nHeads(), config.nKvHeads(), mixed);
        weights.output().apply(backend, mixed, projected);
        backend.copy(layer.entering(), layer.middle());
        backend.add(layer.middle(), projected);
    }

    private void mlp(int index, Tensor next) {
        LayerWeights weights = decoder.weights().layers().get(index);
        StudentLayer layer = layers.get(index);
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
