package org.crosslayer.app.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A table for people: columns padded to their widest cell, numbers to the right.
final class TextTable {
    private static final String GAP = "  ";
    private static final Pattern NUMBER = Pattern.compile("(-?\\d[\\d.]*)?");

    private final List<List<String>> rows = new ArrayList<>();

    /// Adds a row; the first one is the heading.
    TextTable row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    TextTable row(List<String> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    void print(PrintWriter out) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        boolean[] numeric = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            numeric[column] = true;
            for (int row = 0; row < rows.size(); row++) {
                String cell = cell(row, column);
                widths[column] = Math.max(widths[column], cell.length());
                numeric[column] &= row == 0 || NUMBER.matcher(cell).matches();
            }
        }
        for (int row = 0; row < rows.size(); row++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String cell = cell(row, column);
                String padding = " ".repeat(widths[column] - cell.length());
                line.append(column == 0 ? "" : GAP).append(numeric[column] ? padding + cell : cell + padding);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private String cell(int row, int column) {
        return column < rows.get(row).size() ? rows.get(row).get(column) : "";
    }
}
