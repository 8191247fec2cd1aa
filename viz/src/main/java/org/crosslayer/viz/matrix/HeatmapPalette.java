package org.crosslayer.viz.matrix;

import java.util.List;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/// The colours of a [HeatmapView] that a stylesheet sets; the defaults suit a light theme.
///
/// `-cl-heatmap-text`, `-cl-heatmap-line` (frames, ticks), `-cl-heatmap-empty` (cells that do not exist),
/// `-cl-heatmap-focus` (ring), `-cl-heatmap-label-size` (pixels). Looked-up colours may be used as values.
final class HeatmapPalette {
    private static final double LABEL_SIZE_PX = 12;
    private static final StyleablePropertyFactory<HeatmapView> FACTORY =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());

    final StyleableProperty<Color> text;
    final StyleableProperty<Color> line;
    final StyleableProperty<Color> empty;
    final StyleableProperty<Color> focus;
    final StyleableProperty<Number> labelSize;

    HeatmapPalette(HeatmapView view) {
        text = color(view, "text", palette -> palette.text, FigureColors.LIGHT.text());
        line = color(view, "line", palette -> palette.line, FigureColors.LIGHT.line());
        empty = color(view, "empty", palette -> palette.empty, FigureColors.LIGHT.empty());
        focus = color(view, "focus", palette -> palette.focus, 0xFF0969DA);
        labelSize = FACTORY.createStyleableNumberProperty(
                view, "labelSize", "-cl-heatmap-label-size", v -> v.palette().labelSize, LABEL_SIZE_PX);
        for (StyleableProperty<?> property : List.of(text, line, empty, focus, labelSize)) {
            if (property instanceof ObservableValue<?> value) {
                value.addListener((_, _, _) -> view.restyle());
            }
        }
    }

    static List<CssMetaData<? extends Styleable, ?>> metaData() {
        return FACTORY.getCssMetaData();
    }

    FigureColors figureColors() {
        return new FigureColors(argb(text), argb(line), 0, argb(empty));
    }

    int focusArgb() {
        return argb(focus);
    }

    private static int argb(StyleableProperty<Color> property) {
        return FxSurface.argb(property.getValue());
    }

    private static StyleableProperty<Color> color(
            HeatmapView view, String name, Function<HeatmapPalette, StyleableProperty<Color>> field, int argb) {
        return FACTORY.createStyleableColorProperty(
                view, name + "Color", "-cl-heatmap-" + name, v -> field.apply(v.palette()), FxSurface.color(argb));
    }
}
