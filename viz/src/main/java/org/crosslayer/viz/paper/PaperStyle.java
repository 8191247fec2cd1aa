package org.crosslayer.viz.paper;

import org.crosslayer.viz.color.ColorVision;

/// How a figure is drawn, whatever it shows. Paper is white: the window's theme plays no part.
///
/// @param typeface    font of all text
/// @param pointSize   size of labels, `[4, 24]` pt
/// @param lineWidthPt width of axes and frames, `[0.1, 4]` pt; curves are twice as wide
/// @param cells       how the cells of a heatmap enter a vector file
/// @param outlines    letters of an SVG become shapes, for places without fonts; PDF always keeps text
/// @param grey        all colours as a reader of a grey print sees them
public record PaperStyle(
        Typeface typeface, double pointSize, double lineWidthPt, Cells cells, boolean outlines, boolean grey) {
    /// How the cells of a heatmap enter a vector file.
    public enum Cells {
        /// As shapes up to [#MOST_SHAPES], as an image beyond.
        AUTO,
        /// Always as shapes.
        SHAPES,
        /// Always as one image, a pixel a cell, never smoothed.
        IMAGE
    }

    /// Beyond so many cells a vector file is slow to open; QCodes and seaborn's author draw the line here too.
    public static final int MOST_SHAPES = 5_000;

    private static final double LEAST_SIZE_PT = 4;
    private static final double LARGEST_SIZE_PT = 24;
    private static final double LEAST_LINE_PT = 0.1;
    private static final double LARGEST_LINE_PT = 4;

    public PaperStyle {
        if (!(pointSize >= LEAST_SIZE_PT && pointSize <= LARGEST_SIZE_PT)) {
            throw new IllegalArgumentException("labels must have 4 to 24 pt, got " + pointSize + ".");
        }
        if (!(lineWidthPt >= LEAST_LINE_PT && lineWidthPt <= LARGEST_LINE_PT)) {
            throw new IllegalArgumentException("lines must be 0.1 to 4 pt wide, got " + lineWidthPt + ".");
        }
    }

    /// A venue's own type with fine lines.
    public static PaperStyle of(Venue venue) {
        return new PaperStyle(venue.typeface(), venue.pointSize(), 0.5, Cells.AUTO, false, false);
    }

    /// Whether so many cells are drawn as shapes.
    boolean drawsShapes(long count) {
        return switch (cells) {
            case AUTO -> count <= MOST_SHAPES;
            case SHAPES -> true;
            case IMAGE -> false;
        };
    }

    /// The colour as this style prints it, `0xAARRGGBB`; grey by the luminance of ITU-R BT.709 in linear light.
    int ink(int argb) {
        return grey ? ColorVision.GREY.seen(argb) : argb;
    }
}
