package org.crosslayer.viz.chart;

/// Colours of a chart, `0xAARRGGBB`; the background is the scene's own.
///
/// @param text      labels
/// @param line      axes and grid
/// @param series    usual values
/// @param highlight highlighted values; differs from `series` in lightness too, so that grey print keeps them apart
public record ChartColors(int text, int line, int series, int highlight) {
    /// For a light theme: blue and vermilion of Okabe and Ito's palette.
    public static final ChartColors LIGHT = new ChartColors(0xFF1F2328, 0xFF8C959F, 0xFF56A0D3, 0xFFB34A00);

    /// For a dark theme.
    public static final ChartColors DARK = new ChartColors(0xFFE6EDF3, 0xFF6E7681, 0xFF3D7EAA, 0xFFFFA657);
}
