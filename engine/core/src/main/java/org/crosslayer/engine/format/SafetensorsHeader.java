package org.crosslayer.engine.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.tensor.DType;

/// The checked header of a `.safetensors` file: eight bytes of length, then a JSON object.
///
/// Rules from the format's description: at most 100 MB of header; `__metadata__` maps strings to strings; tensors
/// fill the buffer without gaps or overlaps, so that nothing can hide in the file.
///
/// @param bufferStart offset in the file of the first byte after the header
/// @param entries     tensors in order of their data
/// @param metadata    free text, unmodifiable
record SafetensorsHeader(long bufferStart, List<Entry> entries, Map<String, String> metadata) {
    static final String METADATA = "__metadata__";
    static final long MAX_HEADER = 100_000_000;

    /// One tensor: its bytes are `[begin, end)` of the buffer.
    record Entry(String name, DType dtype, List<Long> shape, long begin, long end) {}

    /// Reads and checks the header of the mapped file.
    static SafetensorsHeader read(Path path, MemorySegment file) throws BadFileException {
        long length = length(path, file);
        JsonObject json = JsonObject.parse(path, "its header", text(path, file, length));
        List<Entry> entries = new ArrayList<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : json.node().properties()) {
            if (field.getKey().equals(METADATA)) {
                readMetadata(path, field.getValue(), metadata);
            } else {
                entries.add(new TensorEntry(path, field.getKey(), field.getValue()).read());
            }
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        checkExtents(path, entries, file.byteSize() - 8 - length);
        return new SafetensorsHeader(8 + length, List.copyOf(entries), Collections.unmodifiableMap(metadata));
    }

    private static long length(Path path, MemorySegment file) throws BadFileException {
        if (file.byteSize() < 8) {
            throw new BadFileException(
                    path, "has " + file.byteSize() + " bytes, too few for a .safetensors file: download it again.");
        }
        long length = file.get(Elements.I64, 0);
        if (length < 0 || length > MAX_HEADER) {
            throw new BadFileException(
                    path,
                    "claims a header of " + Long.toUnsignedString(length)
                            + " bytes, above the limit of 100 MB: it is not a .safetensors file, or damaged.");
        }
        if (length > file.byteSize() - 8) {
            throw new BadFileException(
                    path, "ends within its header of " + length + " bytes: the download was cut short, repeat it.");
        }
        return length;
    }

    private static String text(Path path, MemorySegment file, long length) throws BadFileException {
        byte[] bytes = file.asSlice(8, length).toArray(ValueLayout.JAVA_BYTE);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadFileException(path, "its header is not UTF-8 text: download the file again.", e);
        }
    }

    private static void readMetadata(Path path, JsonNode node, Map<String, String> into) throws BadFileException {
        if (!node.isObject()) {
            throw new BadFileException(path, "its " + METADATA + " is " + Phrases.kind(node) + ", not an object.");
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!field.getValue().isTextual()) {
                throw new BadFileException(
                        path,
                        METADATA + " key " + Phrases.quoted(field.getKey()) + " holds " + Phrases.kind(field.getValue())
                                + " where only strings are allowed.");
            }
            into.put(field.getKey(), field.getValue().textValue());
        }
    }

    private static void checkExtents(Path path, List<Entry> entries, long bufferBytes) throws BadFileException {
        long at = 0;
        for (Entry entry : entries) {
            if (entry.begin() != at) {
                String problem = entry.begin() < at ? "overlaps the tensor before it" : "leaves a gap before it";
                throw new BadFileException(
                        path,
                        "tensor " + Phrases.quoted(entry.name()) + " starts at byte " + entry.begin()
                                + " of the data and " + problem + ", which ends at byte " + at
                                + ": the file is damaged or forged.");
            }
            at = entry.end();
        }
        if (at > bufferBytes) {
            throw new BadFileException(
                    path,
                    "tensor " + Phrases.quoted(entries.getLast().name()) + " ends at byte " + at
                            + " of the data, but the file has only " + bufferBytes
                            + ": the download was cut short, repeat it.");
        }
        if (at < bufferBytes) {
            throw new BadFileException(
                    path, (bufferBytes - at) + " bytes at the end belong to no tensor: the file is damaged or forged.");
        }
    }
}
