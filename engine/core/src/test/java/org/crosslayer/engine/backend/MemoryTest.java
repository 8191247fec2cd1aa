package org.crosslayer.engine.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/// Addresses are given only for memory that is there and stays where it is.
final class MemoryTest {
    @Test
    void anAddressIsThatOfTheBytesAskedFor() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3);
            long second = Memory.address(segment, Float.BYTES, 2 * Float.BYTES);
            assertEquals(segment.address() + Float.BYTES, second);
            assertEquals(2f, Memory.ALL.get(ValueLayout.JAVA_FLOAT, second));
        }
    }

    @Test
    void whatReachesBeyondTheSegmentIsRefused() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(12);
            assertThrows(IndexOutOfBoundsException.class, () -> Memory.address(segment, 4, 9));
            assertThrows(IndexOutOfBoundsException.class, () -> Memory.address(segment, -4, 4));
            assertThrows(IndexOutOfBoundsException.class, () -> Memory.address(segment, 16, 0));
        }
    }

    @Test
    void theHeapHasNoAddresses() {
        MemorySegment heap = MemorySegment.ofArray(new float[3]);
        assertThrows(IllegalArgumentException.class, () -> Memory.address(heap, 0, 4));
    }
}
