package org.crosslayer.engine.tokenizer;

/// The way from the library's offsets, which count Unicode code points, to Java's, which count UTF-16 units.
final class CodePoints {
    private static final char REPLACEMENT = '\uFFFD';

    private final String wellFormed;

    /// UTF-16 offset of each code point and of the end; empty where both ways of counting agree.
    private final int[] offsets;

    private CodePoints(String wellFormed, int[] offsets) {
        this.wellFormed = wellFormed;
        this.offsets = offsets;
    }

    /// Looks through a text once.
    static CodePoints of(String text) {
        int count = text.codePointCount(0, text.length());
        String wellFormed = replaceLoneSurrogates(text);
        if (count == text.length()) {
            return new CodePoints(wellFormed, new int[0]);
        }
        int[] offsets = new int[count + 1];
        for (int i = 0, at = 0; i <= count; i++) {
            offsets[i] = at;
            at += i < count ? Character.charCount(text.codePointAt(at)) : 0;
        }
        return new CodePoints(wellFormed, offsets);
    }

    /// Half of a surrogate pair is no character; the library would misread the whole text because of one.
    private static String replaceLoneSurrogates(String text) {
        StringBuilder mended = null;
        for (int at = 0, step; at < text.length(); at += step) {
            int point = text.codePointAt(at);
            step = Character.charCount(point);
            if (step == 1 && Character.isSurrogate((char) point)) {
                mended = mended == null ? new StringBuilder(text) : mended;
                mended.setCharAt(at, REPLACEMENT);
            }
        }
        return mended == null ? text : mended.toString();
    }

    /// The text with U+FFFD in place of each lone surrogate, offsets unchanged.
    String wellFormed() {
        return wellFormed;
    }

    /// The UTF-16 offset of the code point that `codePoint` others precede.
    int utf16(int codePoint) {
        return offsets.length == 0 ? codePoint : offsets[codePoint];
    }
}
