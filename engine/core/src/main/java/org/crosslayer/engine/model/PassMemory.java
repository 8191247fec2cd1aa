package org.crosslayer.engine.model;

import java.util.HashSet;
import java.util.Set;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.error.NotEnoughMemoryException;

/// What a pass takes on the device, computed before anything is allocated.
///
/// @param cacheBytes   keys and values of all layers, those of a LiSA layer as small as the plan makes them
/// @param slabBytes    score and pattern slabs that can be alive at once: one a layer that others take from, one to
///     work in, and room for a plan that a pass may follow later
/// @param scratchBytes rows on their way through a layer
/// @param adapterBytes weights of the plan's adapters, which a pass brings for itself
public record PassMemory(long cacheBytes, long slabBytes, long scratchBytes, long adapterBytes) {
    /// Slabs of a run of LiSA layers that is watched: scores taken, scores and pattern made, one to work in.
    private static final long USUAL_SLABS = 4;
    /// Maps of a watched pass that are means over heads: of one sequence, whatever the batch.
    private static final long MEANS = 1;

    /// As below, of a plan without adapters and with caches in float32.
    ///
    /// @throws IllegalArgumentException if the plan has adapters: how large they are is the backend's to say
    public static PassMemory of(ModelConfig config, AttentionPlan plan, int batch, int capacity, int chunk) {
        if (!adapters(plan).isEmpty()) {
            throw new IllegalArgumentException("adapters are as large as a backend makes them");
        }
        return of(config, plan, batch, capacity, chunk, Float.BYTES, 0);
    }

    /// The needs of `batch` sequences of up to `capacity` positions in steps of up to `chunk` rows.
    ///
    /// @param backend where they run: it says how long a value in the cache is, and how large an adapter
    public static PassMemory of(
            ModelConfig config, AttentionPlan plan, int batch, int capacity, int chunk, Backend backend) {
        long brought = 0;
        for (LisaAdapter adapter : adapters(plan)) {
            brought += LisaWeights.bytes(adapter, backend, backend.sharesScores(config.dHead(), 1));
        }
        return of(config, plan, batch, capacity, chunk, backend.cacheValueBytes(), brought);
    }

    private static PassMemory of(
            ModelConfig config,
            AttentionPlan plan,
            int batch,
            int capacity,
            int chunk,
            int cacheValueBytes,
            long adapterBytes) {
        long rows = (long) batch * chunk;
        long kv = (long) config.nKvHeads() * config.dHead();
        long heads = (long) config.nHeads() * config.dHead();
        long slabs = Math.max(USUAL_SLABS, new Routes(plan).mostSlabs());
        return new PassMemory(
                cacheValueBytes * (config.nLayers() * kv + keys(config, plan)) * batch * capacity,
                (slabs * batch * config.nHeads() + MEANS) * Float.BYTES * chunk * capacity,
                Float.BYTES
                        * (rows
                                        * (4L * config.dModel()
                                                + 3 * heads
                                                + kv
                                                + (long) config.mlp().inputs() * config.dMlp()
                                                + smallRows(config, plan))
                                + (batch > 1 ? rows : 1) * kv),
                adapterBytes);
    }

    private static Set<LisaAdapter> adapters(AttentionPlan plan) {
        Set<LisaAdapter> adapters = new HashSet<>();
        for (LayerAttention attention : plan.layers()) {
            if (attention instanceof LayerAttention.Lisa lisa) {
                adapters.add(lisa.adapter());
            }
        }
        return adapters;
    }

    /// Values of a row's small queries, and of its small keys where both are made in one go: a room for each rank.
    private static long smallRows(ModelConfig config, AttentionPlan plan) {
        return adapters(plan).stream()
                .mapToLong(adapter -> adapter.options().rank())
                .distinct()
                .map(rank -> rank * (2L * config.nHeads() + config.nKvHeads()))
                .sum();
    }

    /// Values of a position's keys in all layers.
    private static long keys(ModelConfig config, AttentionPlan plan) {
        long values = 0;
        for (LayerAttention attention : plan.layers()) {
            int size = attention instanceof LayerAttention.Lisa lisa
                    ? lisa.adapter().options().rank()
                    : config.dHead();
            values += (long) config.nKvHeads() * size;
        }
        return values;
    }

    /// All of it.
    public long totalBytes() {
        return cacheBytes + slabBytes + scratchBytes + adapterBytes;
    }

    /// Refuses before the start what cannot end well.
    ///
    /// @throws NotEnoughMemoryException if more is needed than the device has
    void check(long deviceBytes) throws NotEnoughMemoryException {
        if (totalBytes() > deviceBytes) {
            throw new NotEnoughMemoryException(
                    "Running this text", totalBytes(), deviceBytes, "use a shorter text or fewer sequences at once");
        }
    }
}
