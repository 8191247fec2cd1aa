package org.crosslayer.viz.matrix;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.crosslayer.viz.color.ValueRange;
import org.jspecify.annotations.Nullable;

/// An immutable [MatrixSource] over its own copy of the values.
public final class LabelledMatrix implements MatrixSource {
    private final int rows;
    private final int columns;
    private final IntToDoubleFunction values;
    private final List<String> rowLabels;
    private final List<String> columnLabels;
    private final Caption caption;
    private final boolean causal;
    private volatile @Nullable MatrixPyramid pyramid;
    private volatile @Nullable ValueRange range;

    private LabelledMatrix(
            int rows,
            int columns,
            IntToDoubleFunction values,
            List<String> rowLabels,
            List<String> columnLabels,
            Caption caption,
            boolean causal) {
        if (rowLabels.size() != rows || columnLabels.size() != columns) {
            throw new IllegalArgumentException("a matrix [" + rows + ", " + columns + "] needs as many labels, got ["
                    + rowLabels.size() + ", " + columnLabels.size() + "]");
        }
        this.rows = rows;
        this.columns = columns;
        this.values = values;
        this.rowLabels = List.copyOf(rowLabels);
        this.columnLabels = List.copyOf(columnLabels);
        this.caption = caption;
        this.causal = causal;
    }

    /// Copies values `[rows, columns]`, row after row; labels are the indices until [#labelled].
    public static LabelledMatrix of(int rows, int columns, double[] values) {
        double[] copy = values.clone();
        return of(rows, columns, copy.length, index -> copy[index]);
    }

    /// Copies values `[rows, columns]`, row after row; labels are the indices until [#labelled].
    public static LabelledMatrix of(int rows, int columns, float[] values) {
        float[] copy = values.clone();
        return of(rows, columns, copy.length, index -> copy[index]);
    }

    private static LabelledMatrix of(int rows, int columns, int length, IntToDoubleFunction values) {
        if (rows < 1 || columns < 1 || length != (long) rows * columns) {
            throw new IllegalArgumentException(
                    "a matrix [" + rows + ", " + columns + "] cannot hold " + length + " values");
        }
        return new LabelledMatrix(rows, columns, values, indices(rows), indices(columns), Caption.NONE, false);
    }

    /// The same values with these labels, one a row and one a column.
    public LabelledMatrix labelled(List<String> rowLabels, List<String> columnLabels) {
        return new LabelledMatrix(rows, columns, values, rowLabels, columnLabels, caption, causal);
    }

    /// The same values with these words around them.
    public LabelledMatrix captioned(Caption caption) {
        return new LabelledMatrix(rows, columns, values, rowLabels, columnLabels, caption, causal);
    }

    /// The same values with all cells above the diagonal taken away.
    public LabelledMatrix asCausal() {
        return new LabelledMatrix(rows, columns, values, rowLabels, columnLabels, caption, true);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public double valueAt(int row, int column) {
        return values.applyAsDouble(row * columns + column);
    }

    @Override
    public String rowLabel(int row) {
        return rowLabels.get(row);
    }

    @Override
    public String columnLabel(int column) {
        return columnLabels.get(column);
    }

    @Override
    public Caption caption() {
        return caption;
    }

    @Override
    public boolean causal() {
        return causal;
    }

    /// Built on the first call and kept.
    @Override
    public MatrixPyramid pyramid() {
        MatrixPyramid known = pyramid;
        if (known == null) {
            known = MatrixPyramid.of(this);
            pyramid = known;
        }
        return known;
    }

    /// Read on the first call and kept.
    @Override
    public ValueRange range() {
        ValueRange known = range;
        if (known == null) {
            known = MatrixSource.super.range();
            range = known;
        }
        return known;
    }

    private static List<String> indices(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }
}
