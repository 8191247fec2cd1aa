package org.crosslayer.viz.paper;

import java.util.List;
import java.util.stream.Stream;
import org.crosslayer.viz.color.ColorScale;
import org.jspecify.annotations.Nullable;

/// A figure: one panel, or several in a grid with letters, on paper of a fixed width.
///
/// @param panels  row after row; at least one
/// @param columns panels beside each other
/// @param width   of what `extent` says
/// @param height  likewise; null for as high as the panels want
/// @param extent  what width and height are the size of
/// @param bar     whether heatmaps share one colour bar at the right; their scales must then be equal
/// @param style   how everything is drawn
public record Sheet(
        List<Panel> panels,
        int columns,
        Length width,
        @Nullable Length height,
        Extent extent,
        Bar bar,
        PaperStyle style) {
    /// What a given size is the size of.
    public enum Extent {
        /// The whole figure with its labels, as venues want it.
        FIGURE,
        /// The plot of each panel, so that figures made apart line up in a paper.
        PLOT
    }

    /// Where colour bars stand.
    public enum Bar {
        /// Beside each heatmap.
        EACH,
        /// One for all, at the right of the sheet.
        SHARED
    }

    private static final int MOST_PANELS = 26;

    public Sheet {
        panels = List.copyOf(panels);
        if (panels.isEmpty() || panels.size() > MOST_PANELS) {
            throw new IllegalArgumentException("A figure has 1 to 26 panels, got " + panels.size() + ".");
        }
        if (columns < 1 || columns > panels.size()) {
            throw new IllegalArgumentException("A figure of " + panels.size() + " panels has 1 to " + panels.size()
                    + " columns, got " + columns + ".");
        }
        if (bar == Bar.SHARED && scales(panels).distinct().count() > 1) {
            throw new IllegalArgumentException(
                    "Panels share a colour bar only if their scales are equal: give all the same range and colours.");
        }
    }

    /// One panel at a venue's column width.
    public static Sheet of(Panel panel, Venue venue) {
        return new Sheet(List.of(panel), 1, venue.single(), null, Extent.FIGURE, Bar.EACH, PaperStyle.of(venue));
    }

    /// Panels above each other.
    int rows() {
        return Math.ceilDiv(panels.size(), columns);
    }

    static Stream<ColorScale> scales(List<Panel> panels) {
        return panels.stream().flatMap(panel -> switch (panel) {
            case Panel.Heatmap heatmap -> Stream.of(heatmap.scale());
            case Panel.Bands bands -> Stream.of(bands.scale());
            case Panel.Chart _ -> Stream.empty();
        });
    }
}
