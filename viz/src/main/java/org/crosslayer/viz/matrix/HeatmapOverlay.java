package org.crosslayer.viz.matrix;

import org.jspecify.annotations.Nullable;

/// Draws what changes with the pointer: crosshair, outlines, focus ring.
///
/// Lines are pairs of black and white, visible on every colour of every map.
final class HeatmapOverlay {
    private static final int DARK = 0xFF111111;
    private static final int LIGHT = 0xFFFFFFFF;
    private static final int DARK_THIN = 0x90111111;
    private static final int LIGHT_THIN = 0x90FFFFFF;
    private static final double FOCUS_WIDTH = 2;

    private final Surface surface;

    HeatmapOverlay(Surface surface) {
        this.surface = surface;
    }

    void paintCells(FigureLayout layout, GridWindow window, @Nullable Cell selected, @Nullable Cell crosshair) {
        if (selected != null) {
            outline(layout, layout.boxOf(window, selected), 2);
        }
        if (crosshair != null) {
            Box cell = layout.boxOf(window, crosshair);
            lines(layout.plot(), cell);
            outline(layout, cell, 1);
        }
    }

    /// Lines between blocks of so many cells.
    void paintBlocks(FigureLayout layout, GridWindow window, MatrixSource matrix, int block) {
        Box plot = layout.plot();
        for (int row = block; row < matrix.rows(); row += block) {
            double y = Math.floor(layout.boxOf(window, new Cell(row, 0)).y());
            if (y > plot.y() && y < plot.bottom()) {
                surface.fill(plot.x(), y, plot.width(), 1, LIGHT_THIN);
            }
        }
        for (int column = block; column < matrix.columns(); column += block) {
            double x = Math.floor(layout.boxOf(window, new Cell(0, column)).x());
            if (x > plot.x() && x < plot.right()) {
                surface.fill(x, plot.y(), 1, plot.height(), LIGHT_THIN);
            }
        }
    }

    void paintFocus(double width, double height, int argb) {
        surface.frame(0, 0, width, height, FOCUS_WIDTH, argb);
    }

    /// The row and the column of the cell, leaving the cell itself free.
    private void lines(Box plot, Box cell) {
        double x = Math.floor(cell.x() + cell.width() / 2);
        double y = Math.floor(cell.y() + cell.height() / 2);
        if (y >= plot.y() && y < plot.bottom()) {
            across(plot.x(), Math.min(cell.x(), plot.right()) - plot.x(), y);
            across(Math.max(plot.x(), cell.right()), plot.right() - Math.max(plot.x(), cell.right()), y);
        }
        if (x >= plot.x() && x < plot.right()) {
            down(plot.y(), Math.min(cell.y(), plot.bottom()) - plot.y(), x);
            down(Math.max(plot.y(), cell.bottom()), plot.bottom() - Math.max(plot.y(), cell.bottom()), x);
        }
    }

    private void across(double x, double width, double y) {
        if (width > 0) {
            surface.fill(x, y - 1, width, 1, DARK_THIN);
            surface.fill(x, y, width, 1, LIGHT_THIN);
        }
    }

    private void down(double y, double height, double x) {
        if (height > 0) {
            surface.fill(x - 1, y, 1, height, DARK_THIN);
            surface.fill(x, y, 1, height, LIGHT_THIN);
        }
    }

    private void outline(FigureLayout layout, Box cell, double thickness) {
        Box plot = layout.plot();
        double x = Math.max(plot.x(), cell.x());
        double y = Math.max(plot.y(), cell.y());
        double width = Math.min(plot.right(), cell.right()) - x;
        double height = Math.min(plot.bottom(), cell.bottom()) - y;
        if (width <= 0 || height <= 0) {
            return;
        }
        double outer = 2 * thickness;
        surface.frame(x - outer, y - outer, width + 2 * outer, height + 2 * outer, thickness, DARK);
        surface.frame(x - thickness, y - thickness, width + outer, height + outer, thickness, LIGHT);
    }
}
