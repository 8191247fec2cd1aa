package org.crosslayer.engine.fitting;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Gradients;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.LayerAngles;
import org.crosslayer.engine.model.LayerWeights;
import org.crosslayer.engine.model.LayerWeights.Norm;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.task.Cancellation;
import org.jspecify.annotations.Nullable;

/// From the final norm down to the lowest fitted layer, adding up the gradients of the fitted parts on the way.
final class BackwardPass implements AutoCloseable {
    private final ModelConfig config;
    private final Decoder decoder;
    private final Adapters adapters;
    private final StudentPass student;
    private final Backend backend;
    private final Gradients gradients;
    private final Workspace workspace;
    private final LayerAngles backwards;
    private final Tensor dResidual;
    private final Tensor dInput;
    private final Tensor spare;
    private final Tensor dHidden;
    private final Tensor dMixed;
    private final Tensor dQueries;
    private final Tensor dKeys;
    private final Tensor dSlab;
    private final boolean patterns;
    private final PatternGradients rows;
    private final Deque<Tensor> free = new ArrayDeque<>();
    /// Gradients of the scores or patterns that upper layers have taken.
    private final Map<Integer, Tensor> pending = new HashMap<>();

    BackwardPass(Decoder decoder, Adapters adapters, StudentPass student) {
        this.decoder = decoder;
        this.adapters = adapters;
        this.student = student;
        config = decoder.config();
        backend = decoder.backend();
        gradients = backend.gradients();
        patterns = adapters.options().carriesPatterns();
        rows = new PatternGradients(backend);
        int n = adapters.options().window();
        workspace = backend.workspace();
        backwards = LayerAngles.of(config, n, backend, workspace).backwards(workspace);
        dResidual = workspace.allocate(n, config.dModel());
        dInput = workspace.allocate(n, config.dModel());
        spare = workspace.allocate(n, config.dModel());
        dHidden = workspace.allocate(n, config.dMlp());
        dMixed = workspace.allocate(n, config.nHeads() * config.dHead());
        dQueries = workspace.allocate(n, config.nHeads() * config.dHead());
        dKeys = workspace.allocate(n, config.nKvHeads() * config.dHead());
        dSlab = workspace.allocate(config.nHeads(), n, n);
    }

    /// Goes back through the student's last run.
    ///
    /// @param dFinal gradient of the rows that left the final norm
    void run(Tensor dFinal, Cancellation cancellation) {
        free.addAll(pending.values());
        pending.clear();
        norm(decoder.weights().finalNorm(), dFinal, student.last(), dResidual);
        for (int layer = config.nLayers() - 1; layer >= student.lowest(); layer--) {
            cancellation.check();
            mlp(layer, cancellation);
            cancellation.check();
            attention(layer, cancellation);
        }
    }

    private void mlp(int index, Cancellation cancellation) {
        LayerWeights weights = decoder.weights().layers().get(index);
        StudentLayer layer = student.layer(index);
        gradients.linearInput(dResidual, weights.down().matrix(), dHidden);
        gradients.gate(config.mlp().activation(), layer.gate(), layer.up(), dHidden, layer.gate(), layer.up());
        cancellation.check();
        gradients.linearInput(layer.gate(), LayerWeights.present(weights.gate()).matrix(), dInput);
        gradients.linearInput(layer.up(), weights.up().matrix(), spare);
        backend.add(dInput, spare);
        norm(weights.mlpNorm(), dInput, layer.middle(), dInput);
        backend.add(dResidual, dInput);
    }

    private void attention(int index, Cancellation cancellation) {
        LayerWeights weights = decoder.weights().layers().get(index);
        StudentLayer layer = student.layer(index);
        gradients.linearInput(dResidual, weights.output().matrix(), dMixed);
        backend.scores(dMixed, layer.values(), config.nHeads(), config.nKvHeads(), 1, dSlab);
        cancellation.check();
        boolean fitted = adapters.layers().contains(index);
        if (patterns) {
            addPending(index);
        }
        if (patterns && fitted) {
            rows.normalizeRows(layer.scoresOrPattern(), layer.pattern(), dSlab, dSlab);
        } else {
            gradients.softmax(layer.pattern(), dSlab, dSlab);
        }
        if (!patterns) {
            addPending(index);
        }
        if (fitted) {
            lisa(index, layer);
        }
        if (index == student.lowest()) {
            return;
        }
        cancellation.check();
        gradients.keys(layer.pattern(), dMixed, config.nHeads(), config.nKvHeads(), 1, dKeys);
        gradients.linearInput(dKeys, weights.value().matrix(), dInput);
        if (fitted) {
            student.lisa(index).addInputGradient(adapters.weights(index), dInput, spare);
        } else {
            own(index, weights, layer);
        }
        norm(weights.attentionNorm(), dInput, layer.entering(), dInput);
        backend.add(dResidual, dInput);
    }

    /// Adds what upper layers have taken: of the pattern before the way back through softmax, of scores after it.
    private void addPending(int index) {
        Tensor fromAbove = pending.remove(index);
        if (fromAbove != null) {
            backend.add(dSlab, fromAbove);
            free.push(fromAbove);
        }
    }

    /// Through what a fitted layer corrects, to its parts and to what it has taken from its source.
    private void lisa(int index, StudentLayer layer) {
        int source = adapters.options().source(index);
        Tensor taken = student.taken(source);
        @Nullable Tensor dSource = null;
        if (source >= student.lowest()) {
            dSource = free.isEmpty() ? workspace.allocate(dSlab.slices(), dSlab.rows(), dSlab.columns()) : free.pop();
        }
        student.lisa(index).backward(adapters, index, layer.normed(), taken, dSlab, dSource);
        if (dSource != null) {
            Tensor before = pending.putIfAbsent(source, dSource);
            if (before != null) {
                backend.add(before, dSource);
                free.push(dSource);
            }
        }
    }

    /// Through a layer's own scores, to its input.
    private void own(int index, LayerWeights weights, StudentLayer layer) {
        int h = config.nHeads();
        int g = config.nKvHeads();
        gradients.queries(dSlab, layer.keys(), h, g, config.attention().scoreScale(), dQueries);
        gradients.keys(dSlab, layer.queries(), h, g, config.attention().scoreScale(), dKeys);
        backwards.turn(index, dQueries, h, 0);
        backwards.turn(index, dKeys, g, 0);
        gradients.linearInput(dQueries, weights.query().matrix(), spare);
        backend.add(dInput, spare);
        gradients.linearInput(dKeys, weights.key().matrix(), spare);
        backend.add(dInput, spare);
    }

    private void norm(@Nullable Norm norm, Tensor dy, Tensor x, Tensor dx) {
        Norm own = LayerWeights.present(norm);
        gradients.rmsNorm(dy, x, own.gain(), own.eps(), dx);
    }

    @Override
    public void close() {
        workspace.close();
    }
}
