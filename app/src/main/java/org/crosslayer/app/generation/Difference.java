package org.crosslayer.app.generation;

import org.crosslayer.app.control.Numbers;
import org.crosslayer.engine.evaluation.Continuation;
import org.crosslayer.engine.evaluation.PairedGeneration;

/// Two texts with a common beginning.
///
/// @param common   characters that are the same on both sides
/// @param baseline what was written without sharing
/// @param plan     what was written under the plan
/// @param token    index of the first token that differs; −1 if none does so far
record Difference(int common, String baseline, String plan, int token) {
    /// Finds where the texts part: where their tokens do, or the characters before that if a token is half a sign.
    static Difference of(PairedGeneration pair) {
        String one = pair.baseline().text();
        String other = pair.plan().text();
        int token = pair.firstDifference();
        int common = 0;
        int shorter = Math.min(one.length(), other.length());
        while (common < shorter && one.charAt(common) == other.charAt(common)) {
            common++;
        }
        if (common > 0
                && common < Math.max(one.length(), other.length())
                && Character.isHighSurrogate((common < one.length() ? one : other).charAt(common - 1))) {
            common--;
        }
        return new Difference(common, one, other, token);
    }

    /// The part of a side that is only there; empty if nothing differs.
    String rest(boolean isPlan) {
        return token < 0 ? "" : side(isPlan).substring(common);
    }

    /// The word in which a side parts from the other; empty if nothing differs.
    String word(boolean isPlan) {
        String rest = rest(isPlan);
        int end = 0;
        while (end < rest.length() && Character.isWhitespace(rest.charAt(end))) {
            end++;
        }
        while (end < rest.length() && !Character.isWhitespace(rest.charAt(end))) {
            end++;
        }
        return rest.substring(0, end);
    }

    /// The part of a side that both have.
    String shared(boolean isPlan) {
        return token < 0 ? side(isPlan) : side(isPlan).substring(0, common);
    }

    private String side(boolean isPlan) {
        return isPlan ? plan : baseline;
    }

    /// Tokens a second with their conditions, for information; empty before there are two tokens.
    static String speed(Continuation side) {
        return Double.isNaN(side.tokensPerSecond()) ? "" : Numbers.format("%.1f", side.tokensPerSecond());
    }
}
