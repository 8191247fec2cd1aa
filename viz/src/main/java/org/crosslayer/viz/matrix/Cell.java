package org.crosslayer.viz.matrix;

/// The place of one value: row and column, from 0.
public record Cell(int row, int column) {
    /// Whether the place lies in a matrix of that size.
    public boolean isWithin(int rows, int columns) {
        return row >= 0 && row < rows && column >= 0 && column < columns;
    }
}
