package org.crosslayer.viz.chart;

/// Colours of a chart, `0xAARRGGBB`; the background is the scene's own.
///
/// @param text      labels
/// @param line      axes and grid
/// @param series    usual values
/// @param highlight highlighted values; differs from `series` in lightness too, so that grey print keeps them apart
/// @param palette   one colour a series where there are several, in the order of Okabe and Ito's palette but starting
///     with those that differ most; markers and dashes differ too
public record ChartColors(int text, int line, int series, int highlight, Palette palette) {
    /// Series that a chart can tell apart.
    public static final int SERIES = 8;

    /// For a light theme and for paper: blue and vermilion of Okabe and Ito's palette.
    public static final ChartColors LIGHT =
            new ChartColors(0xFF1F2328, 0xFF8C959F, 0xFF56A0D3, 0xFFB34A00, Palette.LIGHT);

    /// For a dark theme.
    public static final ChartColors DARK =
            new ChartColors(0xFFE6EDF3, 0xFF6E7681, 0xFF3D7EAA, 0xFFFFA657, Palette.DARK);

    /// A colour for each of several series.
    public enum Palette {
        /// On white: Okabe and Ito, yellow darkened.
        LIGHT(0xFF0072B2, 0xFFD55E00, 0xFF009E73, 0xFFCC79A7, 0xFFB58900, 0xFF56B4E9, 0xFF000000, 0xFF7F7F7F),
        /// On black: the same hues, lightened.
        DARK(0xFF56B4E9, 0xFFFF8C42, 0xFF2EC99A, 0xFFE59CC5, 0xFFF0C84B, 0xFF8ECDF0, 0xFFF0F0F0, 0xFFA0A0A0);

        @SuppressWarnings("ImmutableEnumChecker") // never changed and never handed out
        private final int[] colors;

        Palette(int... colors) {
            this.colors = colors;
        }

        /// The colour of a series, `0xAARRGGBB`.
        public int of(int series) {
            return colors[series % colors.length];
        }
    }
}
