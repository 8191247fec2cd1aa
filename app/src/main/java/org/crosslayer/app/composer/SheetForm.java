package org.crosslayer.app.composer;

import java.util.List;
import java.util.Locale;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.Property;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.crosslayer.app.figure.RecipeException;
import org.crosslayer.app.figure.SheetRecipe;
import org.jspecify.annotations.Nullable;

/// Size and style as fields that somebody fills in. An empty field leaves it to the venue, or to what is usual.
public final class SheetForm {
    private static final double INCH_MM = 25.4;
    private static final String MM = "mm";
    private static final String IN = "in";

    private final StringProperty venue = field("venue");
    private final StringProperty span = field("span");
    private final StringProperty width = field("width");
    private final StringProperty height = field("height");
    private final StringProperty unit = new SimpleStringProperty(this, "unit", MM);
    private final StringProperty extent = field("extent");
    private final StringProperty columns = field("columns");
    private final StringProperty bar = field("bar");
    private final StringProperty typeface = field("typeface");
    private final StringProperty pointSize = field("point size");
    private final StringProperty lineWidth = field("line width");
    private final StringProperty cells = field("cells");
    private final BooleanProperty outlines = new SimpleBooleanProperty(this, "outlines");
    private final BooleanProperty grey = new SimpleBooleanProperty(this, "grey");
    private final StringProperty dpi = field("dots an inch");
    private final List<Property<?>> all = List.of(
            venue, span, width, height, extent, columns, bar, typeface, pointSize, lineWidth, cells, outlines, grey,
            dpi);
    private Runnable onChange = () -> {};
    private boolean loading;

    SheetForm() {
        all.forEach(property -> property.addListener((_, _, _) -> changed()));
        unit.addListener((_, before, after) -> convert(before, after));
    }

    public StringProperty venue() {
        return venue;
    }

    /// `single` or `full`.
    public StringProperty span() {
        return span;
    }

    /// A number of units, or a length with its own, such as `3.25 in`.
    public StringProperty width() {
        return width;
    }

    /// The same; empty for as high as the panels want.
    public StringProperty height() {
        return height;
    }

    /// `mm` or `in`: what a bare number means. Another one converts the numbers that are there.
    public StringProperty unit() {
        return unit;
    }

    /// `figure` or `plot`.
    public StringProperty extent() {
        return extent;
    }

    public StringProperty columns() {
        return columns;
    }

    /// `each` or `shared`.
    public StringProperty bar() {
        return bar;
    }

    /// `serif`, `sans` or `mono`.
    public StringProperty typeface() {
        return typeface;
    }

    public StringProperty pointSize() {
        return pointSize;
    }

    /// Points.
    public StringProperty lineWidth() {
        return lineWidth;
    }

    /// `auto`, `shapes` or `image`.
    public StringProperty cells() {
        return cells;
    }

    /// Letters of an SVG as shapes.
    public BooleanProperty outlines() {
        return outlines;
    }

    /// Printed without colour.
    public BooleanProperty grey() {
        return grey;
    }

    public StringProperty dpi() {
        return dpi;
    }

    void whenChanged(Runnable action) {
        onChange = action;
    }

    /// Shows a sheet.
    void load(SheetRecipe sheet) {
        loading = true;
        venue.set(text(sheet.venue()));
        span.set(text(sheet.span()));
        width.set(length(sheet.width()));
        height.set(length(sheet.height()));
        extent.set(text(sheet.extent()));
        columns.set(text(sheet.columns()));
        bar.set(text(sheet.bar()));
        typeface.set(text(sheet.typeface()));
        pointSize.set(text(sheet.pointSize()));
        lineWidth.set(text(sheet.lineWidthPt()));
        cells.set(text(sheet.cells()));
        outlines.set(Boolean.TRUE.equals(sheet.outlines()));
        grey.set(Boolean.TRUE.equals(sheet.grey()));
        dpi.set(text(sheet.dpi()));
        loading = false;
    }

    /// The sheet that the fields say.
    ///
    /// @throws RecipeException if a field for a number holds none
    SheetRecipe sheet() throws RecipeException {
        @Nullable Double count = number(columns);
        if (count != null && count != Math.rint(count)) {
            throw new RecipeException("Columns must be a whole number, not " + columns.get() + ".");
        }
        return new SheetRecipe(
                word(venue),
                word(span),
                withUnit(width),
                withUnit(height),
                word(extent),
                count == null ? null : Integer.valueOf(count.intValue()),
                word(bar),
                word(typeface),
                number(pointSize),
                number(lineWidth),
                word(cells),
                outlines.get() ? Boolean.TRUE : null,
                grey.get() ? Boolean.TRUE : null,
                number(dpi));
    }

    private void changed() {
        if (!loading) {
            onChange.run();
        }
    }

    private void convert(String before, String after) {
        if (!loading && !before.equals(after)) {
            loading = true;
            double factor = after.equals(MM) ? INCH_MM : 1 / INCH_MM;
            for (StringProperty length : List.of(width, height)) {
                if (isNumber(length.get())) {
                    length.set(shortest(Double.parseDouble(length.get().strip()) * factor));
                }
            }
            loading = false;
            onChange.run();
        }
    }

    private StringProperty field(String name) {
        return new SimpleStringProperty(this, name, "");
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Double number -> shortest(number);
            default -> value.toString();
        };
    }

    /// A length in the unit shown loses its unit, any other keeps it.
    private String length(@Nullable String written) {
        String length = text(written).strip();
        return length.endsWith(unit.get())
                ? length.substring(0, length.length() - unit.get().length()).strip()
                : length;
    }

    private @Nullable String withUnit(StringProperty length) {
        String written = length.get().strip();
        return written.isEmpty() ? null : isNumber(written) ? written + " " + unit.get() : written;
    }

    private static @Nullable String word(StringProperty field) {
        return field.get().isBlank() ? null : field.get().strip();
    }

    private static @Nullable Double number(StringProperty field) throws RecipeException {
        if (field.get().isBlank()) {
            return null;
        }
        if (!isNumber(field.get())) {
            throw new RecipeException("The " + field.getName() + " is \"" + field.get() + "\": give a number such as 8"
                    + " or 0.5, or nothing for what is usual.");
        }
        return Double.valueOf(field.get().strip());
    }

    private static boolean isNumber(String text) {
        return text.strip().matches("[0-9]{1,6}(\\.[0-9]{1,6})?");
    }

    private static String shortest(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceAll("\\.?0+$", "");
    }

    /// The units to choose from.
    static List<String> units() {
        return List.of(MM, IN);
    }
}
