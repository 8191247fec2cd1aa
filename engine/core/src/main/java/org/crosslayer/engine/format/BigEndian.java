package org.crosslayer.engine.format;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.tensor.DType;

/// Little-endian copies of big-endian tensors.
///
/// In blocks only numbers wider than a byte are turned: the half-precision scales and, in IQ4_XS, the packed high bits.
/// Bytes of packed values keep their order (*our reading* of ggml's block structs and of `gguf_convert_endian.py`).
final class BigEndian {
    private BigEndian() {}

    /// A copy that lives as long as the file.
    static MemorySegment turned(MappedFile file, GgufTensorEntry entry, MemorySegment stored) throws BadFileException {
        Arena arena = file.arena();
        MemorySegment copy = arena.allocate(Math.max(1, stored.byteSize()), 64).asSlice(0, stored.byteSize());
        MemorySegment.copy(stored, 0, copy, 0, stored.byteSize());
        DType dtype = entry.dtype();
        if (dtype.isBlock()) {
            int block = (int) dtype.bytesOf(dtype.blockElements());
            int[] halves = halves(file, entry);
            for (long at = 0; at < copy.byteSize(); at += block) {
                for (int half : halves) {
                    turnShort(copy, at + half);
                }
            }
            return copy;
        }
        for (long at = 0; at < copy.byteSize(); at += dtype.bytes()) {
            switch (dtype.bytes()) {
                case Short.BYTES -> turnShort(copy, at);
                case Integer.BYTES -> {
                    int value = copy.get(ValueLayout.JAVA_INT_UNALIGNED, at);
                    copy.set(ValueLayout.JAVA_INT_UNALIGNED, at, Integer.reverseBytes(value));
                }
                case Long.BYTES -> {
                    long value = copy.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
                    copy.set(ValueLayout.JAVA_LONG_UNALIGNED, at, Long.reverseBytes(value));
                }
                default -> {
                    return copy;
                }
            }
        }
        return copy;
    }

    private static void turnShort(MemorySegment data, long at) {
        short value = data.get(ValueLayout.JAVA_SHORT_UNALIGNED, at);
        data.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, Short.reverseBytes(value));
    }

    /// Where in a block its 16-bit numbers stand, in bytes.
    private static int[] halves(MappedFile file, GgufTensorEntry entry) throws BadFileException {
        return switch (entry.dtype()) {
            case Q4_0, Q5_0, Q8_0, IQ4_NL -> new int[] {0};
            case Q4_1, Q5_1, Q4_K, Q5_K, IQ4_XS -> new int[] {0, 2};
            case Q2_K -> new int[] {80, 82};
            case Q3_K -> new int[] {108};
            case Q6_K -> new int[] {208};
            case MXFP4 -> new int[] {};
            default ->
                throw new BadFileException(
                        file.path(),
                        "tensor " + Phrases.quoted(entry.name()) + " is stored as " + entry.dtype()
                                + ", which cannot be read from a big-endian file: convert the file to little-endian.");
        };
    }
}
