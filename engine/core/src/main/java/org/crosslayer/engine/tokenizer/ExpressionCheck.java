package org.crosslayer.engine.tokenizer;

import java.util.Set;
import org.crosslayer.engine.error.UnsupportedModelException;

/// Reads a regular expression as far as both Java and the library (Oniguruma) understand it alike, and refuses the
/// rest: the library ends the whole program over an expression that is none, and over one that searches too long.
///
/// Grammar: alternatives of items; an item is a character, `\` with a letter or sign, a class `[…]`, a property
/// `\p{…}`, or a group `(…)`, `(?:…)`, `(?i:…)`, `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`, then perhaps `*`, `+`, `?` or
/// `{m,n}`, made lazy or possessive. A group that is repeated without bound needs an item of its own that is not, or
/// every part of a text could be tried in every way.
final class ExpressionCheck {
    private static final int LONGEST = 4000;
    private static final int MOST_NESTED = 12;
    private static final int MOST_REPEATED = 1000;
    private static final String ESCAPES = "sSdDwWrntfvbB";
    private static final String SIGNS = "\\.^$|?*+()[]{}-/&~!\"#%',:;<=>@_` ";
    private static final Set<String> PROPERTIES = Set.of(
            "L",
            "Lu",
            "Ll",
            "Lt",
            "Lm",
            "Lo",
            "M",
            "Mn",
            "Mc",
            "Me",
            "N",
            "Nd",
            "Nl",
            "No",
            "P",
            "Pc",
            "Pd",
            "Ps",
            "Pe",
            "Pi",
            "Pf",
            "Po",
            "S",
            "Sm",
            "Sc",
            "Sk",
            "So",
            "Z",
            "Zs",
            "Zl",
            "Zp",
            "C",
            "Cc",
            "Cf",
            "Han",
            "Hiragana",
            "Katakana",
            "Hangul",
            "Latin",
            "Greek",
            "Cyrillic",
            "Arabic",
            "Hebrew",
            "Thai",
            "Devanagari",
            "Bengali");

    private final String text;
    private final String where;
    private int at;

    private ExpressionCheck(String text, String where) {
        this.text = text;
        this.where = where;
    }

    /// @param where the file and the field, for the error
    /// @throws UnsupportedModelException if the expression is outside of the grammar
    static void check(String expression, String where) throws UnsupportedModelException {
        ExpressionCheck check = new ExpressionCheck(expression, where);
        if (expression.isEmpty()
                || expression.length() > LONGEST
                || expression.chars().anyMatch(c -> c == 0)) {
            throw check.refused("its length or a zero in it");
        }
        boolean _ = check.alternatives(0);
        if (check.at < expression.length()) {
            throw check.refused("a bracket too many");
        }
    }

    /// @return whether each alternative has an item that is there exactly as often as it says
    private boolean alternatives(int depth) throws UnsupportedModelException {
        if (depth > MOST_NESTED) {
            throw refused("groups in too many groups");
        }
        boolean allFixed = true;
        boolean fixed = false;
        while (at < text.length() && text.charAt(at) != ')') {
            if (text.charAt(at) == '|') {
                at++;
                allFixed &= fixed;
                fixed = false;
            } else {
                fixed |= item(depth);
            }
        }
        return allFixed && fixed;
    }

    private boolean item(int depth) throws UnsupportedModelException {
        char c = text.charAt(at++);
        boolean isGroup = c == '(';
        boolean isAnchor = c == '^' || c == '$';
        boolean isAround = false;
        boolean fixed = !isAnchor;
        switch (c) {
            case '(' -> {
                isAround = opening();
                fixed = alternatives(depth + 1) && !isAround;
                expect(')');
            }
            case '[' -> characters(depth);
            case '\\' -> escape();
            case ']', '}', '{', '*', '+', '?' -> throw refused("a sign that must be written with a backslash");
            default -> {}
        }
        boolean isOnce = repeated(isGroup && !fixed, isAround || isAnchor);
        return isOnce && fixed;
    }

    /// @return whether the group only looks around
    private boolean opening() throws UnsupportedModelException {
        if (at >= text.length() || text.charAt(at) != '?') {
            return false;
        }
        for (String opening : new String[] {"?:", "?i:", "?=", "?!", "?<=", "?<!"}) {
            if (text.startsWith(opening, at)) {
                at += opening.length();
                boolean isBehind = opening.startsWith("?<");
                if (isBehind) {
                    lookBehind();
                }
                return !opening.endsWith(":");
            }
        }
        throw refused("a group of a kind that is not known here");
    }

    /// What is looked for behind must be of one length: no repetition up to the end of the group.
    private void lookBehind() throws UnsupportedModelException {
        for (int i = at; i < text.length() && text.charAt(i) != ')'; i++) {
            if ("*+?{|(".indexOf(text.charAt(i)) >= 0) {
                throw refused("something of no fixed length to look back for");
            }
        }
    }

    /// A class, which may hold others.
    private void characters(int depth) throws UnsupportedModelException {
        if (depth > MOST_NESTED) {
            throw refused("classes in too many classes");
        }
        if (at < text.length() && text.charAt(at) == '^') {
            at++;
        }
        int count = 0;
        int last = -1;
        while (at < text.length() && text.charAt(at) != ']') {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            count++;
            if (point == '[') {
                if (at < text.length() && text.charAt(at) == ':') {
                    throw refused("a class by name");
                }
                characters(depth + 1);
                last = -1;
            } else if (point == '&' && at < text.length() && text.charAt(at) == '&') {
                throw refused("an intersection of classes");
            } else if (point == '-' && last >= 0 && at < text.length() && text.charAt(at) != ']') {
                int end = text.codePointAt(at);
                at += Character.charCount(end);
                end = end == '\\' ? escape() : end;
                if (end == '[' || end < last) {
                    throw refused("a range that ends before it begins");
                }
                last = -1;
            } else {
                last = point == '\\' ? escape() : point;
            }
        }
        if (count == 0) {
            throw refused("an empty class");
        }
        expect(']');
    }

    /// @return the character that is meant; −1 for a set of them
    private int escape() throws UnsupportedModelException {
        if (at >= text.length()) {
            throw refused("a backslash at its end");
        }
        char c = text.charAt(at++);
        if (c == 'p' || c == 'P') {
            int end = text.startsWith("{", at) ? text.indexOf('}', at) : -1;
            String name = end < 0 ? "" : text.substring(at + 1, end);
            if (!PROPERTIES.contains(name.startsWith("^") ? name.substring(1) : name)) {
                throw refused("a property of characters that is not known here");
            }
            at = end + 1;
            return -1;
        }
        if (ESCAPES.indexOf(c) < 0 && SIGNS.indexOf(c) < 0) {
            throw refused("a letter with a backslash that is not known here");
        }
        return switch (c) {
            case 'r' -> '\r';
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'f' -> '\f';
            case 'v' -> '\u000B';
            default -> ESCAPES.indexOf(c) >= 0 ? -1 : c;
        };
    }

    /// @return whether the item before is there a fixed number of times, at least once
    private boolean repeated(boolean isLoose, boolean isEmpty) throws UnsupportedModelException {
        if (at >= text.length() || "*+?{".indexOf(text.charAt(at)) < 0) {
            return true;
        }
        char sign = text.charAt(at);
        boolean isBounded = sign == '?';
        boolean isFixed = false;
        if (sign == '{') {
            int end = text.indexOf('}', at);
            String bounds = end < 0 ? "" : text.substring(at + 1, end);
            if (!bounds.matches("[0-9]{1,4}(,[0-9]{0,4})?")) {
                throw refused("a repetition without bounds in its braces");
            }
            int comma = bounds.indexOf(',');
            int least = Integer.parseInt(comma < 0 ? bounds : bounds.substring(0, comma));
            isBounded = !bounds.endsWith(",");
            int most = !isBounded ? MOST_REPEATED : comma < 0 ? least : Integer.parseInt(bounds.substring(comma + 1));
            if (least > most || most > MOST_REPEATED || most == 0) {
                throw refused("a repetition whose bounds make no sense");
            }
            isFixed = isBounded && least == most;
            at = end + 1;
        } else {
            at++;
            if (at < text.length() && (text.charAt(at) == '?' || text.charAt(at) == '+')) {
                at++;
            }
        }
        if (isEmpty || (isLoose && !isBounded)) {
            throw refused("a repetition of what may be empty or of any length");
        }
        if (at < text.length() && "*+?{".indexOf(text.charAt(at)) >= 0) {
            throw refused("a repetition of a repetition");
        }
        return isFixed;
    }

    private void expect(char sign) throws UnsupportedModelException {
        if (at >= text.length() || text.charAt(at) != sign) {
            throw refused("a bracket that is not closed");
        }
        at++;
    }

    private UnsupportedModelException refused(String what) {
        return new UnsupportedModelException(
                where + " holds a regular expression that is not used here because of " + what + ".");
    }
}
