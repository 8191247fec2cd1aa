package org.crosslayer.engine.tokenizer;

import java.util.List;

/// A text cut into tokens.
///
/// @param ids   token ids, special tokens included when they were asked for
/// @param spans for each token the characters of the text it covers
public record Encoding(List<Integer> ids, List<Span> spans) {
    /// Characters `[start, end)` of the text, in UTF-16 units; empty for an added special token.
    public record Span(int start, int end) {}

    public Encoding {
        ids = List.copyOf(ids);
        spans = List.copyOf(spans);
        if (ids.size() != spans.size()) {
            throw new IllegalArgumentException(ids.size() + " ids but " + spans.size() + " spans");
        }
    }

    /// The ids as an array of its own.
    public int[] toArray() {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }
}
