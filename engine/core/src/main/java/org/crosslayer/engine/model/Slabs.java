package org.crosslayer.engine.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.jspecify.annotations.Nullable;

/// Score and pattern slabs, `[nHeads, rows, keys]` a sequence: given to the layers that compute some and taken back
/// once no later layer uses it. A pass without sharing works with a single one.
final class Slabs {
    /// Values whose 32 bytes a card reads and writes at once.
    private static final int ALIGNMENT = 8;

    private record Key(int layer, boolean isPattern) {}

    private final Workspace workspace;
    private final int batch;
    private final int nHeads;
    private final int chunk;
    private final int capacity;
    private final Deque<Tensor> free = new ArrayDeque<>();
    private final Map<Key, Tensor> taken = new HashMap<>();
    /// Of slabs whose rows lie further apart than their keys, how far.
    private final Map<Key, Integer> apart = new HashMap<>();

    private @Nullable Tensor mean;

    Slabs(Workspace workspace, int batch, int nHeads, int chunk, int capacity) {
        this.workspace = workspace;
        this.batch = batch;
        this.nHeads = nHeads;
        this.chunk = chunk;
        this.capacity = capacity;
    }

    /// The pattern slab of a layer and sequence in the shape of this step; taken on first use.
    Tensor pattern(int layer, int sequence, int rows, int keys) {
        return of(new Key(layer, true), sequence, rows, keys);
    }

    /// As [#pattern] for scores that later layers correct.
    Tensor scores(int layer, int sequence, int rows, int keys) {
        return of(new Key(layer, false), sequence, rows, keys);
    }

    /// The patterns of all sequences, `[batch × nHeads, rows, keys]`.
    Tensor patterns(int layer, int rows, int keys) {
        return all(new Key(layer, true), rows, keys);
    }

    /// The scores of all sequences.
    Tensor scores(int layer, int rows, int keys) {
        return all(new Key(layer, false), rows, keys);
    }

    /// Scores of all sequences that nobody but those who ask for [#madeScores] reads, `[batch × nHeads, rows, at
    /// least keys]`: where there is room, each row begins at a multiple of [#ALIGNMENT].
    ///
    /// @param keeps whether a later layer takes them; otherwise they stand in the layer's pattern slab
    Tensor alignedScores(int layer, boolean keeps, int rows, int keys) {
        int aligned = Math.ceilDiv(keys, ALIGNMENT) * ALIGNMENT;
        int columns = (long) rows * aligned <= (long) chunk * capacity ? aligned : keys;
        Key key = new Key(layer, !keeps);
        Tensor scores = all(key, rows, columns);
        apart.put(key, columns);
        return scores;
    }

    /// Scores of all sequences as they were made, by [#alignedScores] or not.
    Tensor madeScores(int layer, int rows, int keys) {
        Key key = new Key(layer, false);
        return all(key, rows, apart.getOrDefault(key, keys));
    }

    /// Gives the scores of one layer, which nobody reads any more, to another, which makes its own of them.
    ///
    /// @param keeps as in [#alignedScores]
    void handOver(int from, int to, boolean keeps) {
        Key old = new Key(from, false);
        Key key = new Key(to, !keeps);
        taken.put(key, Objects.requireNonNull(taken.remove(old), "scores that were made"));
        Integer columns = apart.remove(old);
        if (columns != null) {
            apart.put(key, columns);
        }
    }

    /// A slab that keeps its contents only until the next call of any method here.
    Tensor spare(int rows, int keys) {
        Tensor spare = unused();
        free.push(spare);
        return spare.as(nHeads, rows, keys);
    }

    /// Room for the mean over heads of one sequence, `[1, rows, keys]`, until the next call.
    Tensor mean(int rows, int keys) {
        if (mean == null) {
            mean = workspace.allocate(1, chunk, capacity);
        }
        return mean.as(1, rows, keys);
    }

    /// Takes back what no layer after `layer` uses.
    void releaseAfter(int layer, Routes routes) {
        taken.entrySet().removeIf(entry -> {
            Key key = entry.getKey();
            int last = key.isPattern() ? routes.lastUse(key.layer()) : routes.lastScoresUse(key.layer());
            if (last <= layer) {
                free.push(entry.getValue());
                apart.remove(key);
            }
            return last <= layer;
        });
    }

    /// Takes all slabs back.
    void clear() {
        free.addAll(taken.values());
        taken.clear();
        apart.clear();
    }

    private Tensor of(Key key, int sequence, int rows, int keys) {
        return all(key, rows, keys)
                .as(1, batch * nHeads * rows, keys)
                .rows(sequence * nHeads * rows, nHeads * rows)
                .as(nHeads, rows, keys);
    }

    private Tensor all(Key key, int rows, int keys) {
        return taken.computeIfAbsent(key, _ -> unused()).as(batch * nHeads, rows, keys);
    }

    private Tensor unused() {
        return free.isEmpty() ? workspace.allocate(batch * nHeads, chunk, capacity) : free.pop();
    }
}
