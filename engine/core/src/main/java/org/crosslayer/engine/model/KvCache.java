package org.crosslayer.engine.model;

import java.util.List;
import java.util.Random;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.jspecify.annotations.Nullable;

/// Keys and values of earlier positions, `[capacity, nKvHeads × dHead]` for each layer and sequence; a layer that
/// corrects another's scores has keys of `nKvHeads × rank` instead.
///
/// Room is taken when a layer first asks for it, so a layer that shares its pattern never holds keys.
final class KvCache {
    /// Values that are drawn for a room; the rest repeats them.
    private static final int RANDOM_VALUES = 1 << 16;

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

    /// Puts numbers at random into all rooms taken so far.
    void fill(Backend backend, long seed) {
        Random random = new Random(seed);
        for (@Nullable Tensor[] rooms : List.of(keys, values)) {
            for (Tensor room : rooms) {
                if (room != null) {
                    fill(backend, room, random);
                }
            }
        }
    }

    private static void fill(Backend backend, Tensor room, Random random) {
        int rows = room.rows();
        int done = Math.clamp(RANDOM_VALUES / room.columns(), 1, rows);
        float[] some = new float[done * room.columns()];
        for (int i = 0; i < some.length; i++) {
            some[i] = (float) random.nextGaussian();
        }
        backend.write(some, room.rows(0, done));
        while (done < rows) {
            int more = Math.min(done, rows - done);
            backend.copy(room.rows(0, more), room.rows(done, more));
            done += more;
        }
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
