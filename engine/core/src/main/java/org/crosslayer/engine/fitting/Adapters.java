package org.crosslayer.engine.fitting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.NumericFaultException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaWeights;
import org.crosslayer.engine.model.LowRankAngles;
import org.crosslayer.engine.model.ModelConfig;

/// All layers being fitted: their values, where the backend reads them, and the sums of their gradients.
final class Adapters {
    private final FitOptions options;
    private final Backend backend;
    private final Map<Integer, TrainableAdapter> values = new TreeMap<>();
    private final Map<Integer, AdapterGradient> gradients = new HashMap<>();
    private final Map<Integer, LisaWeights> weights = new HashMap<>();
    private final Map<Integer, LowRankAngles> angles = new HashMap<>();
    private final Map<Integer, LowRankAngles> backwards = new HashMap<>();

    /// @param start     by layer
    /// @param workspace where gradients and angles live
    Adapters(
            FitOptions options,
            ModelConfig config,
            Map<Integer, LisaAdapter> start,
            Backend backend,
            Workspace workspace) {
        this.options = options;
        this.backend = backend;
        start.forEach((layer, adapter) -> {
            TrainableAdapter trainable = new TrainableAdapter(adapter);
            values.put(layer, trainable);
            gradients.put(layer, new AdapterGradient(backend, workspace, trainable.shapes()));
            LowRankAngles turning = LowRankAngles.of(
                    config,
                    config.ropeOfRank(layer, Math.max(2, options.lisa().rank())).orElse(null),
                    adapter.frequencies(),
                    options.window(),
                    backend,
                    workspace);
            angles.put(layer, turning);
            backwards.put(layer, turning.backwards(backend, workspace));
        });
        refresh();
    }

    FitOptions options() {
        return options;
    }

    /// Where the backend reads a layer's values, until the next update.
    LisaWeights weights(int layer) {
        return Objects.requireNonNull(weights.get(layer), "a fitted layer");
    }

    /// How a layer's low-rank heads are turned.
    LowRankAngles angles(int layer) {
        return Objects.requireNonNull(angles.get(layer), "a fitted layer");
    }

    /// How they are turned back.
    LowRankAngles backwards(int layer) {
        return Objects.requireNonNull(backwards.get(layer), "a fitted layer");
    }

    AdapterGradient gradient(int layer) {
        return Objects.requireNonNull(gradients.get(layer), "a fitted layer");
    }

    /// Immutable copies by layer.
    Map<Integer, LisaAdapter> adapters() {
        Map<Integer, LisaAdapter> adapters = new TreeMap<>();
        values.forEach((layer, trainable) -> adapters.put(layer, trainable.adapter()));
        return adapters;
    }

    /// The plan in which these adapters stand.
    static AttentionPlan plan(int nLayers, FitOptions options, Map<Integer, LisaAdapter> adapters) {
        AttentionPlan plan = AttentionPlan.none(nLayers);
        for (Map.Entry<Integer, LisaAdapter> entry : new TreeMap<>(adapters).entrySet()) {
            int layer = entry.getKey();
            plan = plan.with(layer, new LayerAttention.Lisa(options.source(layer), entry.getValue()));
        }
        return plan;
    }

    void clearGradients() {
        gradients.values().forEach(AdapterGradient::clear);
    }

    void resetMoments() {
        values.values().forEach(TrainableAdapter::resetMoments);
    }

    /// One update of all layers with the gradients summed so far.
    ///
    /// @param clip longest allowed gradient, all layers together; infinite for no clipping
    /// @param decay of [StageOptions]
    /// @param step 1 for the first update of the stage
    /// @throws NumericFaultException if a gradient or a new value is not finite; then these values are of no more
    ///     use
    void update(double clip, double rate, double decay, int step) throws NumericFaultException {
        Map<Integer, List<float[]>> read = new TreeMap<>();
        double squares = 0;
        for (int layer : values.keySet()) {
            List<float[]> parts = gradient(layer).read();
            double own = 0;
            for (float[] part : parts) {
                for (float value : part) {
                    own += (double) value * value;
                }
            }
            if (!Double.isFinite(own)) {
                throw NumericFaultException.whileFitting(layer, step);
            }
            squares += own;
            read.put(layer, parts);
        }
        double scale = Math.min(1, clip / Math.sqrt(Math.max(squares, Double.MIN_NORMAL)));
        for (Map.Entry<Integer, List<float[]>> entry : read.entrySet()) {
            if (!trainable(entry.getKey()).update(entry.getValue(), scale, rate, decay, step)) {
                throw NumericFaultException.whileFitting(entry.getKey(), step);
            }
        }
        refresh();
    }

    /// Gives each layer's state to `consumer`.
    void eachState(ObjIntConsumer<float[]> consumer) {
        values.forEach((layer, trainable) -> consumer.accept(trainable.state(), layer));
    }

    /// Takes over the states of a checkpoint, by layer.
    void restore(Map<Integer, float[]> states) {
        states.forEach((layer, state) -> trainable(layer).restore(state));
        refresh();
    }

    /// Layers, ascending.
    List<Integer> layers() {
        return new ArrayList<>(values.keySet());
    }

    private TrainableAdapter trainable(int layer) {
        return Objects.requireNonNull(values.get(layer), "a fitted layer");
    }

    private void refresh() {
        values.forEach((layer, trainable) -> weights.put(layer, LisaWeights.of(trainable.adapter(), backend)));
    }
}
