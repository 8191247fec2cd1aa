package org.crosslayer.viz.matrix;

import org.crosslayer.viz.color.Ticks;

/// What is under the crosshair: the cell, its value, and both in words.
///
/// @param cell  the place
/// @param value the value, NaN where there is none
/// @param text  such as `layer 3, layer 7: 0.083 nats`
public record CellReading(Cell cell, double value, String text) {
    /// Digits of a value in words: enough to tell neighbours apart, few enough to be spoken.
    private static final int DIGITS = 4;

    /// Reads a cell of the matrix.
    public static CellReading of(MatrixSource matrix, Cell cell) {
        Caption caption = matrix.caption();
        String place = place(caption.rows(), cell.row(), matrix.rowLabel(cell.row()))
                + ", "
                + place(caption.columns(), cell.column(), matrix.columnLabel(cell.column()));
        if (matrix.causal() && cell.column() > cell.row()) {
            return new CellReading(
                    cell, Double.NaN, place + ": not seen (" + caption.columns().word() + " comes later)");
        }
        double value = matrix.valueAt(cell.row(), cell.column());
        String unit = Double.isNaN(value) || caption.unit().isEmpty() ? "" : " " + caption.unit();
        return new CellReading(cell, value, place + ": " + Ticks.local(Ticks.text(value, DIGITS)) + unit);
    }

    private static String place(Axis axis, int index, String label) {
        String number = axis.word() + " " + index;
        return label.equals(Integer.toString(index)) ? number : number + " “" + label + "”";
    }
}
