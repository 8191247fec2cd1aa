package org.crosslayer.engine.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.crosslayer.engine.backend.Attending;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Weight;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.jspecify.annotations.Nullable;

/// The scores of LiSA layers: another layer's, heads aligned, and a low-rank difference from the layer's own input.
///
/// Keeps the adapters of the plan that is followed where the backend reads them, and the small keys of the
/// difference in the pass's cache.
final class LisaScores {
    private final ModelConfig config;
    private final Backend backend;
    private final Workspace workspace;
    private final KvCache cache;
    private final int capacity;
    private final Map<Turning, LowRankAngles> angles = new HashMap<>();
    /// Rooms for rows, by their width.
    private final Map<Integer, Tensor> scratch = new HashMap<>();
    private Map<LisaAdapter, LisaWeights> weights = Map.of();
    /// Queries' and keys' weights for rows that want both at once; brought when they are first asked for.
    private final Map<LisaAdapter, Weight> together = new HashMap<>();

    LisaScores(ModelConfig config, Backend backend, Workspace workspace, KvCache cache, int capacity) {
        this.config = config;
        this.backend = backend;
        this.workspace = workspace;
        this.cache = cache;
        this.capacity = capacity;
    }

    /// Prepares the adapters of a plan and forgets those of the one before.
    ///
    /// @throws IllegalArgumentException if one was made for other sizes
    void follow(AttentionPlan plan) {
        Map<LisaAdapter, LisaWeights> wanted = new HashMap<>();
        for (LayerAttention attention : plan.layers()) {
            if (attention instanceof LayerAttention.Lisa lisa) {
                LisaAdapter adapter = lisa.adapter();
                adapter.requireFits(config);
                LisaWeights known = weights.get(adapter);
                wanted.computeIfAbsent(adapter, one -> known == null ? LisaWeights.of(one, backend) : known);
            }
        }
        weights = wanted;
        together.keySet().retainAll(wanted.keySet());
    }

    /// Writes what `Align(z) + difference` is for the rows of one sequence: scores, or before normalising a pattern.
    ///
    /// @param normed   the rows after the norm before attention, `[rows, dModel]`
    /// @param position of the first row
    /// @param source   `[nHeads, rows, keys]` of the layer that is taken from
    /// @param headMap  for each head the slice of `source`; null when heads keep their places
    /// @param out      `[nHeads, rows, keys]`, another slab than `source`
    void write(
            int layer,
            LisaAdapter adapter,
            int sequence,
            Tensor normed,
            int position,
            Tensor source,
            int @Nullable [] headMap,
            Tensor out) {
        LisaWeights parts = Objects.requireNonNull(weights.get(adapter), "an adapter of the plan");
        boolean adds = adapter.options().rank() > 0;
        if (adds) {
            difference(layer, adapter, parts, sequence, normed, position, out);
        }
        backend.alignHeads(source, headMap, position, parts.net(), adds ? out : null, out);
    }

    /// `rope(x Wq) rope(x Wk)^T / sqrt(rank)`, and the rows' keys into the cache.
    private void difference(
            int layer, LisaAdapter adapter, LisaWeights parts, int sequence, Tensor normed, int position, Tensor out) {
        int rows = normed.rows();
        int rank = adapter.options().rank();
        Tensor queries = scratch(rows, config.nHeads() * rank);
        Tensor keys = cache.keys(layer, sequence, config.nKvHeads() * rank);
        Tensor newKeys = keys.rows(position, rows);
        backend.linear(normed, parts.query(), null, queries);
        backend.linear(normed, parts.key(), null, newKeys);
        if (adapter.options().rope()) {
            angles(layer, adapter).turn(config, backend, queries, newKeys, position);
        }
        Tensor seen = keys.rows(0, position + rows);
        backend.scores(queries, seen, config.nHeads(), config.nKvHeads(), scale(rank), out);
    }

    /// As [#write] for every sequence at once, of adapters that correct scores, where the device can.
    ///
    /// @param how    sizes of the layer's attention
    /// @param normed `[batch × n, dModel]`
    /// @param source `[batch × nHeads, n, at least keys]`
    /// @param out    likewise, another slab than `source`
    void writeAll(
            int layer,
            LisaAdapter adapter,
            Attending how,
            Tensor normed,
            Tensor source,
            int @Nullable [] headMap,
            Tensor out) {
        LisaWeights parts = Objects.requireNonNull(weights.get(adapter), "an adapter of the plan");
        int rank = adapter.options().rank();
        if (rank == 0) {
            backend.correctScores(how, null, null, source, headMap, parts.net(), out);
            return;
        }
        int position = how.firstRow();
        Tensor keys = cache.keys(layer, config.nKvHeads() * rank);
        Tensor queriesAndKeys = scratch(normed.rows(), (config.nHeads() + config.nKvHeads()) * rank);
        Weight both = together.computeIfAbsent(adapter, wanted -> LisaWeights.together(wanted, backend));
        backend.linear(normed, both, null, queriesAndKeys);
        if (adapter.options().rope()) {
            angles(layer, adapter).turnRows(config, backend, queriesAndKeys, how.batch(), position);
        }
        Attending ranked =
                new Attending(how.batch(), how.h(), how.g(), position, how.window(), scale(rank), how.settled());
        backend.correctScores(ranked, queriesAndKeys, keys, source, headMap, parts.net(), out);
    }

    private static float scale(int rank) {
        return (float) (1 / Math.sqrt(rank));
    }

    private Tensor scratch(int rows, int columns) {
        Tensor room = scratch.get(columns);
        if (room == null || room.rows() < rows) {
            room = workspace.allocate(rows, columns);
            scratch.put(columns, room);
        }
        return room.rows(0, rows);
    }

    private LowRankAngles angles(int layer, LisaAdapter adapter) {
        RopeConfig shared = config.ropeOfRank(layer, adapter.options().rank()).orElse(null);
        return angles.computeIfAbsent(new Turning(shared, adapter.frequencies()), this::angles);
    }

    private LowRankAngles angles(Turning turning) {
        return LowRankAngles.of(config, turning.rope(), turning.frequencies(), capacity, backend, workspace);
    }

    /// What tables depend on; adapters that are fitted further keep theirs.
    private record Turning(
            @Nullable RopeConfig rope, @Nullable FloatMatrix frequencies) {}
}
