package org.crosslayer.viz.matrix;

import org.crosslayer.viz.color.ValueRange;

/// A matrix of labelled numbers as a picture asks for it.
///
/// It must not change while a picture shows it, and may be read from any thread.
public interface MatrixSource {
    /// Rows, above 0.
    int rows();

    /// Columns, above 0.
    int columns();

    /// The value at a place within the size; NaN where there is none.
    double valueAt(int row, int column);

    /// Copies `length` values of a row from a column on, as far from zero as they are or a little farther: those that
    /// a `float` cannot hold are rounded away from zero. All must exist. What keeps floats can do it at once.
    default void copyRow(int row, int from, float[] into, int length) {
        for (int i = 0; i < length; i++) {
            into[i] = Distance.rounded(valueAt(row, from + i));
        }
    }

    /// A short label of a row.
    String rowLabel(int row);

    /// A short label of a column.
    String columnLabel(int column);

    /// The words around the matrix.
    Caption caption();

    /// Whether cells whose column is above their row do not exist: they are left as background, not drawn as zero.
    default boolean causal() {
        return false;
    }

    /// The extremes of blocks of cells, for pictures with fewer pixels than cells.
    ///
    /// Built on each call unless the implementation keeps it; for a large matrix call it once on a background
    /// thread.
    default MatrixPyramid pyramid() {
        return MatrixPyramid.of(this);
    }

    /// The lowest and highest finite value drawn; 0 to 0 when there is none. Reads every cell.
    default ValueRange range() {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < rows(); row++) {
            int end = causal() ? Math.min(row + 1, columns()) : columns();
            for (int column = 0; column < end; column++) {
                double value = valueAt(row, column);
                if (Double.isFinite(value)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
        }
        return low > high ? new ValueRange(0, 0) : new ValueRange(low, high);
    }
}
