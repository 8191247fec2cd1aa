package org.crosslayer.engine.tensor;

import java.util.Arrays;

/// An immutable matrix of double values on the heap, row-major: `[rows, columns]`.
public final class DoubleMatrix {
    private final int rows;
    private final int columns;
    private final double[] values;

    private DoubleMatrix(int rows, int columns, double[] values) {
        if (rows < 0 || columns < 0 || values.length != (long) rows * columns) {
            throw new IllegalArgumentException(
                    values.length + " values do not fill a matrix of [" + rows + ", " + columns + "]");
        }
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    /// Copies `values`, row-major `[rows, columns]`.
    public static DoubleMatrix copyOf(int rows, int columns, double[] values) {
        return new DoubleMatrix(rows, columns, values.clone());
    }

    /// Copies the `rows × columns` values that start at `offset`.
    public static DoubleMatrix copyOfRange(int rows, int columns, double[] values, int offset) {
        return new DoubleMatrix(rows, columns, Arrays.copyOfRange(values, offset, offset + rows * columns));
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /// The value at `row`, `column`, both from 0.
    public double at(int row, int column) {
        if (column < 0 || column >= columns) {
            throw new IndexOutOfBoundsException("column " + column + " of " + columns);
        }
        return values[row * columns + column];
    }

    /// A copy of one row, `[columns]`.
    public double[] row(int row) {
        return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }

    /// A copy of all values, row-major.
    public double[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DoubleMatrix that
                && rows == that.rows
                && columns == that.columns
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * rows + columns) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "DoubleMatrix[" + rows + ", " + columns + "]";
    }
}
