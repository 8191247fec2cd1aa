package org.crosslayer.viz.matrix;

/// The colours around the cells, `0xAARRGGBB`.
///
/// @param text       labels and titles
/// @param line       frames and tick marks
/// @param background the paper; 0 where the surface already has one
/// @param empty      cells that do not exist, such as keys after their query
public record FigureColors(int text, int line, int background, int empty) {
    /// For paper: near-black on white.
    public static final FigureColors LIGHT = new FigureColors(0xFF1F2328, 0xFF6E7781, 0xFFFFFFFF, 0xFFF0F1F3);

    /// For dark slides and the dark theme.
    public static final FigureColors DARK = new FigureColors(0xFFE6EDF3, 0xFF8B949E, 0xFF0D1117, 0xFF20262D);
}
