package org.crosslayer.viz.matrix;

/// The words around a matrix.
///
/// @param title     above the picture; empty for none
/// @param rows      the axis down
/// @param columns   the axis across
/// @param valueName what a value is, such as `Jensen–Shannon divergence`
/// @param unit      its unit, such as `nats`; empty for plain numbers
public record Caption(String title, Axis rows, Axis columns, String valueName, String unit) {
    /// Rows, columns and values without names.
    public static final Caption NONE = new Caption("", Axis.of("row"), Axis.of("column"), "value", "");

    /// Which axis goes down and which across, in one short line.
    public String axes() {
        return rows.word() + " ↓ " + columns.word() + " →";
    }

    /// What stands beside the colour bar: the name with its unit.
    public String valueTitle() {
        return unit.isEmpty() ? valueName : valueName + " (" + unit + ")";
    }
}
