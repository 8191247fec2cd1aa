package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;

/// A product of two BF16 matrices whose sums are float32. Not for two threads at once.
interface HalfProduct extends AutoCloseable {
    /// `c [m, n] = a [m, k] · b [n, k]ᵀ`, all row-major and dense, `a` and `b` in BF16, `c` in float32.
    void timesTransposed(int m, int n, int k, MemorySegment a, MemorySegment b, MemorySegment c);

    @Override
    void close();
}
