package org.crosslayer.viz.matrix;

/// The part of a matrix that a picture shows, in cells; fractions of a cell are allowed.
///
/// @param top     first row shown
/// @param left    first column shown
/// @param rows    height in rows, above 0
/// @param columns width in columns, above 0
public record GridWindow(double top, double left, double rows, double columns) {
    public GridWindow {
        if (!(rows > 0) || !(columns > 0)) {
            throw new IllegalArgumentException("a window needs some rows and columns, got " + rows + " × " + columns);
        }
    }

    /// The whole of a matrix of that size.
    public static GridWindow whole(int rows, int columns) {
        return new GridWindow(0, 0, rows, columns);
    }

    /// Magnified by `factor` with the given point staying where it is.
    public GridWindow zoomed(double factor, double row, double column) {
        return new GridWindow(
                row - (row - top) / factor, column - (column - left) / factor, rows / factor, columns / factor);
    }

    /// Moved by so many rows down and columns right.
    public GridWindow moved(double down, double right) {
        return new GridWindow(top + down, left + right, rows, columns);
    }

    /// The nearest window that lies within a matrix of that size and shows at least `least` cells a side.
    public GridWindow within(int matrixRows, int matrixColumns, double least) {
        double height = Math.clamp(rows, Math.min(least, matrixRows), matrixRows);
        double width = Math.clamp(columns, Math.min(least, matrixColumns), matrixColumns);
        return new GridWindow(
                Math.clamp(top, 0, matrixRows - height), Math.clamp(left, 0, matrixColumns - width), height, width);
    }
}
