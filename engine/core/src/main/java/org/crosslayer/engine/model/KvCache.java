package org.crosslayer.engine.model;

import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.jspecify.annotations.Nullable;

/// Keys and values of earlier positions, `[capacity, nKvHeads × dHead]` for each layer and sequence.
///
/// Room is taken when a layer first asks for it, so a layer that shares its pattern never holds keys.
final class KvCache {
    private final Workspace workspace;
    private final int capacity;
    private final int width;
    private final int batch;
    private final @Nullable Tensor[] keys;
    private final @Nullable Tensor[] values;

    KvCache(Workspace workspace, int nLayers, int batch, int capacity, int width) {
        this.workspace = workspace;
        this.capacity = capacity;
        this.width = width;
        this.batch = batch;
        keys = new @Nullable Tensor[nLayers * batch];
        values = new @Nullable Tensor[nLayers * batch];
    }

    Tensor keys(int layer, int sequence) {
        return room(keys, layer * batch + sequence);
    }

    Tensor values(int layer, int sequence) {
        return room(values, layer * batch + sequence);
    }

    private Tensor room(@Nullable Tensor[] rooms, int index) {
        Tensor room = rooms[index];
        if (room == null) {
            room = workspace.allocate(capacity, width);
            rooms[index] = room;
        }
        return room;
    }
}
