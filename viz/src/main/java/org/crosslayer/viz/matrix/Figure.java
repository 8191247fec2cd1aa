package org.crosslayer.viz.matrix;

import java.util.List;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.color.Tick;
import org.crosslayer.viz.color.ValueRange;
import org.crosslayer.viz.matrix.Surface.Align;

/// A heatmap with all that makes it readable on its own: titles, labels, cells, marks, colour bar with ticks and unit.
public final class Figure {
    private static final int MARK_OUTER = 0xFFFFFFFF;
    private static final int MARK_INNER = 0xFF1F2328;

    /// Height of the point that says that values go on, in line heights.
    private static final double POINT = 0.6;

    private final Surface surface;
    private final MatrixSource matrix;
    private final ColorScale scale;
    private final GridWindow window;
    private final FigureColors colors;
    private final FigureLayout layout;

    Figure(
            Surface surface,
            MatrixSource matrix,
            ColorScale scale,
            GridWindow window,
            FigureColors colors,
            FigureLayout layout) {
        this.surface = surface;
        this.matrix = matrix;
        this.scale = scale;
        this.window = window;
        this.colors = colors;
        this.layout = layout;
    }

    /// A figure of the whole matrix in a box of that size; cells are square where both sides are of like length.
    public static Figure of(
            Surface surface, MatrixSource matrix, ColorScale scale, FigureColors colors, double width, double height) {
        GridWindow window = GridWindow.whole(matrix.rows(), matrix.columns());
        FigureLayout layout = FigureLayout.of(
                surface,
                matrix,
                FigureLabels.of(matrix, surface),
                scale,
                window,
                width,
                height,
                FigureLayout.Shape.USUAL);
        return new Figure(surface, matrix, scale, window, colors, layout);
    }

    /// The part of the box that the figure needs.
    public Box used() {
        return layout.used();
    }

    /// The part that holds the cells.
    public Box plot() {
        return layout.plot();
    }

    /// The colour bar; of width 0 where the figure is too narrow for one.
    public Box bar() {
        return layout.bar();
    }

    /// Draws everything; `marks` are cells that get a small square.
    public void paint(List<Cell> marks) {
        paintCells();
        paintMarks(marks);
        paintTitles();
        paintLabels();
        if (layout.bar().width() > 0) {
            paintBar();
        }
    }

    private void paintCells() {
        Box plot = layout.plot();
        int width = (int) Math.max(1, Math.round(plot.width() * surface.pixelsPerUnit()));
        int height = (int) Math.max(1, Math.round(plot.height() * surface.pixelsPerUnit()));
        surface.fill(plot.x(), plot.y(), plot.width(), plot.height(), colors.empty());
        int[] argb = HeatmapRaster.paint(matrix, scale, window, width, height);
        surface.pixels(argb, width, height, plot.x(), plot.y(), plot.width(), plot.height());
        surface.frame(plot.x() - 1, plot.y() - 1, plot.width() + 2, plot.height() + 2, 1, colors.line());
    }

    private void paintMarks(List<Cell> marks) {
        for (Cell mark : marks) {
            Box cell = layout.boxOf(window, mark);
            double side = Math.max(4, Math.min(cell.width(), cell.height()) * 0.4);
            double x = cell.x() + (cell.width() - side) / 2;
            double y = cell.y() + (cell.height() - side) / 2;
            if (layout.plot().contains(x, y) && layout.plot().contains(x + side, y + side)) {
                surface.fill(x, y, side, side, MARK_OUTER);
                surface.frame(x, y, side, side, Math.max(1, side / 5), MARK_INNER);
            }
        }
    }

    private void paintTitles() {
        double line = surface.lineHeight();
        Box plot = layout.plot();
        FigureTitles titles = layout.titles();
        double across = layout.used().width();
        double y = line * FigureLayout.TITLE / 2;
        if (!titles.main().isEmpty()) {
            surface.text(surface.elided(titles.main(), across - line), line / 2, y, Align.START, colors.text());
            y += line * FigureLayout.TITLE;
        }
        String columnTitle = surface.elided(titles.columns(), plot.width());
        surface.text(columnTitle, plot.x() + plot.width() / 2, y, Align.MIDDLE, colors.text());
        String rowTitle = surface.elided(titles.rows(), plot.height());
        double middle = plot.y() + plot.height() / 2;
        surface.textUpwards(rowTitle, line * FigureLayout.TITLE / 2, middle, Align.MIDDLE, colors.text());
    }

    private void paintLabels() {
        double line = surface.lineHeight();
        double air = FigureLayout.AIR * line;
        Box plot = layout.plot();
        AxisLabels rows = layout.labels().rows();
        for (int row : rows.shown(window.top(), window.rows(), plot.height(), line)) {
            double y = plot.y() + (row + 0.5 - window.top()) / window.rows() * plot.height();
            String label = surface.elided(rows.label(row), layout.rowRoom());
            surface.text(label, plot.x() - air, y, Align.END, colors.text());
        }
        AxisLabels columns = layout.labels().columns();
        boolean upward = layout.columnsUpward();
        double room = upward ? line : columns.roomAcross(line);
        for (int column : columns.shown(window.left(), window.columns(), plot.width(), room)) {
            double x = plot.x() + (column + 0.5 - window.left()) / window.columns() * plot.width();
            if (upward) {
                String label = surface.elided(columns.label(column), layout.columnRoom());
                surface.textUpwards(label, x, plot.y() - air, Align.START, colors.text());
            } else {
                surface.text(columns.label(column), x, plot.y() - air - line / 2, Align.MIDDLE, colors.text());
            }
        }
    }

    /// A point on the end of the bar beyond which values took its colour.
    private void paintBeyond(Box bar, double line) {
        ValueRange range = matrix.range();
        double least = (scale.high() - scale.low()) * 1e-6;
        if (range.high() > scale.high() + least) {
            paintPoint(bar, line, true);
        }
        if (range.low() < scale.low() - least && scale.transform() == ColorScale.Transform.LINEAR) {
            paintPoint(bar, line, false);
        }
    }

    private void paintPoint(Box bar, double line, boolean up) {
        int argb = scale.map().entry(up ? ColorMap.SIZE - 1 : 0);
        double height = POINT * line;
        double step = 1 / surface.pixelsPerUnit();
        double from = up ? bar.y() - 1 : bar.bottom() + 1;
        for (double done = 0; done < height; done += step) {
            double width = bar.width() * (1 - done / height);
            double y = up ? from - done - step : from + done;
            surface.fill(bar.x() + (bar.width() - width) / 2, y, width, step, argb);
        }
    }

    private void paintBar() {
        double line = surface.lineHeight();
        Box bar = layout.bar();
        int[] ramp = new int[ColorMap.SIZE];
        for (int entry = 0; entry < ramp.length; entry++) {
            ramp[entry] = scale.map().entry(ramp.length - 1 - entry);
        }
        surface.pixels(ramp, 1, ramp.length, bar.x(), bar.y(), bar.width(), bar.height());
        surface.frame(bar.x() - 1, bar.y() - 1, bar.width() + 2, bar.height() + 2, 1, colors.line());
        paintBeyond(bar, line);
        double air = FigureLayout.AIR * line;
        double widest = 0;
        for (Tick tick : layout.barTicks()) {
            double y = bar.bottom() - tick.position() * bar.height();
            surface.fill(bar.right(), y - 0.5, air * 0.7, 1, colors.line());
            surface.text(tick.label(), bar.right() + air, y, Align.START, colors.text());
            widest = Math.max(widest, surface.textWidth(tick.label()));
        }
        String title = surface.elided(layout.titles().values(), bar.height());
        double x = bar.right() + air + widest + line * FigureLayout.TITLE / 2;
        surface.textUpwards(title, x, bar.y() + bar.height() / 2, Align.MIDDLE, colors.text());
    }
}
