package org.crosslayer.app.command;

import java.util.Locale;

/// How well typed letters match words: letters in order, the fewer gaps the better, beginnings of words best of
/// all. Where the match begins decides among those that are as good otherwise.
final class FuzzyMatch {
    /// The letters are not there in this order.
    static final int NONE = Integer.MAX_VALUE;

    private static final int GAP = 4;
    private static final int INSIDE_A_WORD = 2;

    private FuzzyMatch() {}

    /// 0 for no letters at all; more for every letter left out between, for starting inside a word, and a little for
    /// starting late.
    ///
    /// @return [#NONE] if the letters are not all there in this order
    static int badness(String typed, String words) {
        String sought = typed.toLowerCase(Locale.ROOT);
        String text = words.toLowerCase(Locale.ROOT);
        if (sought.isEmpty()) {
            return 0;
        }
        int best = NONE;
        for (int start = text.indexOf(sought.charAt(0));
                start >= 0;
                start = text.indexOf(sought.charAt(0), start + 1)) {
            best = Math.min(best, from(start, sought, text));
        }
        return best;
    }

    private static int from(int start, String sought, String text) {
        int badness = Math.min(start, GAP - 1) + (isWordStart(start, text) ? 0 : INSIDE_A_WORD * GAP);
        int at = start;
        for (int index = 1; index < sought.length(); index++) {
            int next = text.indexOf(sought.charAt(index), at + 1);
            if (next < 0) {
                return NONE;
            }
            if (next > at + 1) {
                badness += GAP + (isWordStart(next, text) ? 0 : INSIDE_A_WORD * (next - at));
            }
            at = next;
        }
        return badness;
    }

    private static boolean isWordStart(int index, String text) {
        return index == 0 || !Character.isLetterOrDigit(text.charAt(index - 1));
    }
}
