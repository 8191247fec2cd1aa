package org.crosslayer.app.details;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Lines of numbers under named columns, kept column by column: thousands of lines are sorted, filtered and drawn
/// without an object for each.
final class NumberTable {
    /// Nothing yet.
    static final NumberTable NONE = new NumberTable(List.of(), 0, new double[0][]);

    /// What stands in a line and a column.
    @FunctionalInterface
    interface Values {
        double at(int line, int column);
    }

    private final List<Column> columns;
    private final int lines;
    /// `[column][line]`; NaN where nothing is known.
    private final double[][] values;

    private NumberTable(List<Column> columns, int lines, double[][] values) {
        this.columns = List.copyOf(columns);
        this.lines = lines;
        this.values = values;
    }

    /// Copies the values.
    static NumberTable of(List<Column> columns, int lines, Values values) {
        double[][] copies = new double[columns.size()][lines];
        for (int column = 0; column < columns.size(); column++) {
            for (int line = 0; line < lines; line++) {
                copies[column][line] = values.at(line, column);
            }
        }
        return new NumberTable(columns, lines, copies);
    }

    List<Column> columns() {
        return columns;
    }

    int lines() {
        return lines;
    }

    double at(int line, int column) {
        return values[column][line];
    }

    /// As the user reads it.
    String text(int line, int column) {
        return columns.get(column).text(values[column][line]);
    }

    /// The longest text of a column, or one as long.
    String longest(int column) {
        String longest = "";
        DoubleSummaryStatistics all = Arrays.stream(values[column])
                .filter(value -> !Double.isNaN(value))
                .summaryStatistics();
        for (double extreme : all.getCount() == 0 ? new double[0] : new double[] {all.getMin(), all.getMax()}) {
            String text = columns.get(column).text(extreme);
            longest = text.length() > longest.length() ? text : longest;
        }
        return longest;
    }

    /// The heads and layers that a line is about, such as `L3H5 L2H0`.
    String name(int line) {
        StringBuilder name = new StringBuilder();
        for (int column = 0; column < columns.size(); column++) {
            double value = values[column][line];
            Column what = columns.get(column);
            if (Double.isNaN(value)) {
                continue;
            }
            if (what.form() == Column.Form.HEAD) {
                name.append(HeadCode.text(value)).append(' ');
            } else if (what.id().equals("layer") || what.id().equals("source")) {
                name.append('L').append(Math.round(value)).append(column("head") < 0 ? " " : "");
            } else if (what.id().equals("head")) {
                name.append('H').append(Math.round(value)).append(' ');
            }
        }
        return name.toString().stripTrailing();
    }

    /// Index of the column with this id; −1 if there is none.
    int column(String id) {
        return IntStream.range(0, columns.size())
                .filter(column -> columns.get(column).id().equals(id))
                .findFirst()
                .orElse(-1);
    }

    /// The lines that a filter accepts, in order of a column; equal ones stay as they are, unknown ones come last.
    ///
    /// @param column what they are ordered by; −1 for the order in which they came
    List<Integer> lines(TableFilter filter, int column, boolean isDescending) {
        IntStream accepted = IntStream.range(0, lines).filter(filter::accepts);
        if (column < 0) {
            return accepted.boxed().toList();
        }
        double[] keys = values[column];
        int sign = isDescending ? -1 : 1;
        return accepted.boxed()
                .sorted((one, other) -> {
                    double a = keys[one];
                    double b = keys[other];
                    return Double.isNaN(a) || Double.isNaN(b)
                            ? Boolean.compare(Double.isNaN(a), Double.isNaN(b))
                            : sign * Double.compare(a, b);
                })
                .toList();
    }

    /// Some lines with the columns' ids above them, in neutral form.
    ///
    /// @param separator between fields: a comma for files, a tab for spreadsheets
    String delimited(List<Integer> chosen, String separator) {
        String head = columns.stream().map(Column::id).collect(Collectors.joining(separator, "", "\n"));
        return chosen.stream()
                .map(line -> IntStream.range(0, columns.size())
                        .mapToObj(column -> columns.get(column).neutral(values[column][line]))
                        .collect(Collectors.joining(separator, "", "\n")))
                .collect(Collectors.joining("", head, ""));
    }
}
