package org.crosslayer.engine.tensor;

import java.util.Arrays;

/// An immutable matrix of float values on the heap, row-major: `[rows, columns]`.
public final class FloatMatrix {
    private final int rows;
    private final int columns;
    private final float[] values;

    private FloatMatrix(int rows, int columns, float[] values) {
        if (rows < 0 || columns < 0 || values.length != (long) rows * columns) {
            throw new IllegalArgumentException(
                    values.length + " values do not fill a matrix of [" + rows + ", " + columns + "]");
        }
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    /// Copies `values`, row-major `[rows, columns]`.
    public static FloatMatrix copyOf(int rows, int columns, float[] values) {
        return new FloatMatrix(rows, columns, values.clone());
    }

    /// Copies the `rows × columns` values that start at `offset`.
    public static FloatMatrix copyOfRange(int rows, int columns, float[] values, int offset) {
        return new FloatMatrix(rows, columns, Arrays.copyOfRange(values, offset, offset + rows * columns));
    }

    /// Fills a matrix row by row; what was not put is 0. The matrix then takes the values over, so that they are
    /// there once.
    public static final class Builder {
        private final int rows;
        private final int columns;
        private float[] values;

        /// A matrix of zeros, `[rows, columns]`.
        public Builder(int rows, int columns) {
            this.rows = rows;
            this.columns = columns;
            values = new float[Math.multiplyExact(rows, columns)];
        }

        /// Puts the `length` values that start at `offset` at the beginning of a row.
        public void put(int row, float[] from, int offset, int length) {
            if (length > columns) {
                throw new IndexOutOfBoundsException(length + " values for a row of " + columns);
            }
            System.arraycopy(from, offset, values, row * columns, length);
        }

        /// The matrix; nothing can be put any more.
        public FloatMatrix build() {
            FloatMatrix matrix = new FloatMatrix(rows, columns, values);
            values = new float[0];
            return matrix;
        }
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /// The value at `row`, `column`, both from 0.
    public float at(int row, int column) {
        if (column < 0 || column >= columns) {
            throw new IndexOutOfBoundsException("column " + column + " of " + columns);
        }
        return values[row * columns + column];
    }

    /// A copy of one row, `[columns]`.
    public float[] row(int row) {
        return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }

    /// Copies `length` values of a row, from a column on, to the beginning of `into`.
    public void copyRow(int row, int from, float[] into, int length) {
        if (from < 0 || length < 0 || from + length > columns) {
            throw new IndexOutOfBoundsException("columns " + from + " to " + (from + length) + " of " + columns);
        }
        System.arraycopy(values, row * columns + from, into, 0, length);
    }

    /// A copy of all values, row-major.
    public float[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FloatMatrix that
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
        return "FloatMatrix[" + rows + ", " + columns + "]";
    }
}
