package org.crosslayer.viz.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crosslayer.viz.matrix.Box;
import org.crosslayer.viz.paper.Sheet.Extent;

/// Where everything on a sheet stands: plots of one size in a grid, aligned along both directions.
///
/// @param plots  one a panel
/// @param width  of the whole, pt
/// @param height of the whole, pt
/// @param tops   where the line of letters and titles of each panel is centred, `[panels]`; NaN where there is none
/// @param grid   all plots together, for a shared bar
record SheetLayout(List<Box> plots, double width, double height, List<Double> tops, Box grid) {
    private static final double GUTTER = 1.2;

    /// Paper at the left and right of everything, in line heights: letters reach a little beyond their widths.
    static final double EDGE = 0.25;

    /// A plot with a side below so many line heights is unreadable.
    private static final double LEAST_PLOT = 3;

    /// Margins depend a little on the plot's size, which depends on them.
    private static final int ROUNDS = 4;

    static SheetLayout of(
            Sheet sheet, List<PanelPainter> painters, double headingLines, double sharedBar, double line) {
        return new Grid(sheet, painters, headingLines * line, sharedBar, line).layout();
    }

    /// The search for sizes that agree with each other.
    private static final class Grid {
        private final Sheet sheet;
        private final List<PanelPainter> painters;
        private final double heading;
        private final double sharedBar;
        private final double line;
        private final Margins[] columns;
        private final Margins[] rows;
        private final double[] heights;
        private double plotWidth;

        Grid(Sheet sheet, List<PanelPainter> painters, double heading, double sharedBar, double line) {
            this.sheet = sheet;
            this.painters = painters;
            this.heading = heading;
            this.sharedBar = sharedBar;
            this.line = line;
            columns = new Margins[sheet.columns()];
            rows = new Margins[sheet.rows()];
            heights = new double[sheet.rows()];
            plotWidth = sheet.width().points() / sheet.columns() * 0.7;
            Arrays.fill(heights, plotWidth);
        }

        SheetLayout layout() {
            for (int round = 0; round < ROUNDS; round++) {
                collectMargins();
                fit();
            }
            requireReadable();
            return place();
        }

        private void collectMargins() {
            Arrays.fill(columns, Margins.NONE);
            Arrays.fill(rows, Margins.NONE);
            for (int index = 0; index < painters.size(); index++) {
                int column = index % sheet.columns();
                int row = index / sheet.columns();
                Margins margins = painters.get(index).margins(plotWidth, heights[row]);
                columns[column] = columns[column].union(margins);
                rows[row] = rows[row].union(margins);
            }
        }

        private void fit() {
            double given = sheet.width().points();
            plotWidth = sheet.extent() == Extent.PLOT ? given : (given - acrossWithoutPlots()) / sheet.columns();
            plotWidth = Math.max(plotWidth, 1);
            for (int row = 0; row < heights.length; row++) {
                heights[row] = plotWidth * aspect(row);
            }
            if (sheet.height() != null) {
                double wanted = sheet.height().points();
                double each = sheet.extent() == Extent.PLOT ? wanted : (wanted - downWithoutPlots()) / heights.length;
                Arrays.fill(heights, Math.max(each, 1));
            }
        }

        /// What is not elastic decides; else the first panel of the row.
        private double aspect(int row) {
            List<PanelPainter> inRow =
                    painters.subList(row * sheet.columns(), Math.min(painters.size(), (row + 1) * sheet.columns()));
            return inRow.stream()
                    .filter(painter -> !painter.isElastic())
                    .mapToDouble(PanelPainter::aspect)
                    .max()
                    .orElse(inRow.getFirst().aspect());
        }

        private double acrossWithoutPlots() {
            double sum = sharedBar + (2 * EDGE + GUTTER * (sheet.columns() - 1)) * line;
            for (Margins margins : columns) {
                sum += margins.left() + margins.right();
            }
            return sum;
        }

        private double downWithoutPlots() {
            double sum = GUTTER * line * (rows.length - 1) + line * EDGE;
            for (Margins margins : rows) {
                sum += heading + margins.top() + margins.bottom();
            }
            return sum;
        }

        private void requireReadable() {
            double least = LEAST_PLOT * line;
            if (plotWidth < least || Arrays.stream(heights).anyMatch(height -> height < least)) {
                double needed = acrossWithoutPlots() + sheet.columns() * least;
                throw new IllegalArgumentException("The figure is too small for its labels: it needs at least "
                        + Math.ceil(needed) + " pt of width and "
                        + Math.ceil(downWithoutPlots() + heights.length * least)
                        + " pt of height; make it larger, the type smaller or the labels shorter.");
            }
        }

        private SheetLayout place() {
            List<Box> plots = new ArrayList<>();
            List<Double> tops = new ArrayList<>();
            double y = 0;
            double gridRight = 0;
            double gridTop = 0;
            double gridBottom = 0;
            for (int row = 0; row < rows.length; row++) {
                double x = EDGE * line;
                double top = y + heading + rows[row].top();
                for (int column = 0; column < sheet.columns(); column++) {
                    int index = row * sheet.columns() + column;
                    x += columns[column].left();
                    if (index < painters.size()) {
                        plots.add(square(painters.get(index), new Box(x, top, plotWidth, heights[row])));
                        tops.add(heading > 0 ? y + heading / 2 : Double.NaN);
                    }
                    gridRight = Math.max(gridRight, x + plotWidth + columns[column].right());
                    x += plotWidth + columns[column].right() + GUTTER * line;
                }
                gridTop = row == 0 ? top : gridTop;
                gridBottom = top + heights[row];
                y = gridBottom + rows[row].bottom() + GUTTER * line;
            }
            double width = gridRight + sharedBar + EDGE * line;
            double height = y - GUTTER * line + line * EDGE;
            Box grid = new Box(0, gridTop, gridRight, gridBottom - gridTop);
            return new SheetLayout(plots, width, height, tops, grid);
        }

        /// Cells that must be square get the largest plot of their shape, at the top left of their place.
        private static Box square(PanelPainter painter, Box place) {
            if (painter.isElastic()) {
                return place;
            }
            double height = Math.min(place.height(), place.width() * painter.aspect());
            return new Box(place.x(), place.y(), height / painter.aspect(), height);
        }
    }
}
