package org.crosslayer.viz.bench;

import org.crosslayer.viz.color.ValueRange;
import org.crosslayer.viz.matrix.Axis;
import org.crosslayer.viz.matrix.Caption;
import org.crosslayer.viz.matrix.MatrixPyramid;
import org.crosslayer.viz.matrix.MatrixSource;

/// Numbers that look like an attention map: much on the first key and near the diagonal, the rest scattered.
final class SyntheticMap implements MatrixSource {
    private static final Caption CAPTION = new Caption("", new Axis("query", ""), new Axis("key", ""), "attention", "");

    private final int side;
    private final float[] values;
    private final MatrixPyramid pyramid;

    SyntheticMap(int side) {
        this.side = side;
        values = new float[side * side];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column <= row; column++) {
                double scattered = Math.abs(Math.sin(row * 12.9898 + column * 78.233)) * 0.01;
                double near = 0.5 / (1 + row - column);
                values[row * side + column] = (float) Math.min(1, scattered + near + (column == 0 ? 0.4 : 0));
            }
        }
        pyramid = MatrixPyramid.of(this);
    }

    @Override
    public int rows() {
        return side;
    }

    @Override
    public int columns() {
        return side;
    }

    @Override
    public double valueAt(int row, int column) {
        return values[row * side + column];
    }

    @Override
    public void copyRow(int row, int from, float[] into, int length) {
        System.arraycopy(values, row * side + from, into, 0, length);
    }

    @Override
    public String rowLabel(int row) {
        return "·token" + row % 97;
    }

    @Override
    public String columnLabel(int column) {
        return rowLabel(column);
    }

    @Override
    public Caption caption() {
        return CAPTION;
    }

    @Override
    public boolean causal() {
        return true;
    }

    @Override
    public ValueRange range() {
        return new ValueRange(0, 1);
    }

    @Override
    public MatrixPyramid pyramid() {
        return pyramid;
    }
}
