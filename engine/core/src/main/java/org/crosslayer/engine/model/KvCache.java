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
    private final int capacity;
    private final int batch;
    private final @Nullable Tensor[] keys;
    private final @Nullable Tensor[] values;

    KvCache(Workspace workspace, int nLayers, int batch, int capacity) {
        this.workspace = workspace;
        this.capacity = capacity;
        this.batch = batch;
        keys = new @Nullable Tensor[nLayers * batch];
        values = new @Nullable Tensor[nLayers * batch];
    }

    /// `[capacity, width]`; the contents are lost when a layer asks for another width than before.
    Tensor keys(int layer, int sequence, int width) {
        return room(keys, layer * batch + sequence, width);
    }

    /// As [#keys].
    Tensor values(int layer, int sequence, int width) {
        return room(values, layer * batch + sequence, width);
    }

    /// Bytes of all rooms taken so far.
    long sizeBytes() {
        return bytes(keys) + bytes(values);
    }

    private Tensor room(@Nullable Tensor[] rooms, int index, int width) {
        Tensor room = rooms[index];
        if (room == null || room.size() < (long) capacity * width) {
            room = workspace.allocate(capacity, width);
            rooms[index] = room;
        }
        return room.as(1, capacity, width);
    }

    private static long bytes(@Nullable Tensor[] rooms) {
        long bytes = 0;
        for (Tensor room : rooms) {
            bytes += room == null ? 0 : Float.BYTES * room.size();
        }
        return bytes;
    }
}
