package org.crosslayer.engine.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import org.crosslayer.engine.error.BadFileException;
import org.jspecify.annotations.Nullable;

/// SentencePiece's `precompiled_charsmap`: which sequences of characters are written otherwise before a text is cut.
///
/// The format is that of `sentencepiece/src/normalizer.cc`: the size of a table in bytes, the table, a double array as
/// the Darts-clone library packs it, and the replacements, each ended by a zero byte. Everything the table can reach is
/// checked when it is read, because both this class and the native library follow it without asking.
final class CharsMap {
    /// Replaces nothing.
    static final CharsMap NONE = new CharsMap(new int[0], new byte[0]);

    private static final int HAS_VALUE = 1 << 8;

    private final int[] units;
    private final byte[] replacements;

    private CharsMap(int[] units, byte[] replacements) {
        this.units = units;
        this.replacements = replacements;
    }

    /// Reads a map; an empty one replaces nothing.
    ///
    /// @param path the file it was found in, for the error
    /// @throws BadFileException if the table leads anywhere outside of itself
    static CharsMap read(byte[] bytes, Path path) throws BadFileException {
        if (bytes.length == 0) {
            return NONE;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int size = bytes.length < Integer.BYTES ? -1 : buffer.getInt();
        if (size <= 0 || size % Integer.BYTES != 0 || size > buffer.remaining()) {
            throw damaged(path, "its table has no possible size");
        }
        int[] units = new int[size / Integer.BYTES];
        buffer.asIntBuffer().get(units);
        byte[] replacements = new byte[buffer.remaining() - size];
        buffer.position(Integer.BYTES + size).get(replacements);
        CharsMap map = new CharsMap(units, replacements);
        map.check(path);
        return map;
    }

    /// What the longest entry that stands at `from` becomes; null if none stands there.
    ///
    /// @param utf8  the whole text, well formed
    /// @param match receives at 0 where the entry ends
    @Nullable
    String replacement(byte[] utf8, int from, int to, int[] match) {
        int value = -1;
        int node = units.length == 0 ? -1 : base(0, units[0]);
        for (int i = from; i < to && node >= 0; i++) {
            node ^= Byte.toUnsignedInt(utf8[i]);
            if (node >= units.length || label(units[node]) != Byte.toUnsignedInt(utf8[i])) {
                break;
            }
            int unit = units[node];
            node = base(node, unit);
            // An entry that ends within a character would cut the text where nothing can be cut.
            boolean betweenCharacters = i + 1 == to || (utf8[i + 1] & 0xC0) != 0x80;
            if ((unit & HAS_VALUE) != 0 && betweenCharacters) {
                value = units[node] & Integer.MAX_VALUE;
                match[0] = i + 1;
            }
        }
        return value < 0 ? null : text(value);
    }

    private String text(int offset) {
        int end = offset;
        while (replacements[end] != 0) {
            end++;
        }
        return new String(replacements, offset, end - offset, StandardCharsets.UTF_8);
    }

    /// Walks everything that can be reached.
    private void check(Path path) throws BadFileException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(replacements));
        } catch (CharacterCodingException _) {
            throw damaged(path, "its replacements are not UTF-8");
        }
        int terminated = replacements.length;
        while (terminated > 0 && replacements[terminated - 1] != 0) {
            terminated--;
        }
        BitSet seen = new BitSet(units.length);
        int[] waiting = new int[units.length];
        int count = 0;
        waiting[count++] = 0;
        seen.set(0);
        while (count > 0) {
            int node = waiting[--count];
            int unit = units[node];
            int base = base(node, unit);
            if (base >= units.length) {
                throw damaged(path, "its table leads outside of itself");
            }
            if ((unit & HAS_VALUE) != 0 && (units[base] & Integer.MAX_VALUE) >= terminated) {
                throw damaged(path, "a replacement lies outside of it");
            }
            for (int label = 1; label < 256; label++) {
                int child = base ^ label;
                if (child < units.length && label(units[child]) == label && !seen.get(child)) {
                    seen.set(child);
                    waiting[count++] = child;
                }
            }
        }
    }

    /// Where the children of a node lie, each XORed with its byte.
    private static int base(int node, int unit) {
        return node ^ ((unit >>> 10) << ((unit & (1 << 9)) >>> 6));
    }

    /// The byte that leads to a unit; more than a byte where the unit holds a value.
    private static int label(int unit) {
        return unit & (Integer.MIN_VALUE | 0xFF);
    }

    private static BadFileException damaged(Path path, String why) {
        return new BadFileException(
                path, "holds a damaged map of characters (precompiled_charsmap: " + why + "): download it again.");
    }
}
