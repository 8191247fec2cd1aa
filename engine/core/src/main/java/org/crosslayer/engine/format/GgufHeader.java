package org.crosslayer.engine.format;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crosslayer.engine.error.BadFileException;

/// The checked header of a GGUF file, versions 2 and 3: keys, then a list of tensors, then their data.
///
/// Rules as in the format's description and, where that is silent, as in ggml's own reader: tensors follow each
/// other in the order of the list, each padded to the alignment, without gap or overlap.
///
/// @param version   2 or 3
/// @param order     of every number in the file, the tensors' included
/// @param keys      metadata
/// @param tensors   in order of their data
/// @param dataStart byte of the file at which the first tensor starts
/// @param hasData   false when the file ends here: some tools write headers alone
record GgufHeader(
        int version,
        ByteOrder order,
        GgufMetadata keys,
        List<GgufTensorEntry> tensors,
        long dataStart,
        boolean hasData) {
    private static final int MAGIC = 0x47475546;
    private static final String ALIGNMENT = "general.alignment";
    private static final int DEFAULT_ALIGNMENT = 32;
    private static final int LONGEST_KEY = 65_535;
    /// A key of no length and a value of one byte.
    private static final int LEAST_KEY_BYTES = 13;

    /// Reads and checks the header of a mapped file.
    static GgufHeader read(Path path, MemorySegment file) throws BadFileException {
        requireMagic(path, file);
        ByteOrder order = order(path, file);
        GgufCursor cursor = new GgufCursor(path, file, order, Integer.BYTES);
        int version = cursor.i32();
        if (version != 2 && version != 3) {
            throw new BadFileException(
                    path,
                    "is GGUF version " + Integer.toUnsignedString(version)
                            + ", but versions 2 and 3 can be read: convert it with a current llama.cpp.");
        }
        long nTensors = count(cursor, "tensors", GgufTensorEntry.LEAST_BYTES);
        long nKeys = count(cursor, "keys", LEAST_KEY_BYTES);
        if (order == ByteOrder.BIG_ENDIAN && nTensors == 0 && nKeys == 0) {
            throw new BadFileException(
                    path,
                    "has its version in big-endian order and nothing else that would confirm it: ask whoever wrote it"
                            + " which endianness it has.");
        }
        GgufMetadata keys = new GgufMetadata(path, file, order, keys(cursor, nKeys));
        long alignment = alignment(keys);
        List<GgufTensorEntry> tensors = GgufTensorEntry.readAll(cursor, nTensors, alignment);
        long dataStart = GgufTensorEntry.align(cursor.position(), alignment);
        boolean hasData = hasData(path, tensors, alignment, file.byteSize(), dataStart);
        return new GgufHeader(version, order, keys, tensors, dataStart, hasData);
    }

    private static void requireMagic(Path path, MemorySegment file) throws BadFileException {
        GgufCursor start = new GgufCursor(path, file, ByteOrder.BIG_ENDIAN, 0);
        if (file.byteSize() >= Integer.BYTES && start.i32() != MAGIC) {
            throw new BadFileException(path, "does not begin with the letters GGUF: it is no GGUF file, or damaged.");
        }
        if (file.byteSize() < 2 * Integer.BYTES) {
            throw new BadFileException(
                    path, "has " + file.byteSize() + " bytes, too few for a GGUF file: download it again.");
        }
    }

    /// The format marks its byte order nowhere, but its versions are small numbers: ggml's own test.
    private static ByteOrder order(Path path, MemorySegment file) throws BadFileException {
        int version = new GgufCursor(path, file, ByteOrder.LITTLE_ENDIAN, Integer.BYTES).i32();
        return (version & 0xffff) == 0 && version != 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private static long count(GgufCursor cursor, String what, int leastBytes) throws BadFileException {
        long count = cursor.i64();
        if (count < 0 || count > cursor.left() / leastBytes) {
            throw cursor.bad("promises " + Long.toUnsignedString(count) + " " + what + ", more than the "
                    + cursor.left() + " bytes left in the file can hold");
        }
        return count;
    }

    private static Map<String, GgufValue> keys(GgufCursor cursor, long count) throws BadFileException {
        Map<String, GgufValue> values = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            cursor.subject("key " + i);
            byte[] bytes = cursor.string(LONGEST_KEY);
            for (byte letter : bytes) {
                if (letter < 0) {
                    throw cursor.bad("is not ASCII, as every key must be");
                }
            }
            String key = new String(bytes, StandardCharsets.US_ASCII);
            cursor.subject("the key " + Phrases.quoted(key));
            GgufType type = cursor.type();
            GgufValue value = type == GgufType.ARRAY ? cursor.sequence() : cursor.scalar(type);
            if (values.put(key, value) != null) {
                throw cursor.bad("is there twice");
            }
        }
        cursor.subject("the header");
        return values;
    }

    private static long alignment(GgufMetadata keys) throws BadFileException {
        GgufValue value = keys.value(ALIGNMENT);
        if (value == null) {
            return DEFAULT_ALIGNMENT;
        }
        if (value instanceof GgufValue.Whole(GgufType type, long alignment)
                && type == GgufType.UINT32
                && Long.bitCount(alignment) == 1) {
            return alignment;
        }
        throw keys.wrong(ALIGNMENT, "a power of two of type UINT32");
    }

    private static boolean hasData(
            Path path, List<GgufTensorEntry> tensors, long alignment, long fileBytes, long dataStart)
            throws BadFileException {
        long end = 0;
        for (GgufTensorEntry tensor : tensors) {
            end = GgufTensorEntry.align(tensor.end(), alignment);
        }
        long present = Math.max(0, fileBytes - dataStart);
        if (end > 0 && present == 0) {
            return false;
        }
        for (GgufTensorEntry tensor : tensors) {
            if (GgufTensorEntry.align(tensor.end(), alignment) > present) {
                throw new BadFileException(
                        path,
                        "tensor " + Phrases.quoted(tensor.name()) + " ends at byte "
                                + GgufTensorEntry.align(tensor.end(), alignment)
                                + " of the data, but the file has only "
                                + present + ": the download was cut short, repeat it.");
            }
        }
        return true;
    }
}
