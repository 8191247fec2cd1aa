package org.crosslayer.engine.evaluation;

import org.crosslayer.engine.tokenizer.Encoding;

/// A text with its tokens, so that what is scored can be counted in words and bytes too.
///
/// @param text     the text, whole
/// @param encoding its tokens, none added
public record EncodedText(String text, Encoding encoding) {
    /// The ids as an array of their own.
    public int[] ids() {
        return encoding.toArray();
    }

    /// A counter that goes through the text once.
    Counter counter() {
        return new Counter();
    }

    /// Counts from the start of the text to the ends of tokens, each later than the one before.
    final class Counter {
        private int at;
        private long words = 1;
        private long bytes;
        private boolean inSpace;

        /// The extent of the first `tokens` tokens; all of the text if these are all.
        TextExtent upTo(int tokens) {
            int end = tokens == encoding.spans().size()
                    ? text.length()
                    : encoding.spans().get(tokens - 1).end();
            while (at < end) {
                int point = text.codePointAt(at);
                at += Character.charCount(point);
                bytes += utf8Bytes(point);
                boolean isSpace = isSpace(point);
                if (isSpace && !inSpace) {
                    words++;
                }
                inSpace = isSpace;
            }
            return new TextExtent(words, bytes);
        }
    }

    /// What Python's `\s` matches: `str.isspace`.
    private static boolean isSpace(int point) {
        return Character.isWhitespace(point) || Character.isSpaceChar(point) || point == 0x85;
    }

    /// A lone surrogate is written as `?`.
    private static int utf8Bytes(int point) {
        if (point < 0x80 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
            return 1;
        }
        return point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }
}
