package org.crosslayer.engine.tokenizer;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes a text as a SentencePiece vocabulary wants it: characters replaced, spaces put in order and written `▁`.
///
/// After `Normalizer::Normalize` of `sentencepiece/src/normalizer.cc` (*stated* there). Every character keeps the
/// place it comes from; a space that is put before the text takes the spaces that were removed there as its own.
final class PieceNormalizer {
    private static final char SPACE = ' ';
    private static final char ESCAPED = '▁';

    private final PieceModel.Normalization rules;
    private final PieceTrie kept;
    private final char space;

    /// @param rules what to do
    /// @param kept  pieces that are left as they are wherever they stand
    PieceNormalizer(PieceModel.Normalization rules, PieceTrie kept) {
        this.rules = rules;
        this.kept = kept;
        space = rules.escapesSpaces() ? ESCAPED : SPACE;
    }

    /// The characters `[from, to)` of a well-formed text.
    NormalizedText normalize(String text, int from, int to) {
        Walk walk = new Walk(text, from, to);
        NormalizedText normalized = new NormalizedText(to - from + 1);
        if (rules.removesExtraSpaces()) {
            walk.skipSpaces();
            if (walk.isDone()) {
                return normalized;
            }
        }
        if (rules.addsSpace() && !rules.spaceIsSuffix()) {
            normalized.append(space, from, walk.at);
        }
        copy(walk, normalized);
        if (rules.removesExtraSpaces()) {
            int length = normalized.length();
            while (length > 0 && normalized.charAt(length - 1) == space) {
                length--;
            }
            normalized.cut(length);
        }
        if (rules.addsSpace() && rules.spaceIsSuffix()) {
            normalized.append(space, to, to);
        }
        return normalized;
    }

    private void copy(Walk walk, NormalizedText normalized) {
        boolean afterSpace = rules.removesExtraSpaces();
        while (!walk.isDone()) {
            int start = walk.at;
            String next = walk.next();
            int first = 0;
            while (afterSpace && first < next.length() && next.charAt(first) == SPACE) {
                first++;
            }
            for (int i = first; i < next.length(); i++) {
                char character = next.charAt(i);
                normalized.append(character == SPACE ? space : character, start, walk.at);
            }
            if (first == next.length()) {
                normalized.extend(walk.at);
            } else {
                afterSpace = rules.removesExtraSpaces() && next.charAt(next.length() - 1) == SPACE;
            }
        }
    }

    /// Goes through the original, replacement by replacement.
    private final class Walk {
        private final String text;
        private final int to;
        private final byte[] utf8;
        private final int[] match = new int[1];
        private int at;
        private int atByte;

        Walk(String text, int from, int to) {
            this.text = text;
            this.to = to;
            at = from;
            utf8 = rules.charsMap() == CharsMap.NONE
                    ? new byte[0]
                    : text.substring(from, to).getBytes(StandardCharsets.UTF_8);
        }

        boolean isDone() {
            return at >= to;
        }

        void skipSpaces() {
            while (!isDone()) {
                int before = at;
                int beforeByte = atByte;
                if (!next().equals(" ")) {
                    at = before;
                    atByte = beforeByte;
                    return;
                }
            }
        }

        /// What stands here, normalised, and goes on behind it.
        String next() {
            int start = at;
            int end = kept.longest(text, at, to);
            if (end == PieceTrie.NONE) {
                @Nullable
                String replacement =
                        utf8.length == 0 ? null : rules.charsMap().replacement(utf8, atByte, utf8.length, match);
                if (replacement != null) {
                    at += utf16Units(atByte, match[0]);
                    atByte = match[0];
                    return replacement;
                }
                end = at + Character.charCount(text.codePointAt(at));
            }
            at = end;
            if (utf8.length > 0) {
                atByte += utf8Bytes(start, end);
            }
            return text.substring(start, end);
        }

        private int utf16Units(int from, int to) {
            int units = 0;
            for (int i = from; i < to; i++) {
                int b = Byte.toUnsignedInt(utf8[i]);
                units += (b & 0xC0) == 0x80 ? 0 : b >= 0xF0 ? 2 : 1;
            }
            return units;
        }

        private int utf8Bytes(int from, int to) {
            int bytes = 0;
            for (int i = from; i < to; i++) {
                char c = text.charAt(i);
                // Each half of a pair counts for two of its four bytes.
                bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            }
            return bytes;
        }
    }
}
