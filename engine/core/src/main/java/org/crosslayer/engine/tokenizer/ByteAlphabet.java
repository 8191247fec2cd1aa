package org.crosslayer.engine.tokenizer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The letters in which byte-level vocabularies write bytes, as GPT-2 introduced them.
///
/// Printable bytes of Latin-1 stand for themselves; the other 68 follow each other from U+0100 on, so that a space is
/// `Ġ` and a line feed `Ċ`.
final class ByteAlphabet {
    private static final int FIRST_SUBSTITUTE = 0x100;

    /// Byte of each letter, −1 where the character is no letter of the alphabet.
    private static final int[] BYTE_OF_LETTER = letters();

    private ByteAlphabet() {}

    private static int[] letters() {
        int[] bytes = new int[FIRST_SUBSTITUTE + 68];
        Arrays.fill(bytes, -1);
        int next = FIRST_SUBSTITUTE;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            bytes[printable ? b : next++] = b;
        }
        return bytes;
    }

    /// The text a token stands for; bytes that form no character are written `<0xE2>`.
    static String text(String token) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * token.length());
        for (int i = 0; i < token.length(); i++) {
            char letter = token.charAt(i);
            if (letter >= BYTE_OF_LETTER.length || BYTE_OF_LETTER[letter] < 0) {
                return token;
            }
            bytes.put((byte) BYTE_OF_LETTER[letter]);
        }
        return text(bytes.flip());
    }

    private static String text(ByteBuffer bytes) {
        StringBuilder text = new StringBuilder();
        while (bytes.hasRemaining()) {
            int length = characterLength(bytes.get(bytes.position()));
            String character = length > bytes.remaining() ? "" : decode(bytes.slice(bytes.position(), length));
            if (character.isEmpty()) {
                text.append("<0x%02X>".formatted(bytes.get()));
            } else {
                text.append(character);
                bytes.position(bytes.position() + length);
            }
        }
        return text.toString();
    }

    /// How many bytes a character has that begins with this one, by UTF-8; 1 where none does.
    private static int characterLength(byte first) {
        int ones = Integer.numberOfLeadingZeros(~(first << 24));
        return ones < 2 || ones > 4 ? 1 : ones;
    }

    private static String decode(ByteBuffer character) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(character).toString();
        } catch (CharacterCodingException _) {
            return "";
        }
    }
}
