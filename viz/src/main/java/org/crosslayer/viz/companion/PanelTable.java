package org.crosslayer.viz.companion;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartSeries;
import org.crosslayer.viz.color.Ticks;
import org.crosslayer.viz.export.Csv;
import org.crosslayer.viz.matrix.MatrixSource;
import org.crosslayer.viz.paper.Pairing;
import org.crosslayer.viz.paper.Panel;

/// A panel as a table for people, rounded to four digits: LaTeX (booktabs), Markdown or CSV.
///
/// @param rows the first holds the titles of the columns; all are of one length
public record PanelTable(List<List<String>> rows) {
    private static final int DIGITS = 4;

    public PanelTable {
        rows = rows.stream().map(List::copyOf).toList();
    }

    /// The table of a panel.
    public static PanelTable of(Panel panel) {
        return new PanelTable(
                switch (panel) {
                    case Panel.Heatmap heatmap -> cells(heatmap.matrix());
                    case Panel.Chart chart -> points(chart.data());
                    case Panel.Bands bands -> pairs(bands.pairing());
                });
    }

    /// The table that [#tabs] wrote. Rows that are too short are filled up with empty cells.
    public static PanelTable ofTabs(String text) {
        List<List<String>> rows =
                text.lines().map(line -> List.of(line.split("\t", -1))).toList();
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        return new PanelTable(rows.stream()
                .map(row -> Stream.concat(
                                row.stream(), Stream.generate(() -> "").limit(columns - row.size()))
                        .toList())
                .toList());
    }

    /// For a paper: `\toprule`, `\midrule`, `\bottomrule` of the package booktabs.
    public String latex() {
        StringBuilder out = new StringBuilder();
        out.append("% needs \\usepackage{booktabs}\n\\begin{tabular}{l");
        out.append("r".repeat(rows.getFirst().size() - 1)).append("}\n\\toprule\n");
        for (int row = 0; row < rows.size(); row++) {
            out.append(rows.get(row).stream().map(Latex::escaped).collect(Collectors.joining(" & ")))
                    .append(" \\\\\n");
            if (row == 0) {
                out.append("\\midrule\n");
            }
        }
        return out.append("\\bottomrule\n\\end{tabular}\n").toString();
    }

    /// For notes and issues.
    public String markdown() {
        StringBuilder out = new StringBuilder();
        for (int row = 0; row < rows.size(); row++) {
            out.append(rows.get(row).stream()
                    .map(cell -> cell.replace("|", "\\|"))
                    .collect(Collectors.joining(" | ", "| ", " |\n")));
            if (row == 0) {
                out.append("| --- |")
                        .append(" ---: |".repeat(rows.getFirst().size() - 1))
                        .append('\n');
            }
        }
        return out.toString();
    }

    /// For the clipboard: tabs between cells, so that a spreadsheet fills its own.
    public String tabs() {
        return rows.stream()
                .map(row -> row.stream()
                        .map(cell -> cell.replaceAll("[\\t\\r\\n]", " "))
                        .collect(Collectors.joining("\t")))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /// For spreadsheets.
    public String csv() {
        return rows.stream()
                .map(row -> row.stream().map(Csv::field).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static List<List<String>> cells(MatrixSource matrix) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>();
        head.add(matrix.caption().rows().word() + " \\ "
                + matrix.caption().columns().word());
        for (int column = 0; column < matrix.columns(); column++) {
            head.add(matrix.columnLabel(column));
        }
        rows.add(head);
        for (int row = 0; row < matrix.rows(); row++) {
            List<String> cells = new ArrayList<>();
            cells.add(matrix.rowLabel(row));
            for (int column = 0; column < matrix.columns(); column++) {
                boolean exists = !matrix.causal() || column <= row;
                cells.add(number(exists ? matrix.valueAt(row, column) : Double.NaN));
            }
            rows.add(cells);
        }
        return rows;
    }

    private static List<List<String>> points(ChartData data) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(data.x().title()));
        data.series()
                .forEach(series -> head.add(
                        data.series().size() > 1 ? series.name() : data.y().title()));
        rows.add(head);
        TreeSet<Double> places =
                new TreeSet<>(data.points().map(ChartSeries.Point::x).toList());
        for (double x : places) {
            List<String> cells = new ArrayList<>(List.of(number(x)));
            for (ChartSeries series : data.series()) {
                cells.add(series.points().stream()
                        .filter(point -> point.x() == x)
                        .map(PanelTable::words)
                        .collect(Collectors.joining("; ")));
            }
            rows.add(cells);
        }
        return rows;
    }

    private static String words(ChartSeries.Point point) {
        String value = number(point.y());
        String interval = point.hasInterval() ? " [" + number(point.low()) + ", " + number(point.high()) + "]" : "";
        return value + interval + (point.label().isEmpty() ? "" : " " + point.label());
    }

    private static List<List<String>> pairs(Pairing pairing) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(pairing.leftTitle(), pairing.rightTitle(), pairing.valueTitle()));
        for (Pairing.Pair pair : pairing.pairs()) {
            rows.add(List.of(pairing.left().get(pair.left()), pairing.right().get(pair.right()), number(pair.value())));
        }
        return rows;
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Ticks.text(value, DIGITS);
    }
}
