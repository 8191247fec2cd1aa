package org.crosslayer.engine.model;

import org.crosslayer.engine.error.NotEnoughMemoryException;

/// What a pass takes on the device, computed before anything is allocated.
///
/// @param cacheBytes   keys and values of all layers, those of a LiSA layer as small as the plan makes them
/// @param slabBytes    score and pattern slabs that can be alive at once: one a layer that others take from, one to
///     work in, and room for a plan that a pass may follow later
/// @param scratchBytes rows on their way through a layer
public record PassMemory(long cacheBytes, long slabBytes, long scratchBytes) {
    /// Slabs of a run of LiSA layers that is watched: scores taken, scores and pattern made, one to work in.
    private static final long USUAL_SLABS = 4;

    /// As below, with caches in float32.
    public static PassMemory of(ModelConfig config, AttentionPlan plan, int batch, int capacity, int chunk) {
        return of(config, plan, batch, capacity, chunk, Float.BYTES);
    }

    /// The needs of `batch` sequences of up to `capacity` positions in steps of up to `chunk` rows.
    ///
    /// @param cacheValueBytes of a key's or value's number, as
    /// [org.crosslayer.engine.backend.Backend#cacheValueBytes] says
    public static PassMemory of(
            ModelConfig config, AttentionPlan plan, int batch, int capacity, int chunk, int cacheValueBytes) {
        long rows = (long) batch * chunk;
        long kv = (long) config.nKvHeads() * config.dHead();
        long heads = (long) config.nHeads() * config.dHead();
        long slabs = Math.max(USUAL_SLABS, new Routes(plan).mostSlabs());
        return new PassMemory(
                cacheValueBytes * (config.nLayers() * kv + keys(config, plan)) * batch * capacity,
                slabs * Float.BYTES * batch * config.nHeads() * chunk * capacity,
                Float.BYTES
                        * rows
                        * (4L * config.dModel()
                                + 3 * heads
                                + (batch > 1 ? 2 : 1) * kv
                                + (long) config.mlp().inputs() * config.dMlp()));
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
        return cacheBytes + slabBytes + scratchBytes;
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
