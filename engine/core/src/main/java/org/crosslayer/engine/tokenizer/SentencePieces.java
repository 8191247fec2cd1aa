package org.crosslayer.engine.tokenizer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How vocabularies of SentencePiece's kind write text: `▁` for a space, `<0x0A>` for a single byte.
final class SentencePieces {
    private static final char SPACE = '▁';
    private static final Pattern BYTE = Pattern.compile("<0x([0-9A-F]{2})>");

    private SentencePieces() {}

    /// The text a token stands for; a byte above ASCII is no character by itself and stays as written.
    static String text(String token) {
        Matcher matcher = BYTE.matcher(token);
        if (matcher.matches()) {
            int value = Integer.parseInt(matcher.group(1), 16);
            return value < 0x80 ? String.valueOf((char) value) : token;
        }
        return token.replace(SPACE, ' ');
    }
}
