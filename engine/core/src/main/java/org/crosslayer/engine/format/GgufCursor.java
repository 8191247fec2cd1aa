package org.crosslayer.engine.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.crosslayer.engine.error.BadFileException;

/// A place in a mapped GGUF file that moves on as values are read. It never reads beyond the end, and never believes
/// a length or a count that the rest of the file cannot hold.
final class GgufCursor {
    /// GGML's `GGUF_MAX_STRING_LENGTH`.
    static final long LONGEST_STRING = 1L << 30;
    /// The format allows arrays in arrays without a limit; no file in use has any.
    private static final int DEEPEST = 8;

    private final Path path;
    private final MemorySegment file;
    private final ValueLayout.OfShort shorts;
    private final ValueLayout.OfInt ints;
    private final ValueLayout.OfLong longs;
    private long at;
    private String subject = "the header";

    GgufCursor(Path path, MemorySegment file, ByteOrder order, long at) {
        this.path = path;
        this.file = file;
        this.at = at;
        shorts = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
        ints = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
        longs = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
    }

    /// Bytes from the start of the file.
    long position() {
        return at;
    }

    long left() {
        return file.byteSize() - at;
    }

    /// Names what is being read, for messages.
    void subject(String what) {
        subject = what;
    }

    byte i8() throws BadFileException {
        return file.get(ValueLayout.JAVA_BYTE, step(Byte.BYTES));
    }

    short i16() throws BadFileException {
        return file.get(shorts, step(Short.BYTES));
    }

    int i32() throws BadFileException {
        return file.get(ints, step(Integer.BYTES));
    }

    long i64() throws BadFileException {
        return file.get(longs, step(Long.BYTES));
    }

    /// The bytes of a string, its length checked against `longest`.
    byte[] string(long longest) throws BadFileException {
        return file.asSlice(skipString(longest), lastLength).toArray(ValueLayout.JAVA_BYTE);
    }

    private long lastLength;

    private long skipString(long longest) throws BadFileException {
        long length = i64();
        if (length < 0 || length > longest) {
            throw bad("has a string of " + Long.toUnsignedString(length) + " bytes, where " + longest
                    + " is the most that can be");
        }
        lastLength = length;
        return step(length);
    }

    /// One value of a type that is no array.
    GgufValue scalar(GgufType type) throws BadFileException {
        return switch (type) {
            case UINT8 -> new GgufValue.Whole(type, Byte.toUnsignedLong(i8()));
            case INT8 -> new GgufValue.Whole(type, i8());
            case UINT16 -> new GgufValue.Whole(type, Short.toUnsignedLong(i16()));
            case INT16 -> new GgufValue.Whole(type, i16());
            case UINT32 -> new GgufValue.Whole(type, Integer.toUnsignedLong(i32()));
            case INT32 -> new GgufValue.Whole(type, i32());
            case UINT64, INT64 -> new GgufValue.Whole(type, i64());
            case FLOAT32 -> new GgufValue.Real(type, Float.intBitsToFloat(i32()));
            case FLOAT64 -> new GgufValue.Real(type, Double.longBitsToDouble(i64()));
            case BOOL -> new GgufValue.Flag(flag());
            case STRING -> new GgufValue.Text(new String(string(LONGEST_STRING), StandardCharsets.UTF_8));
            case ARRAY -> throw new IllegalArgumentException("an array is no scalar");
        };
    }

    private boolean flag() throws BadFileException {
        byte value = i8();
        if (value != 0 && value != 1) {
            throw bad("has the truth value " + Byte.toUnsignedInt(value) + ", where only 0 and 1 can be");
        }
        return value == 1;
    }

    /// The number of a type, believed only if it is one.
    GgufType type() throws BadFileException {
        int number = i32();
        if (number < 0 || number >= GgufType.BY_NUMBER.size()) {
            throw bad("has a value of type " + Integer.toUnsignedString(number) + ", which the format does not know");
        }
        return GgufType.BY_NUMBER.get(number);
    }

    /// An array, walked over so that its end is known and all in it is well formed.
    GgufValue.Sequence sequence() throws BadFileException {
        return sequence(1);
    }

    private GgufValue.Sequence sequence(int depth) throws BadFileException {
        if (depth > DEEPEST) {
            throw bad("has arrays in arrays more than " + DEEPEST + " deep, which no model needs");
        }
        GgufType of = type();
        long count = i64();
        if (count < 0 || count > left() / of.leastBytes()) {
            throw bad("has an array of " + Long.toUnsignedString(count) + " elements, more than the " + left()
                    + " bytes left in the file can hold");
        }
        long first = at;
        switch (of) {
            case STRING -> {
                for (long i = 0; i < count; i++) {
                    skipString(LONGEST_STRING);
                }
            }
            case BOOL -> {
                for (long i = 0; i < count; i++) {
                    flag();
                }
            }
            case ARRAY -> {
                for (long i = 0; i < count; i++) {
                    sequence(depth + 1);
                }
            }
            default -> step(count * of.leastBytes());
        }
        return new GgufValue.Sequence(of, count, first);
    }

    private long step(long bytes) throws BadFileException {
        if (bytes > left()) {
            throw bad("needs " + bytes + " more bytes, but " + left() + " are left in the file");
        }
        long start = at;
        at += bytes;
        return start;
    }

    /// A sentence about what is being read.
    ///
    /// @param problem a clause that goes on after the subject
    BadFileException bad(String problem) {
        return new BadFileException(
                path, subject + " " + problem + " (at byte " + at + "): the file is damaged, download it again.");
    }
}
