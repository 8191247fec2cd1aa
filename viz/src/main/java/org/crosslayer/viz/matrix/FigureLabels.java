package org.crosslayer.viz.matrix;

/// The measured labels of both sides of a matrix; a view keeps them while matrix and font stay the same.
///
/// @param rows    labels at the left
/// @param columns labels above
record FigureLabels(AxisLabels rows, AxisLabels columns) {
    static FigureLabels of(MatrixSource matrix, Surface surface) {
        return new FigureLabels(
                new AxisLabels(matrix.rows(), matrix::rowLabel, surface),
                new AxisLabels(matrix.columns(), matrix::columnLabel, surface));
    }
}
