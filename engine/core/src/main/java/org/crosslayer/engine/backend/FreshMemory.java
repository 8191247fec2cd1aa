package org.crosslayer.engine.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Native memory of zeros for slabs and caches, which live for one text or less.
///
/// [Arena#allocate] writes zeros over all of it, on the thread that asks, into small pages that the system brings
/// one by one and has filled with zeros already. On Linux large pieces come from the system itself: pages come when
/// a thread first works in them, and in huge ones where the system gives those to who asks (`madvise`, see
/// *transparent hugepage support* in the kernel's documentation). Elsewhere, and in small pieces, memory is the
/// arena's.
final class FreshMemory {
    /// Up to this a page is small, and the arena quick.
    private static final long LARGE = 4L << 20;
    /// A huge page of x86-64 and of most ARM systems; others are only advice.
    private static final long HUGE_PAGE = 2L << 20;
    /// A cache line, and the widest vector there is.
    private static final long ALIGNMENT = 64;

    private static final Optional<Calls> CALLS = Calls.find();

    private FreshMemory() {}

    /// `bytes` bytes of zeros at a multiple of 64, freed with the arena.
    static MemorySegment allocate(Arena arena, long bytes) {
        if (bytes < LARGE || CALLS.isEmpty()) {
            return arena.allocate(bytes, ALIGNMENT);
        }
        Calls calls = CALLS.get();
        long mapped = Math.addExact(bytes, HUGE_PAGE);
        long address = calls.map(mapped);
        if (address == Calls.FAILED) {
            throw new OutOfMemoryError("the system cannot give " + mapped + " bytes");
        }
        long first = Math.ceilDiv(address, HUGE_PAGE) * HUGE_PAGE;
        calls.adviseHuge(first, bytes);
        return at(first, bytes, arena, calls, address, mapped);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment at(long first, long bytes, Arena arena, Calls calls, long address, long mapped) {
        return MemorySegment.ofAddress(first).reinterpret(bytes, arena, _ -> calls.unmap(address, mapped));
    }

    /// The system's own, with Linux' numbers.
    private record Calls(MethodHandle mmap, MethodHandle madvise, MethodHandle munmap) {
        static final long FAILED = -1;
        private static final int READ_WRITE = 3;
        private static final int PRIVATE_ANONYMOUS = 0x22;
        private static final int MADV_HUGEPAGE = 14;

        @SuppressWarnings("restricted")
        static Optional<Calls> find() {
            if (!System.getProperty("os.name").equals("Linux")) {
                return Optional.empty();
            }
            Linker linker = Linker.nativeLinker();
            SymbolLookup names = linker.defaultLookup();
            var whole = ValueLayout.JAVA_INT;
            var word = ValueLayout.JAVA_LONG;
            return Optional.of(new Calls(
                    linker.downcallHandle(
                            names.findOrThrow("mmap"),
                            FunctionDescriptor.of(word, word, word, whole, whole, whole, word)),
                    linker.downcallHandle(
                            names.findOrThrow("madvise"), FunctionDescriptor.of(whole, word, word, whole)),
                    linker.downcallHandle(names.findOrThrow("munmap"), FunctionDescriptor.of(whole, word, word))));
        }

        long map(long bytes) {
            try {
                return (long) mmap.invokeExact(0L, bytes, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }

        /// Advice that the system may leave.
        void adviseHuge(long address, long bytes) {
            try {
                int _ = (int) madvise.invokeExact(address, bytes, MADV_HUGEPAGE);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }

        void unmap(long address, long bytes) {
            try {
                int _ = (int) munmap.invokeExact(address, bytes);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }
    }
}
