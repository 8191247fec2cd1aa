package org.crosslayer.app.figure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.crosslayer.viz.paper.Length;
import org.crosslayer.viz.paper.Panel;
import org.crosslayer.viz.paper.PaperFormat;
import org.crosslayer.viz.paper.PaperStyle;
import org.crosslayer.viz.paper.Sheet;
import org.crosslayer.viz.paper.Typeface;
import org.crosslayer.viz.paper.Venue;
import org.jspecify.annotations.Nullable;

/// Size and style of a figure.
///
/// @param venue       a preset such as `NeurIPS`, giving width and type; `Nature` if absent
/// @param span        `single` (if absent) or `full`: which of the venue's widths
/// @param width       in place of the venue's, such as `89 mm` or `3.25 in`
/// @param height      as high as the panels want if absent
/// @param extent      what the size is of: `figure` (if absent) or `plot`
/// @param columns     panels beside each other; all if absent, at most 3
/// @param bar         colour bars: `each` (if absent) or `shared`
/// @param typeface    `serif`, `sans`, `mono`
/// @param pointSize   of labels
/// @param lineWidthPt of axes and frames; 0.5 if absent
/// @param cells       `auto` (if absent), `shapes`, `image`
/// @param outlines    SVG letters as shapes
/// @param grey        as a grey print shows it
/// @param dpi         of a PNG; 300 if absent
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SheetRecipe(
        @Nullable String venue,
        @Nullable String span,
        @Nullable String width,
        @Nullable String height,
        @Nullable String extent,
        @Nullable Integer columns,
        @Nullable String bar,
        @Nullable String typeface,
        @Nullable Double pointSize,
        @Nullable Double lineWidthPt,
        @Nullable String cells,
        @Nullable Boolean outlines,
        @Nullable Boolean grey,
        @Nullable Double dpi) {
    /// A column of Nature.
    public static final SheetRecipe DEFAULT = of("Nature", "single");

    private static final String USUAL_VENUE = "Nature";
    private static final double USUAL_LINE_PT = 0.5;
    private static final int MOST_COLUMNS = 3;
    private static final double LEAST_DPI = 36;
    private static final double MOST_DPI = 2400;

    /// Which of a venue's widths.
    enum Span {
        SINGLE,
        FULL
    }

    /// A venue's own style.
    public static SheetRecipe of(String venue, String span) {
        return new SheetRecipe(venue, span, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    /// The sheet of these panels.
    ///
    /// @throws RecipeException if size or style make no sense
    Sheet sheet(List<Panel> panels) throws RecipeException {
        Venue place = place();
        Sheet.Bar sharing = Words.constant(Sheet.Bar.class, bar, Sheet.Bar.EACH, "sheet.bar");
        Span wanted = Words.constant(Span.class, span, Span.SINGLE, "sheet.span");
        try {
            Length across = width != null ? Length.parse(width) : wanted == Span.FULL ? place.full() : place.single();
            Length down = height == null ? null : Length.parse(height);
            PaperStyle style = new PaperStyle(
                    Words.constant(Typeface.class, typeface, place.typeface(), "sheet.typeface"),
                    pointSize == null ? place.pointSize() : pointSize,
                    lineWidthPt == null ? USUAL_LINE_PT : lineWidthPt,
                    Words.constant(PaperStyle.Cells.class, cells, PaperStyle.Cells.AUTO, "sheet.cells"),
                    Boolean.TRUE.equals(outlines),
                    Boolean.TRUE.equals(grey));
            return new Sheet(
                    sharing == Sheet.Bar.SHARED ? SharedScale.over(panels) : panels,
                    columns == null ? Math.min(MOST_COLUMNS, panels.size()) : columns,
                    across,
                    down,
                    Words.constant(Sheet.Extent.class, extent, Sheet.Extent.FIGURE, "sheet.extent"),
                    sharing,
                    style);
        } catch (IllegalArgumentException fault) {
            throw new RecipeException("The recipe's sheet makes no sense: " + fault.getMessage());
        }
    }

    /// With every key but the height, which is as wanted where none is given.
    ///
    /// @param panels how many there are
    SheetRecipe filled(int panels) throws RecipeException {
        Venue place = place();
        Span wanted = Words.constant(Span.class, span, Span.SINGLE, "sheet.span");
        return new SheetRecipe(
                place.name(),
                Words.of(wanted),
                width != null ? width : (wanted == Span.FULL ? place.full() : place.single()).toString(),
                height,
                Objects.requireNonNullElse(extent, Words.of(Sheet.Extent.FIGURE)),
                columns == null ? Integer.valueOf(Math.min(MOST_COLUMNS, panels)) : columns,
                Objects.requireNonNullElse(bar, Words.of(Sheet.Bar.EACH)),
                Objects.requireNonNullElse(typeface, place.typeface().word()),
                Objects.requireNonNullElse(pointSize, place.pointSize()),
                Objects.requireNonNullElse(lineWidthPt, USUAL_LINE_PT),
                Objects.requireNonNullElse(cells, Words.of(PaperStyle.Cells.AUTO)),
                Objects.requireNonNullElse(outlines, false),
                Objects.requireNonNullElse(grey, false),
                Objects.requireNonNullElse(dpi, PaperFormat.PRINT_DPI));
    }

    /// Dots an inch of a PNG.
    double resolution() throws RecipeException {
        double wanted = dpi == null ? PaperFormat.PRINT_DPI : dpi;
        if (!(wanted >= LEAST_DPI && wanted <= MOST_DPI)) {
            throw new RecipeException("The recipe's sheet.dpi is " + wanted + ": give 36 to 2400 dots an inch.");
        }
        return wanted;
    }

    private Venue place() throws RecipeException {
        String name = venue == null ? USUAL_VENUE : venue;
        return Venue.named(name)
                .orElseThrow(() -> new RecipeException("The recipe's sheet.venue \"" + name + "\" is not known; "
                        + Venue.PRESETS.stream().map(Venue::name).collect(Collectors.joining(", "))
                        + " are, or give sheet.width."));
    }
}
