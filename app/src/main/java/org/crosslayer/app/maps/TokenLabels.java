package org.crosslayer.app.maps;

import java.util.Arrays;
import java.util.List;
import org.crosslayer.engine.tokenizer.Tokenizer;

/// Tokens as labels: what cannot be seen is made visible.
final class TokenLabels {
    private TokenLabels() {}

    /// One label a token; a space becomes `·`, a line break `↵`, a tab `⇥`.
    static List<String> of(int[] ids, Tokenizer tokenizer) {
        return Arrays.stream(ids).mapToObj(id -> visible(tokenizer.piece(id))).toList();
    }

    private static String visible(String piece) {
        return piece.replace("\r\n", "↵").replace('\n', '↵').replace('\t', '⇥').replace(' ', '·');
    }
}
