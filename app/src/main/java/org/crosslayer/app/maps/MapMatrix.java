package org.crosslayer.app.maps;

import java.util.List;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.crosslayer.viz.color.ValueRange;
import org.crosslayer.viz.matrix.Axis;
import org.crosslayer.viz.matrix.Caption;
import org.crosslayer.viz.matrix.MatrixPyramid;
import org.crosslayer.viz.matrix.MatrixSource;
import org.crosslayer.viz.matrix.MiddleRange;

/// A map ready to be drawn. All that reads every cell is done when it is made, on the engine's thread.
final class MapMatrix implements MatrixSource {
    /// Of the values beyond either end of clipped colours.
    static final double CLIPPED_SHARE = 0.01;

    private static final Axis QUERY = new Axis("query", "");
    private static final Axis KEY = new Axis("key", "");

    private final FloatMatrix values;
    private final List<String> tokens;
    private final Caption caption;
    private final ValueRange range;
    private final ValueRange middle;
    private final MatrixPyramid pyramid;

    /// @param values `[n, n]`: row = the token that reads, column = the token read
    /// @param tokens `[n]` labels
    /// @param name   what a value is
    MapMatrix(FloatMatrix values, List<String> tokens, String name) {
        this.values = values;
        this.tokens = tokens;
        this.caption = new Caption("", QUERY, KEY, name, "");
        this.range = MatrixSource.super.range();
        this.middle = MiddleRange.of(this, CLIPPED_SHARE);
        this.pyramid = MatrixPyramid.of(this);
    }

    /// The one less the other, cell by cell.
    static MapMatrix difference(MapMatrix one, MapMatrix other) {
        float[] difference = one.values.toArray();
        for (int row = 0; row < one.rows(); row++) {
            for (int column = 0; column <= row; column++) {
                difference[row * one.columns() + column] -= other.values.at(row, column);
            }
        }
        return new MapMatrix(
                FloatMatrix.copyOf(one.rows(), one.columns(), difference), one.tokens, "difference of attention");
    }

    List<String> tokens() {
        return tokens;
    }

    /// The range of all but the outermost hundredth at either end.
    ValueRange middle() {
        return middle;
    }

    @Override
    public int rows() {
        return values.rows();
    }

    @Override
    public int columns() {
        return values.columns();
    }

    @Override
    public double valueAt(int row, int column) {
        return values.at(row, column);
    }

    @Override
    public void copyRow(int row, int from, float[] into, int length) {
        values.copyRow(row, from, into, length);
    }

    @Override
    public String rowLabel(int row) {
        return tokens.get(row);
    }

    @Override
    public String columnLabel(int column) {
        return tokens.get(column);
    }

    @Override
    public Caption caption() {
        return caption;
    }

    @Override
    public boolean causal() {
        return true;
    }

    @Override
    public ValueRange range() {
        return range;
    }

    @Override
    public MatrixPyramid pyramid() {
        return pyramid;
    }
}
