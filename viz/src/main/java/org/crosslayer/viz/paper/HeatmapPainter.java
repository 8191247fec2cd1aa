package org.crosslayer.viz.paper;

import java.util.List;
import java.util.stream.IntStream;
import org.crosslayer.viz.matrix.AxisLabels;
import org.crosslayer.viz.matrix.Box;
import org.crosslayer.viz.matrix.Caption;
import org.crosslayer.viz.matrix.Cell;
import org.crosslayer.viz.matrix.MatrixSource;
import org.crosslayer.viz.matrix.Surface.Align;

/// A heatmap on paper: row labels at the left, column labels below, as readers of papers expect.
final class HeatmapPainter implements PanelPainter {
    private static final int EMPTY = 0xFFF0F1F3;
    private static final int MARK_OUTER = 0xFFFFFFFF;
    private static final double MARK_SHARE = 0.4;

    /// Labels are cut beyond so many line heights.
    private static final double LONGEST_LABEL = 10;

    /// Cells are square unless one side has so many times the cells of the other.
    private static final double SQUARE_LIMIT = 3;

    private final PaperSurface surface;
    private final Panel.Heatmap panel;
    private final AxisLabels rows;
    private final AxisLabels columns;
    private final ColorBar bar;
    private final boolean ownBar;

    HeatmapPainter(PaperSurface surface, Panel.Heatmap panel, boolean ownBar) {
        this.surface = surface;
        this.panel = panel;
        this.ownBar = ownBar;
        MatrixSource matrix = panel.matrix();
        rows = new AxisLabels(matrix.rows(), matrix::rowLabel, surface);
        columns = new AxisLabels(matrix.columns(), matrix::columnLabel, surface);
        bar = new ColorBar(surface, panel.scale(), matrix.caption().valueTitle());
    }

    @Override
    public double aspect() {
        double shape = (double) panel.matrix().rows() / panel.matrix().columns();
        return isElastic() ? Math.clamp(shape, 0.5, 1.5) : shape;
    }

    @Override
    public boolean isElastic() {
        double shape = (double) panel.matrix().rows() / panel.matrix().columns();
        return shape > SQUARE_LIMIT || shape < 1 / SQUARE_LIMIT;
    }

    @Override
    public Margins margins(double plotWidth, double plotHeight) {
        double line = surface.lineHeight();
        Caption caption = panel.matrix().caption();
        double left = longest(rows) + AIR * line + room(caption.rows().title());
        double labels = upwards(plotWidth) ? longest(columns) : line;
        double bottom = labels + AIR * line + room(caption.columns().title());
        double right = ownBar ? bar.room(plotHeight) : 0;
        return new Margins(left, 0, right, bottom);
    }

    @Override
    public void paint(Box plot) {
        surface.cells(panel.matrix(), panel.scale(), EMPTY, plot);
        surface.frame(plot.x(), plot.y(), plot.width(), plot.height(), surface.lineWidth(), LINE);
        panel.marks().forEach(mark -> paintMark(mark, plot));
        paintRowLabels(plot);
        paintColumnLabels(plot);
        if (ownBar) {
            bar.paint(plot.right(), plot.y(), plot.height());
        }
    }

    private void paintMark(Cell mark, Box plot) {
        double width = plot.width() / panel.matrix().columns();
        double height = plot.height() / panel.matrix().rows();
        double side = Math.min(width, height) * MARK_SHARE;
        double x = plot.x() + (mark.column() + 0.5) * width - side / 2;
        double y = plot.y() + (mark.row() + 0.5) * height - side / 2;
        surface.fill(x, y, side, side, MARK_OUTER);
        surface.frame(x, y, side, side, Math.max(surface.lineWidth(), side / 5), TEXT);
    }

    private void paintRowLabels(Box plot) {
        double line = surface.lineHeight();
        double step = plot.height() / panel.matrix().rows();
        for (int row : isSymmetric() ? shownColumns(plot) : shownRows(plot)) {
            String label = surface.elided(rows.label(row), longest(rows));
            surface.text(label, plot.x() - AIR * line, plot.y() + (row + 0.5) * step, Align.END, TEXT);
        }
        String title = surface.elided(panel.matrix().caption().rows().title(), plot.height());
        double x = plot.x() - AIR * line - longest(rows) - TITLE * line / 2;
        surface.textUpwards(title, x, plot.y() + plot.height() / 2, Align.MIDDLE, TEXT);
    }

    private void paintColumnLabels(Box plot) {
        double line = surface.lineHeight();
        boolean upwards = upwards(plot.width());
        double step = plot.width() / panel.matrix().columns();
        double top = plot.bottom() + AIR * line;
        for (int column : shownColumns(plot)) {
            double x = plot.x() + (column + 0.5) * step;
            if (upwards) {
                String label = surface.elided(columns.label(column), longest(columns));
                surface.textUpwards(label, x, top, Align.END, TEXT);
            } else {
                surface.text(columns.label(column), x, top + line / 2, Align.MIDDLE, TEXT);
            }
        }
        String title = surface.elided(panel.matrix().caption().columns().title(), plot.width());
        double y = top + (upwards ? longest(columns) : line) + TITLE * line / 2;
        surface.text(title, plot.x() + plot.width() / 2, y, Align.MIDDLE, TEXT);
    }

    private List<Integer> shownRows(Box plot) {
        return rows.shown(0, panel.matrix().rows(), plot.height(), surface.lineHeight());
    }

    private List<Integer> shownColumns(Box plot) {
        double line = surface.lineHeight();
        double room = upwards(plot.width()) ? line : columns.roomAcross(line);
        return columns.shown(0, panel.matrix().columns(), plot.width(), room);
    }

    /// Whether rows and columns are the same things, whose labels then stand at the same places along both sides.
    private boolean isSymmetric() {
        MatrixSource matrix = panel.matrix();
        return matrix.rows() == matrix.columns()
                && IntStream.range(0, matrix.rows())
                        .allMatch(index -> matrix.rowLabel(index).equals(matrix.columnLabel(index)));
    }

    private boolean upwards(double plotWidth) {
        return !columns.fitAcross(plotWidth / panel.matrix().columns(), surface.lineHeight());
    }

    private double longest(AxisLabels labels) {
        return Math.min(labels.widest(), LONGEST_LABEL * surface.lineHeight());
    }

    private double room(String title) {
        return title.isEmpty() ? 0 : TITLE * surface.lineHeight();
    }
}
