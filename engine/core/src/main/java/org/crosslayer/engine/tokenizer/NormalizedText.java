package org.crosslayer.engine.tokenizer;

import java.util.Arrays;

/// A text as a vocabulary wants it, whose characters still know where they come from.
final class NormalizedText implements CharSequence {
    private final StringBuilder text;
    private int[] starts;
    private int[] ends;

    NormalizedText(int capacity) {
        text = new StringBuilder(capacity);
        starts = new int[Math.max(16, capacity)];
        ends = new int[starts.length];
    }

    /// Adds characters that stand for `[start, end)` of the original, in UTF-16 units.
    void append(CharSequence characters, int start, int end) {
        for (int i = 0; i < characters.length(); i++) {
            append(characters.charAt(i), start, end);
        }
    }

    /// Adds one character that stands for `[start, end)` of the original.
    void append(char character, int start, int end) {
        int at = text.length();
        if (at == starts.length) {
            starts = Arrays.copyOf(starts, 2 * at);
            ends = Arrays.copyOf(ends, 2 * at);
        }
        starts[at] = start;
        ends[at] = end;
        text.append(character);
    }

    /// Lets the last character stand for everything up to `end` of the original.
    void extend(int end) {
        if (!text.isEmpty()) {
            ends[text.length() - 1] = end;
        }
    }

    /// Forgets all but the first `length` characters.
    void cut(int length) {
        text.setLength(length);
    }

    /// Where in the original the characters `[from, to)` come from; empty for none.
    Encoding.Span origin(int from, int to) {
        return new Encoding.Span(starts[from], Math.max(starts[from], ends[to - 1]));
    }

    /// The code point at `index`.
    int codePointAt(int index) {
        return text.codePointAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
