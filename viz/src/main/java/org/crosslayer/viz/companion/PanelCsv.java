package org.crosslayer.viz.companion;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.crosslayer.viz.chart.ChartSeries;
import org.crosslayer.viz.export.Csv;
import org.crosslayer.viz.matrix.MatrixSource;
import org.crosslayer.viz.paper.Pairing;
import org.crosslayer.viz.paper.Panel;

/// The numbers of a panel in long form: a line a cell, point or pair, as statistics programs want them.
final class PanelCsv {
    private static final String NEWLINE = "\n";

    private PanelCsv() {}

    static String of(Panel panel) {
        return switch (panel) {
            case Panel.Heatmap heatmap -> cells(heatmap.matrix());
            case Panel.Chart chart -> points(chart);
            case Panel.Bands bands -> pairs(bands.pairing());
        };
    }

    private static String cells(MatrixSource matrix) {
        StringBuilder out = new StringBuilder("row,column,row_label,column_label,value" + NEWLINE);
        for (int row = 0; row < matrix.rows(); row++) {
            int end = matrix.causal() ? Math.min(row + 1, matrix.columns()) : matrix.columns();
            for (int column = 0; column < end; column++) {
                line(
                        out,
                        Integer.toString(row),
                        Integer.toString(column),
                        matrix.rowLabel(row),
                        matrix.columnLabel(column),
                        Csv.number(matrix.valueAt(row, column)));
            }
        }
        return out.toString();
    }

    private static String points(Panel.Chart chart) {
        StringBuilder out = new StringBuilder("series,x,y,low,high,label" + NEWLINE);
        for (ChartSeries series : chart.data().series()) {
            for (ChartSeries.Point point : series.points()) {
                line(
                        out,
                        series.name(),
                        Csv.number(point.x()),
                        Csv.number(point.y()),
                        Csv.number(point.low()),
                        Csv.number(point.high()),
                        point.label());
            }
        }
        return out.toString();
    }

    private static String pairs(Pairing pairing) {
        StringBuilder out = new StringBuilder("left,right,left_label,right_label,value" + NEWLINE);
        for (Pairing.Pair pair : pairing.pairs()) {
            line(
                    out,
                    Integer.toString(pair.left()),
                    Integer.toString(pair.right()),
                    pairing.left().get(pair.left()),
                    pairing.right().get(pair.right()),
                    Csv.number(pair.value()));
        }
        return out.toString();
    }

    private static void line(StringBuilder out, String... fields) {
        out.append(Stream.of(fields).map(Csv::field).collect(Collectors.joining(",")))
                .append(NEWLINE);
    }
}
