package org.crosslayer.engine.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;

/// Score and pattern slabs, `[nHeads, rows, keys]` a sequence: given to the layers that compute a pattern and
/// taken back once no later layer uses it. A pass without sharing works with a single one.
final class Slabs {
    private final Workspace workspace;
    private final int batch;
    private final int nHeads;
    private final int chunk;
    private final int capacity;
    private final Deque<Tensor[]> free = new ArrayDeque<>();
    private final Map<Integer, Tensor[]> taken = new HashMap<>();

    Slabs(Workspace workspace, int batch, int nHeads, int chunk, int capacity) {
        this.workspace = workspace;
        this.batch = batch;
        this.nHeads = nHeads;
        this.chunk = chunk;
        this.capacity = capacity;
    }

    /// The slab of a layer and sequence in the shape of this step; taken on first use.
    Tensor of(int layer, int sequence, int rows, int keys) {
        return taken.computeIfAbsent(layer, _ -> unused())[sequence].as(nHeads, rows, keys);
    }

    /// A slab that keeps its contents only until the next call of any method here.
    Tensor spare(int rows, int keys) {
        Tensor[] spare = unused();
        free.push(spare);
        return spare[0].as(nHeads, rows, keys);
    }

    /// No later layer uses this layer's pattern.
    void release(int layer) {
        Tensor[] slab = taken.remove(layer);
        if (slab != null) {
            free.push(slab);
        }
    }

    /// Takes all slabs back.
    void clear() {
        free.addAll(taken.values());
        taken.clear();
    }

    private Tensor[] unused() {
        if (!free.isEmpty()) {
            return free.pop();
        }
        Tensor[] slab = new Tensor[batch];
        for (int sequence = 0; sequence < batch; sequence++) {
            slab[sequence] = workspace.allocate(nHeads, chunk, capacity);
        }
        return slab;
    }
}
