package org.crosslayer.app.details;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crosslayer.app.workspace.OpenText;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.tokenizer.Encoding;
import org.crosslayer.engine.tokenizer.Tokenizer;

/// Where the first tokens of a text stand in it, and how they fall into lines that can be read.
///
/// Characters are counted in UTF-16 units of the text's content. Several tokens may stand for the same characters: a
/// rare sign that is written byte by byte.
final class TokenPlaces {
    /// A line is broken where a token ends in a line break, or at the first end of a sentence after so many characters,
    private static final int LONG_LINE = 160;
    /// or at the first space after so many, if no sentence ends before,
    private static final int LONGER_LINE = 480;
    /// or anywhere, if no space comes.
    private static final int LONGEST_LINE = 640;
    private static final String ENDS = ".!?…。！？";
    /// Most texts have fewer characters a token.
    private static final int USUAL_CHARACTERS = 6;

    private static final int LEAST_CHARACTERS = 4096;

    /// Some tokens on one line.
    ///
    /// @param start      first character
    /// @param end        after the last one
    /// @param firstToken index in the text
    /// @param tokens     how many
    record Line(int start, int end, int firstToken, int tokens) {}

    private final OpenText text;
    private final int[] starts;
    private final int[] ends;
    private final List<Line> lines;

    private TokenPlaces(OpenText text, int[] starts, int[] ends) {
        this.text = text;
        this.starts = starts;
        this.ends = ends;
        lines = List.copyOf(cut());
    }

    /// Finds the places of the first `count` tokens. Cuts no more of the text into tokens again than that takes: a
    /// beginning is long enough once its tokens are those of the whole text.
    static TokenPlaces of(OpenText text, Tokenizer tokenizer, int count, Cancellation cancellation) {
        String content = text.content();
        int wanted = Math.min(count, text.ids().size());
        int characters = Math.max(LEAST_CHARACTERS, USUAL_CHARACTERS * wanted);
        while (true) {
            cancellation.check();
            int end = end(content, characters);
            Encoding encoding = tokenizer.encode(content.substring(0, end), false);
            boolean isWhole = end == content.length();
            if (isWhole || (encoding.ids().size() > wanted && agrees(encoding, text, wanted))) {
                int known = Math.min(wanted, encoding.ids().size());
                int[] starts = new int[known];
                int[] ends = new int[known];
                Arrays.setAll(starts, index -> encoding.spans().get(index).start());
                Arrays.setAll(ends, index -> encoding.spans().get(index).end());
                return new TokenPlaces(text, starts, ends);
            }
            characters *= 2;
        }
    }

    private static int end(String content, int characters) {
        int end = Math.min(content.length(), characters);
        return end < content.length() && Character.isLowSurrogate(content.charAt(end)) ? end - 1 : end;
    }

    /// The last tokens of a cut text may be others, so one more than is wanted must agree.
    private static boolean agrees(Encoding encoding, OpenText text, int wanted) {
        int compared = Math.min(wanted + 1, text.ids().size());
        return encoding.ids().subList(0, compared).equals(text.ids().subList(0, compared));
    }

    /// How many tokens have a place.
    int count() {
        return starts.length;
    }

    /// The text that they stand in.
    OpenText text() {
        return text;
    }

    int start(int token) {
        return starts[token];
    }

    int end(int token) {
        return ends[token];
    }

    List<Line> lines() {
        return lines;
    }

    /// Index of the line that a token is on.
    int lineOf(int token) {
        int low = 0;
        int high = lines.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (lines.get(middle).firstToken() <= token) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /// The first token of a line that stands for a character of it.
    ///
    /// @param at characters from the line's beginning
    int tokenAt(Line line, int at) {
        int place = line.start() + at;
        int last = line.firstToken() + line.tokens() - 1;
        for (int token = line.firstToken(); token < last; token++) {
            if (ends[token] > place) {
                return token;
            }
        }
        return last;
    }

    /// The line as it is read, as many characters as it has: line breaks and tabs become visible.
    String shown(Line line) {
        return visible(text.content().substring(line.start(), line.end()));
    }

    /// A token as it is read.
    String shown(int token) {
        return visible(text.content().substring(starts[token], Math.max(starts[token], ends[token])));
    }

    /// Characters of the text as they are read.
    String shown(int start, int end) {
        return visible(text.content().substring(start, end));
    }

    /// What stands around a token, as it is read.
    ///
    /// @param characters before or after it, one fewer rather than half a sign
    String around(int token, int characters, boolean isBefore) {
        return isBefore ? part(starts[token] - characters, starts[token]) : part(ends[token], ends[token] + characters);
    }

    /// The text from a token on, as it is read.
    String excerpt(int token, int characters) {
        return part(starts[token], starts[token] + characters);
    }

    private String part(int start, int end) {
        String content = text.content();
        int from = Math.max(0, start);
        int to = Math.min(content.length(), end);
        if (from < to && Character.isLowSurrogate(content.charAt(from))) {
            from++;
        }
        if (to < content.length() && Character.isLowSurrogate(content.charAt(to))) {
            to--;
        }
        return visible(content.substring(from, Math.max(from, to)));
    }

    private static String visible(String words) {
        return words.replace('\n', '↵').replace('\r', '␍').replace('\t', '⇥');
    }

    private List<Line> cut() {
        List<Line> all = new ArrayList<>();
        int first = 0;
        for (int token = 0; token < starts.length; token++) {
            boolean isLast = token == starts.length - 1;
            if (isLast || endsLine(first, token)) {
                int end = isLast ? ends[token] : Math.max(ends[token], starts[token + 1]);
                all.add(new Line(all.isEmpty() ? 0 : all.getLast().end(), end, first, token + 1 - first));
                first = token + 1;
            }
        }
        return all;
    }

    private boolean endsLine(int first, int token) {
        int end = ends[token];
        if (starts[token + 1] < end) {
            // The next token is another part of the same sign.
            return false;
        }
        String content = text.content();
        if (end > starts[token] && content.charAt(end - 1) == '\n') {
            return true;
        }
        int length = end - starts[first];
        boolean isBetween = length >= LONG_LINE && Character.isWhitespace(content.charAt(end));
        return length >= LONGEST_LINE || (isBetween && (length >= LONGER_LINE || endsSentence(content, end)));
    }

    /// Whether a sentence ends just before a place, with the quotation marks and brackets that close it.
    private static boolean endsSentence(String content, int end) {
        int last = end - 1;
        while (last > 0 && isClosing(content.charAt(last))) {
            last--;
        }
        return ENDS.indexOf(content.charAt(last)) >= 0;
    }

    private static boolean isClosing(char sign) {
        return sign == '"'
                || sign == '\''
                || switch (Character.getType(sign)) {
                    case Character.END_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION -> true;
                    default -> false;
                };
    }
}
