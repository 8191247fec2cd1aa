package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What a kernel must do that reads a mapped file through vectors.
///
/// When a mapped file is cut, reading beyond its new end is a fault of the operating system. HotSpot turns it
/// into an [InternalError] in interpreted code, in its own copying routines, and in compiled methods that
/// contain at least one plain access to memory; in a compiled method with vector accesses alone it ends the
/// whole JVM (tried on JDK 25).
final class Mapped {
    private Mapped() {}

    /// Reads a byte plainly, so that the method that this is inlined into survives a fault; the compiler
    /// drops the read but remembers the kind of access.
    ///
    /// @param at a byte that the method reads anyway
    /// @return 0
    static int zero(MemorySegment data, long at) {
        return Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, at)) >> Byte.SIZE;
    }
}
