package org.crosslayer.app.details;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A head of a layer as one number, so that a column of heads can be sorted and compared like any other.
final class HeadCode {
    private static final int HEADS = 1 << 16;
    private static final Pattern WORDS = Pattern.compile("[Ll](\\d{1,5})[Hh](\\d{1,5})");

    private HeadCode() {}

    static double of(int layer, int head) {
        return (double) layer * HEADS + head;
    }

    static int layer(double code) {
        return (int) code / HEADS;
    }

    static int head(double code) {
        return (int) code % HEADS;
    }

    /// Such as `L3H5`: layer 3, head 5.
    static String text(double code) {
        return "L" + layer(code) + "H" + head(code);
    }

    /// The number for such words; NaN for others.
    static double parse(String words) {
        Matcher matcher = WORDS.matcher(words);
        return matcher.matches()
                ? of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                : Double.NaN;
    }
}
