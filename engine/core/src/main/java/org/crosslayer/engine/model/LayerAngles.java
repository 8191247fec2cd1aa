package org.crosslayer.engine.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.crosslayer.engine.backend.Attending;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.jspecify.annotations.Nullable;

/// The rotation of every layer on the device: layers that turn alike share their tables, others turn nothing.
public final class LayerAngles {
    private final Backend backend;
    private final @Nullable RopeAngles[] layers;

    private LayerAngles(Backend backend, @Nullable RopeAngles[] layers) {
        this.backend = backend;
        this.layers = layers;
    }

    /// Tables of full heads for positions `[0, positions)`.
    public static LayerAngles of(ModelConfig config, int positions, Backend backend, Workspace workspace) {
        return of(
                config,
                positions,
                backend,
                workspace,
                layer -> Optional.ofNullable(config.layer(layer).rope()));
    }

    /// As [#of] for small heads of `rank`.
    public static LayerAngles ofRank(
            ModelConfig config, int rank, int positions, Backend backend, Workspace workspace) {
        return of(config, positions, backend, workspace, layer -> config.ropeOfRank(layer, rank));
    }

    private static LayerAngles of(
            ModelConfig config,
            int positions,
            Backend backend,
            Workspace workspace,
            IntFunction<Optional<RopeConfig>> ropes) {
        Map<RopeConfig, RopeAngles> tables = new HashMap<>();
        @Nullable RopeAngles[] layers = new @Nullable RopeAngles[config.nLayers()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = ropes.apply(layer)
                    .map(rope -> tables.computeIfAbsent(rope, _ -> RopeAngles.of(rope, positions, backend, workspace)))
                    .orElse(null);
        }
        return new LayerAngles(backend, layers);
    }

    /// The same angles the other way round: the gradient of turning.
    public LayerAngles backwards(Workspace workspace) {
        Map<RopeAngles, RopeAngles> turned = new HashMap<>();
        @Nullable RopeAngles[] backwards = new @Nullable RopeAngles[layers.length];
        for (int layer = 0; layer < layers.length; layer++) {
            RopeAngles angles = layers[layer];
            backwards[layer] =
                    angles == null ? null : turned.computeIfAbsent(angles, own -> own.backwards(backend, workspace));
        }
        return new LayerAngles(backend, backwards);
    }

    /// Whether `layer` turns at all.
    boolean turns(int layer) {
        return layers[layer] != null;
    }

    /// Turns `x [n, heads × d]` in place as `layer` does, its first row standing at `firstPosition`.
    public void turn(int layer, Tensor x, int heads, int firstPosition) {
        RopeAngles angles = layers[layer];
        if (angles != null) {
            angles.turn(backend, x, heads, firstPosition);
        }
    }

    /// Turns the rows of `batch` sequences, each of which begins at `firstPosition`, in place.
    ///
    /// @param x `[batch × n, heads × d]`
    public void turnEach(int layer, Tensor x, int batch, int heads, int firstPosition) {
        RopeAngles angles = layers[layer];
        if (angles != null) {
            angles.turnEach(backend, x, batch, heads, firstPosition);
        }
    }

    /// As [Backend#turnAndKeep], by the layer's angles.
    void turnAndKeep(int layer, Attending how, Tensor q, Tensor k, Tensor v, Tensor keys, Tensor values) {
        RopeAngles angles = layers[layer];
        if (angles == null) {
            backend.copyEach(k, how.batch(), keys, how.firstRow());
            backend.copyEach(v, how.batch(), values, how.firstRow());
        } else {
            backend.turnAndKeep(how, q, k, v, angles.cos(), angles.sin(), angles.layout(), keys, values);
        }
    }

    /// As [Backend#turnAndAttend], by the layer's angles.
    void turnAndAttend(int layer, Attending how, Tensor q, Tensor k, Tensor v, Tensor keys, Tensor values, Tensor out) {
        RopeAngles angles = layers[layer];
        if (angles == null) {
            turnAndKeep(layer, how, q, k, v, keys, values);
            backend.attend(how, q, keys, values, null, out);
        } else {
            backend.turnAndAttend(how, q, k, v, angles.cos(), angles.sin(), angles.layout(), keys, values, out);
        }
    }
}
