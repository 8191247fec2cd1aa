package org.crosslayer.engine.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Memory for slabs: zeros, aligned, as long as its arena.
final class FreshMemoryTest {
    private static final long MIB = 1L << 20;

    @ParameterizedTest
    @ValueSource(longs = {0, 4, 13 * 4, 207 * 4, 4 * MIB - 4, 4 * MIB, 4 * MIB + 4, 13 * MIB + 52})
    void allOfItIsZeroAndCanBeWritten(long bytes) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = FreshMemory.allocate(arena, bytes);
            assertEquals(bytes, memory.byteSize());
            assertEquals(0, memory.address() % 64);
            assertEquals(-1, memory.mismatch(arena.allocate(bytes)));
            memory.fill((byte) 1);
            MemorySegment ones = arena.allocate(bytes).fill((byte) 1);
            assertEquals(-1, memory.mismatch(ones));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {64, 16 * MIB})
    void isGoneWithItsArena(long bytes) {
        MemorySegment memory;
        try (Arena arena = Arena.ofShared()) {
            memory = FreshMemory.allocate(arena, bytes);
        }
        assertThrows(IllegalStateException.class, () -> memory.get(ValueLayout.JAVA_BYTE, 0));
    }

    @Test
    void moreThanTheSystemHasIsRefused() {
        try (Arena arena = Arena.ofShared()) {
            assertThrows(OutOfMemoryError.class, () -> FreshMemory.allocate(arena, 1L << 60));
        }
    }
}
