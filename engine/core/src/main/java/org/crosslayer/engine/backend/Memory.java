package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Memory by its address, for the innermost loops of kernels that must keep up with it.
///
/// A loop over a segment asks in every round whether the segment still lives and reaches that far; the compiler does
/// not always get these questions out of the loop, and then they take longer than the arithmetic (rows of Q8_0 in the
/// nearest cache: 9 to 14 GB/s with them, 26 without, on one processor). So bounds are checked once, for all that a
/// loop reads, and nobody may close what is read meanwhile: as with native products.
final class Memory {
    /// Everything there is; offsets in it are addresses.
    @SuppressWarnings("restricted")
    static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /// No address of a process is as large: 48 bits are usual, 57 the most that processors have.
    private static final long ADDRESSES = (1L << 58) - 1;

    private Memory() {}

    /// The same address, as one of which the compiler sees that it lies in [#ALL] and whatever is near it too.
    ///
    /// Without it each vector that is loaded is preceded by a comparison, in loops of few instructions half of
    /// them. To be said once before a loop that counts in whole numbers from an address, and in every round of one
    /// that moves it on.
    static long known(long address) {
        return address & ADDRESSES;
    }

    /// The address of `bytes` bytes of a segment from `at` on, as a [#known] one.
    ///
    /// @throws IndexOutOfBoundsException if the segment has not that many
    /// @throws IllegalArgumentException  if it lies on the heap, where nothing keeps its place
    static long address(MemorySegment segment, long at, long bytes) {
        if (!segment.isNative()) {
            throw new IllegalArgumentException("a segment on the heap has no address");
        }
        return known(segment.address() + Objects.checkFromIndexSize(at, bytes, segment.byteSize()));
    }
}
