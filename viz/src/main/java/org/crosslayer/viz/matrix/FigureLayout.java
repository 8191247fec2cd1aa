package org.crosslayer.viz.matrix;

import java.util.List;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.color.Tick;

/// Where the parts of a heatmap figure stand: cells, labels around them, colour bar at the right.
///
/// Sizes are multiples of the line height, so that a figure of any resolution keeps its proportions.
///
/// @param titles        the titles there is room for
/// @param plot          the cells
/// @param bar           the colour bar; of width 0 where there is no room for one
/// @param barTicks      its ticks
/// @param labels        at the left and above
/// @param rowRoom       width of the row labels
/// @param columnRoom    height of the column labels
/// @param columnsUpward whether column labels read upwards
/// @param used          the whole figure, from (0, 0)
record FigureLayout(
        FigureTitles titles,
        Box plot,
        Box bar,
        List<Tick> barTicks,
        FigureLabels labels,
        double rowRoom,
        double columnRoom,
        boolean columnsUpward,
        Box used) {

    /// Height of a title line with the air around it, in line heights.
    static final double TITLE = 1.5;

    /// Air between labels and cells, in line heights.
    static final double AIR = 0.4;

    private static final double BAR_WIDTH = 0.9;
    private static final double BAR_GAP = 1.0;

    /// Row labels may take this share of the width, column labels of the height; longer ones are elided.
    private static final double LABEL_SHARE = 0.22;

    private static final double COMPACT_LABEL_SHARE = 0.16;

    /// A figure with a side below this many line heights keeps one line of titles and shorter labels.
    private static final double COMPACT = 32;

    /// A figure narrower than this many line heights has no colour bar.
    private static final double LEAST_WIDTH_FOR_BAR = 14;

    /// Cells are drawn square when neither side of the matrix is more than this many times the other.
    private static final double SQUARE_LIMIT = 3;

    /// How a figure fills its box.
    ///
    /// @param square whether cells are square where the sides of the matrix are of like length; else they fill it
    /// @param titled whether a small figure keeps a line of titles, too
    record Shape(boolean square, boolean titled) {
        static final Shape USUAL = new Shape(true, true);
    }

    /// Lays out a figure in a box from (0, 0).
    static FigureLayout of(
            Surface surface,
            MatrixSource matrix,
            FigureLabels labels,
            ColorScale scale,
            GridWindow window,
            double width,
            double height,
            Shape shape) {
        double line = surface.lineHeight();
        boolean isCompact = Math.min(width, height) < COMPACT * line;
        FigureTitles titles =
                isCompact && !shape.titled() ? FigureTitles.NONE : FigureTitles.of(matrix.caption(), isCompact);
        double share = isCompact ? COMPACT_LABEL_SHARE : LABEL_SHARE;

        double rowRoom = Math.min(labels.rows().widest(), width * share);
        double left = FigureTitles.room(titles.rows()) * line + rowRoom + 2 * AIR * line;
        List<Tick> ticks = scale.ticks((int) Math.clamp(height / (3.5 * line), 2, 7)).stream()
                .map(tick -> new Tick(tick.value(), tick.position(), surface.number(tick.label())))
                .toList();
        boolean hasBar = width >= LEAST_WIDTH_FOR_BAR * line;
        double tickRoom = ticks.stream()
                .mapToDouble(tick -> surface.textWidth(tick.label()))
                .max()
                .orElse(0);
        double right = hasBar
                ? (BAR_GAP + BAR_WIDTH + 2 * AIR) * line + tickRoom + FigureTitles.room(titles.values()) * line
                : line;
        double above = (FigureTitles.room(titles.main()) + FigureTitles.room(titles.columns()) + AIR) * line;
        double plotWidth = Math.max(line, width - left - right);
        double bottom = 0.8 * line;

        double lineTop = above + line + AIR * line;
        boolean squared = shape.square()
                && matrix.rows() <= SQUARE_LIMIT * matrix.columns()
                && matrix.columns() <= SQUARE_LIMIT * matrix.rows();
        double cell = plotWidth / window.columns();
        if (squared) {
            cell = Math.min(cell, Math.max(line, height - lineTop - bottom) / window.rows());
        }
        boolean upward = !labels.columns().fitAcross(cell, line);
        double columnRoom = upward ? Math.min(labels.columns().widest(), height * share) : line;
        double top = above + columnRoom + AIR * line;
        double plotHeight = Math.max(line, height - top - bottom);
        if (squared) {
            double side = Math.min(plotWidth / window.columns(), plotHeight / window.rows());
            plotWidth = side * window.columns();
            plotHeight = side * window.rows();
        }
        Box plot = snapped(new Box(left, top, plotWidth, plotHeight), surface.pixelsPerUnit());
        Box bar = new Box(plot.right() + BAR_GAP * line, plot.y(), hasBar ? BAR_WIDTH * line : 0, plot.height());
        // A small picture under a long title is as wide as the title, where there is room.
        double titleRoom = titles.main().isEmpty() ? 0 : Math.min(width, surface.textWidth(titles.main()) + line);
        Box used = new Box(0, 0, Math.max(plot.right() + right, titleRoom), plot.bottom() + bottom);
        return new FigureLayout(titles, plot, bar, ticks, labels, rowRoom, columnRoom, upward, used);
    }

    /// The cell under a point of the figure; the point must lie in the plot.
    Cell cellAt(GridWindow window, double x, double y) {
        return new Cell((int) Math.floor(rowAt(window, y)), (int) Math.floor(columnAt(window, x)));
    }

    double rowAt(GridWindow window, double y) {
        return window.top() + (y - plot.y()) / plot.height() * window.rows();
    }

    double columnAt(GridWindow window, double x) {
        return window.left() + (x - plot.x()) / plot.width() * window.columns();
    }

    /// Where a cell is drawn; it may reach out of the plot.
    Box boxOf(GridWindow window, Cell cell) {
        double cellWidth = plot.width() / window.columns();
        double cellHeight = plot.height() / window.rows();
        return new Box(
                plot.x() + (cell.column() - window.left()) * cellWidth,
                plot.y() + (cell.row() - window.top()) * cellHeight,
                cellWidth,
                cellHeight);
    }

    /// On whole device pixels, so that raster pixels and device pixels coincide.
    private static Box snapped(Box box, double pixelsPerUnit) {
        double x = Math.round(box.x() * pixelsPerUnit) / pixelsPerUnit;
        double y = Math.round(box.y() * pixelsPerUnit) / pixelsPerUnit;
        double width = Math.max(1, Math.floor(box.width() * pixelsPerUnit)) / pixelsPerUnit;
        double height = Math.max(1, Math.floor(box.height() * pixelsPerUnit)) / pixelsPerUnit;
        return new Box(x, y, width, height);
    }
}
