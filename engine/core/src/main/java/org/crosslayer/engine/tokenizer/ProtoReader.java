package org.crosslayer.engine.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.crosslayer.engine.error.BadFileException;

/// Reads a message in Protocol Buffers' wire format field by field, and believes no length.
///
/// The format is *stated* in Google's "Encoding" page: a tag `field << 3 | kind` as a varint, then a varint (kind 0),
/// 8 bytes (1), a length and as many bytes (2), or 4 bytes (5).
final class ProtoReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int LONGEST_VARINT = 70;

    private final Path path;
    private final ByteBuffer bytes;
    private int field;
    private int kind;

    ProtoReader(byte[] bytes, Path path) {
        this(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), path);
    }

    private ProtoReader(ByteBuffer bytes, Path path) {
        this.bytes = bytes;
        this.path = path;
    }

    /// Goes to the next field; its value has to be read or skipped before the one after.
    ///
    /// @return false at the end of the message
    boolean next() throws BadFileException {
        if (!bytes.hasRemaining()) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        kind = (int) (tag & 7);
        if (tag >>> 3 == 0 || tag >>> 32 != 0) {
            throw damaged("a field without a number");
        }
        return true;
    }

    /// The number of the field.
    int field() {
        return field;
    }

    /// The value as a whole number.
    long number() throws BadFileException {
        require(VARINT);
        return varint();
    }

    /// The value as a truth value.
    boolean flag() throws BadFileException {
        return number() != 0;
    }

    /// The value as a float.
    float real() throws BadFileException {
        require(FIXED32);
        available(Float.BYTES);
        return bytes.getFloat();
    }

    /// The value as bytes of its own.
    byte[] bytes() throws BadFileException {
        byte[] copy = new byte[length()];
        bytes.get(copy);
        return copy;
    }

    /// The value as text.
    String text() throws BadFileException {
        int length = length();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.slice(bytes.position(), length))
                    .toString();
            bytes.position(bytes.position() + length);
            return text;
        } catch (CharacterCodingException e) {
            throw new BadFileException(
                    path, "is damaged at byte " + bytes.position() + " (text that is not UTF-8).", e);
        }
    }

    /// The value as a message within this one.
    ProtoReader message() throws BadFileException {
        int length = length();
        ByteBuffer part = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + length);
        return new ProtoReader(part, path);
    }

    /// Leaves the value aside.
    void skip() throws BadFileException {
        int length =
                switch (kind) {
                    case VARINT -> {
                        varint();
                        yield 0;
                    }
                    case FIXED64 -> Long.BYTES;
                    case BYTES -> length();
                    case FIXED32 -> Integer.BYTES;
                    default -> throw damaged("a value of no known kind");
                };
        available(length);
        bytes.position(bytes.position() + length);
    }

    private int length() throws BadFileException {
        require(BYTES);
        long length = varint();
        if (length < 0 || length > bytes.remaining()) {
            throw damaged("a value longer than the file");
        }
        return (int) length;
    }

    private long varint() throws BadFileException {
        long value = 0;
        for (int shift = 0; shift < LONGEST_VARINT; shift += 7) {
            available(1);
            byte b = bytes.get();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw damaged("a number without end");
    }

    private void available(int count) throws BadFileException {
        if (bytes.remaining() < count) {
            throw damaged("it ends within a value");
        }
    }

    private void require(int expected) throws BadFileException {
        if (kind != expected) {
            throw damaged("field " + field + " is of another kind");
        }
    }

    private BadFileException damaged(String what) {
        return new BadFileException(path, "is damaged (" + what + "): download it again.");
    }
}
