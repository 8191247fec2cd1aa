package org.crosslayer.engine.model;

import org.crosslayer.engine.error.NotEnoughMemoryException;

/// What a pass takes on the device, computed before anything is allocated.
///
/// @param cacheBytes   keys and values of all layers
/// @param slabBytes    score slabs that can be alive at once: one a layer that others take from, one to work in
/// @param scratchBytes rows on their way through a layer
public record PassMemory(long cacheBytes, long slabBytes, long scratchBytes) {
    /// The needs of `batch` sequences of up to `capacity` positions in steps of up to `chunk` rows.
    public static PassMemory of(ModelConfig config, int batch, int capacity, int chunk) {
        long rows = (long) batch * chunk;
        long kv = (long) config.nKvHeads() * config.dHead();
        long heads = (long) config.nHeads() * config.dHead();
        return new PassMemory(
                2L * Float.BYTES * config.nLayers() * batch * capacity * kv,
                3L * Float.BYTES * batch * config.nHeads() * chunk * capacity,
                Float.BYTES * rows * (4L * config.dModel() + 2 * heads + kv + 2L * config.dMlp()));
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
