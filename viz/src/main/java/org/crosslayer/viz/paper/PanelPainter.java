package org.crosslayer.viz.paper;

import org.crosslayer.viz.matrix.Box;

/// What a sheet must know of a panel to place it: the room around its plot, its shape, and how it is drawn.
interface PanelPainter {
    /// Near-black: text on paper.
    int TEXT = 0xFF1F2328;

    /// Frames, axes, tick marks.
    int LINE = 0xFF6E7781;

    /// Height of a title with the air around it, in line heights.
    double TITLE = 1.4;

    /// Air between labels and what they name, in line heights.
    double AIR = 0.35;

    /// Room around a plot of about this size.
    Margins margins(double plotWidth, double plotHeight);

    /// Height over width that suits it.
    double aspect();

    /// Whether height over width may be another.
    boolean isElastic();

    /// Draws plot and surroundings.
    void paint(Box plot);

    /// Who paints a panel.
    ///
    /// @param ownBar whether a heatmap has its own colour bar
    static PanelPainter of(Panel panel, PaperSurface surface, boolean ownBar) {
        return switch (panel) {
            case Panel.Heatmap heatmap -> new HeatmapPainter(surface, heatmap, ownBar);
            case Panel.Chart chart -> new ChartPainter(surface, chart);
            case Panel.Bands bands -> new BandsPainter(surface, bands, ownBar);
        };
    }
}
