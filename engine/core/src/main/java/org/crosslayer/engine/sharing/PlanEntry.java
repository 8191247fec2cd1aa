package org.crosslayer.engine.sharing;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.crosslayer.engine.error.BadFileException;

/// One layer's entry in a plan file, before it is believed.
///
/// @param path  the file, for sentences
/// @param node  the entry
/// @param where it stands, for sentences
record PlanEntry(Path path, JsonNode node, String where) {
    private static final int LONGEST_VALUE = 60;

    /// A whole number in `[low, high]`; `why` ends the sentence when it is none.
    int number(String key, int low, int high, String why) throws BadFileException {
        JsonNode value = node.path(key);
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < low
                || value.intValue() > high) {
            throw wrong("has " + shown(value) + " as \"" + key + "\" where a whole number from " + low + " to " + high
                    + " belongs, " + why);
        }
        return value.intValue();
    }

    boolean flag(String key) throws BadFileException {
        JsonNode value = node.path(key);
        if (!value.isBoolean()) {
            throw wrong("has " + shown(value) + " as \"" + key + "\" where true or false belongs");
        }
        return value.booleanValue();
    }

    /// One of the constants, in lower case in the file.
    <E extends Enum<E>> E choice(String key, E[] choices) throws BadFileException {
        JsonNode value = node.path(key);
        for (E choice : choices) {
            if (value.isTextual() && value.textValue().equals(word(choice))) {
                return choice;
            }
        }
        String known =
                Arrays.stream(choices).map(choice -> "\"" + word(choice) + "\"").collect(Collectors.joining(", "));
        throw wrong("has " + shown(value) + " as \"" + key + "\", known are " + known);
    }

    /// How a constant is written in the file.
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// Refuses keys that the entry's mode does not know, which may be spelled wrong.
    void checkKeys(String mode, Set<String> known) throws BadFileException {
        for (var names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw wrong("has a key \"" + quotable(name) + "\" that mode \"" + mode + "\" does not know");
            }
        }
    }

    /// For each of `nHeads` heads the head of the source.
    List<Integer> headMap(int nHeads) throws BadFileException {
        JsonNode map = node.path(PlanKey.HEAD_MAP);
        if (!map.isArray() || map.size() != nHeads) {
            throw wrong("needs a \"headMap\" of " + nHeads + " heads but has "
                    + (map.isArray() ? "one of " + map.size() : shown(map)));
        }
        List<Integer> heads = new ArrayList<>();
        for (JsonNode head : map) {
            if (!head.isIntegralNumber()
                    || !head.canConvertToInt()
                    || head.intValue() < 0
                    || head.intValue() >= nHeads) {
                throw wrong("has " + shown(head) + " in its \"headMap\", heads are numbered 0 to " + (nHeads - 1));
            }
            heads.add(head.intValue());
        }
        return heads;
    }

    BadFileException wrong(String problem) {
        return new BadFileException(path, where + " " + problem + ".");
    }

    /// A value for a sentence, on one line and short, whatever a file holds.
    static String shown(JsonNode value) {
        return value.isMissingNode() ? "nothing" : quotable(value.toString());
    }

    private static String quotable(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > LONGEST_VALUE ? line.substring(0, LONGEST_VALUE) + "…" : line;
    }
}
