package org.crosslayer.app.figure;

import java.util.Arrays;
import java.util.List;
import org.crosslayer.engine.tokenizer.Tokenizer;

/// Tokens as labels on paper: what cannot be seen is made visible; the space that begins most words is left out.
final class TokenWords {
    private TokenWords() {}

    static List<String> of(int[] ids, Tokenizer tokenizer) {
        return Arrays.stream(ids).mapToObj(id -> visible(tokenizer.piece(id))).toList();
    }

    private static String visible(String piece) {
        String word = piece.startsWith(" ") && piece.length() > 1 ? piece.substring(1) : piece;
        return word.replace("\r\n", "¶").replace('\n', '¶').replace('\t', '→').replace(' ', '·');
    }
}
