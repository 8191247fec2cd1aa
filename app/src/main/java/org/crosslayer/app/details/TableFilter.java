package org.crosslayer.app.details;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which lines of a table are shown: those that fulfil every condition, such as `entropy > 2`, and hold every other
/// word.
///
/// Between conditions may stand a space, a comma or `and`. A column's name may be shortened as long as it is clear.
///
/// @param test    true for a line that is shown
/// @param problem what is wrong with the words, one sentence; empty if nothing is. The filter then accepts all.
record TableFilter(IntPredicate test, String problem) {
    /// Accepts everything.
    static final TableFilter NONE = new TableFilter(_ -> true, "");

    private static final Pattern CONDITION =
            Pattern.compile("(\\p{L}+)\\s*(>=|<=|!=|==|[><=≥≤≠])\\s*((?:[^\\s,]|,(?=\\d))+|$)");
    private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");

    /// Reads the words that a user has typed.
    static TableFilter of(String words, NumberTable table) {
        List<IntPredicate> tests = new ArrayList<>();
        Matcher matcher = CONDITION.matcher(words);
        StringBuilder rest = new StringBuilder();
        int end = 0;
        while (matcher.find()) {
            rest.append(words, end, matcher.start()).append(' ');
            end = matcher.end();
            List<Integer> columns = columns(matcher.group(1), table);
            if (columns.size() != 1) {
                return refused(matcher.group(1), columns, table);
            }
            double value = number(matcher.group(3));
            if (Double.isNaN(value)) {
                return new TableFilter(
                        _ -> true,
                        "“" + matcher.group(1) + " " + matcher.group(2)
                                + "” needs a number after it, such as 0.5, 50% or L3H5.");
            }
            tests.add(condition(table, columns.getFirst(), matcher.group(2), value));
        }
        rest.append(words.substring(end));
        for (String word : BETWEEN.split(rest.toString().strip(), -1)) {
            if (!word.isEmpty() && !word.equalsIgnoreCase("and")) {
                tests.add(holding(table, word.toLowerCase(Locale.ROOT)));
            }
        }
        return new TableFilter(line -> tests.stream().allMatch(test -> test.test(line)), "");
    }

    boolean accepts(int line) {
        return test.test(line);
    }

    private static TableFilter refused(String name, List<Integer> columns, NumberTable table) {
        String all = table.columns().stream().map(Column::id).collect(Collectors.joining(", "));
        String some =
                columns.stream().map(column -> table.columns().get(column).id()).collect(Collectors.joining(" or "));
        return new TableFilter(
                _ -> true,
                columns.isEmpty()
                        ? "No column is called “" + name + "”; there are " + all + "."
                        : "“" + name + "” may mean " + some + "; write more of it.");
    }

    /// The column of that id, else all whose ids begin so.
    private static List<Integer> columns(String name, NumberTable table) {
        String wanted = name.toLowerCase(Locale.ROOT);
        int exact = table.column(wanted);
        return exact >= 0
                ? List.of(exact)
                : IntStream.range(0, table.columns().size())
                        .filter(column -> table.columns().get(column).id().startsWith(wanted))
                        .boxed()
                        .toList();
    }

    /// With a point or a comma, perhaps in per cent, or a head; NaN for anything else.
    private static double number(String words) {
        double head = HeadCode.parse(words);
        if (!Double.isNaN(head)) {
            return head;
        }
        boolean isPercent = words.endsWith("%");
        String digits = (isPercent ? words.substring(0, words.length() - 1) : words)
                .replace(',', '.')
                .replace('−', '-');
        try {
            return Double.parseDouble(digits) / (isPercent ? 100 : 1);
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    /// An unknown value fulfils no condition.
    private static IntPredicate condition(NumberTable table, int column, String sign, double value) {
        return switch (sign) {
            case ">" -> line -> table.at(line, column) > value;
            case "<" -> line -> table.at(line, column) < value;
            case ">=", "≥" -> line -> table.at(line, column) >= value;
            case "<=", "≤" -> line -> table.at(line, column) <= value;
            case "!=", "≠" -> line -> table.at(line, column) < value || table.at(line, column) > value;
            default -> line -> table.at(line, column) == value;
        };
    }

    /// Words are looked for in the names of heads and layers, such as `L3H5`; numbers have conditions.
    private static IntPredicate holding(NumberTable table, String word) {
        return line -> table.name(line).toLowerCase(Locale.ROOT).contains(word);
    }
}
