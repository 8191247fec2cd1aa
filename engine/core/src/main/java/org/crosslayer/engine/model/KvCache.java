package org.crosslayer.engine.model;

import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.jspecify.annotations.Nullable;

/// Keys and values of earlier positions, `[capacity, nKvHeads × dHead]` for each layer and sequence; a layer that
/// corrects another's scores has keys of `nKvHeads × rank` instead.
///
/// Room is taken when a layer first asks for it, so a layer that shares its pattern never holds keys.
final class KvCache {
    private final Workspace workspace;
    private final int valueBytes;
    private final int capacity;
    private final int batch;
    private final @Nullable Tensor[] keys;
    private final @Nullable Tensor[] values;

    KvCache(Workspace workspace, int valueBytes, int nLayers, int batch, int capacity) {
        this.workspace = workspace;
        this.valueBytes = valueBytes;
        this.capacity = capacity;
        this.batch = batch;
        keys = new @Nullable Tensor[nLayers];
        values = new @Nullable Tensor[nLayers];
    }

    /// Of all sequences, one after the other, `[batch × capacity, width]`; the contents are lost when a layer asks for
    /// another width than before.
    Tensor keys(int layer, int width) {
        return room(keys, layer, width);
    }

    /// Of one sequence, `[capacity, width]`.
    Tensor keys(int layer, int sequence, int width) {
        return keys(layer, width).rows(sequence * capacity, capacity);
    }

    /// As [#keys].
    Tensor values(int layer, int width) {
        return room(values, layer, width);
    }

    /// As [#keys].
    Tensor values(int layer, int sequence, int width) {
        return values(layer, width).rows(sequence * capacity, capacity);
    }

    /// Bytes of all rooms taken so far.
    long sizeBytes() {
        return bytes(keys) + bytes(values);
    }

    private Tensor room(@Nullable Tensor[] rooms, int layer, int width) {
        Tensor room = rooms[layer];
        if (room == null || room.size() < (long) batch * capacity * width) {
            room = workspace.allocateCache(batch * capacity, width);
            rooms[layer] = room;
        }
        return room.as(1, batch * capacity, width);
    }

    private long bytes(@Nullable Tensor[] rooms) {
        long bytes = 0;
        for (Tensor room : rooms) {
            bytes += room == null ? 0 : valueBytes * room.size();
        }
        return bytes;
    }
}
