package org.crosslayer.viz.matrix;

/// A cell that the user chose by click or Enter, with the keys held meanwhile.
///
/// @param cell     the place
/// @param alt      Alt (Option): pin rather than select
/// @param shift    Shift
/// @param shortcut Ctrl, or Command on macOS
public record CellChoice(Cell cell, boolean alt, boolean shift, boolean shortcut) {}
