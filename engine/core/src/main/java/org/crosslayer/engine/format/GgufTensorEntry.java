package org.crosslayer.engine.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.tensor.DType;

/// One line of a GGUF file's list of tensors, checked.
///
/// @param shape outermost axis first; the file has them the other way round
/// @param begin its bytes are `[begin, end)` of the data, padding not counted
record GgufTensorEntry(String name, DType dtype, List<Long> shape, long begin, long end) {
    /// No name, no axis.
    static final int LEAST_BYTES = 24;

    private static final int MOST_AXES = 4;
    /// Below the 64 bytes that ggml reserves, with the zero that ends the name there.
    private static final int LONGEST_NAME = 63;

    static List<GgufTensorEntry> readAll(GgufCursor cursor, long count, long alignment) throws BadFileException {
        List<GgufTensorEntry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        long next = 0;
        for (long i = 0; i < count; i++) {
            GgufTensorEntry entry = read(cursor, i);
            if (!names.add(entry.name)) {
                throw cursor.bad("is there twice");
            }
            if (entry.begin != next) {
                throw cursor.bad("starts at byte " + Long.toUnsignedString(entry.begin) + " of the data and "
                        + (Long.compareUnsigned(entry.begin, next) < 0 ? "overlaps" : "leaves a gap after")
                        + " what lies before it, which with padding ends at byte " + next);
            }
            try {
                next = align(entry.end, alignment);
            } catch (ArithmeticException _) {
                throw cursor.bad("ends beyond what any file can hold");
            }
            entries.add(entry);
        }
        return List.copyOf(entries);
    }

    private static GgufTensorEntry read(GgufCursor cursor, long index) throws BadFileException {
        cursor.subject("tensor " + index);
        String name = new String(cursor.string(LONGEST_NAME), StandardCharsets.UTF_8);
        cursor.subject("tensor " + Phrases.quoted(name));
        List<Long> shape = shape(cursor);
        DType dtype = dtype(cursor);
        long begin = cursor.i64();
        return new GgufTensorEntry(name, dtype, shape, begin, end(cursor, dtype, shape, begin));
    }

    private static List<Long> shape(GgufCursor cursor) throws BadFileException {
        int axes = cursor.i32();
        if (axes < 0 || axes > MOST_AXES) {
            throw cursor.bad("has " + Integer.toUnsignedString(axes) + " axes, where at most " + MOST_AXES + " can be");
        }
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < axes; i++) {
            long length = cursor.i64();
            if (length < 0) {
                throw cursor.bad("has an axis of " + Long.toUnsignedString(length) + " elements");
            }
            shape.addFirst(length);
        }
        return List.copyOf(shape);
    }

    private static DType dtype(GgufCursor cursor) throws BadFileException {
        int number = cursor.i32();
        return GgmlTypes.of(number)
                .orElseThrow(() -> cursor.bad("is stored as type " + Integer.toUnsignedString(number)
                        + ", which is unknown or no longer part of the format"));
    }

    private static long end(GgufCursor cursor, DType dtype, List<Long> shape, long begin) throws BadFileException {
        long row = shape.isEmpty() ? 1 : shape.getLast();
        if (row % dtype.blockElements() != 0) {
            throw cursor.bad(
                    "is " + dtype + " " + shape + ", whose rows do not fill whole blocks of " + dtype.blockElements());
        }
        try {
            long elements = shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
            return Math.addExact(begin, dtype.bytesOf(elements));
        } catch (ArithmeticException _) {
            throw cursor.bad("has the shape " + shape + ", more elements than any file can hold");
        }
    }

    /// The next multiple of `alignment`, a power of two.
    ///
    /// @throws ArithmeticException beyond 2⁶³
    static long align(long at, long alignment) {
        return Math.addExact(at, alignment - 1) & -alignment;
    }
}
