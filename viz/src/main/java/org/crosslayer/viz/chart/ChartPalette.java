package org.crosslayer.viz.chart;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/// The colours of a [ChartView] that a stylesheet sets: `-cl-chart-text` and `-cl-chart-line`. The colours of the
/// series follow: those for a dark background where the text is light.
final class ChartPalette {
    private static final StyleablePropertyFactory<ChartView> FACTORY =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());
    /// Text that is brighter stands on something dark.
    private static final double LIGHT_TEXT = 0.5;

    private static final int OPAQUE = 0xFF;

    private final ChartView view;
    private final StyleableProperty<Color> text;
    private final StyleableProperty<Color> line;

    ChartPalette(ChartView view) {
        this.view = view;
        text = FACTORY.createStyleableColorProperty(
                view, "textColor", "-cl-chart-text", chart -> chart.palette().text, color(ChartColors.LIGHT.text()));
        line = FACTORY.createStyleableColorProperty(
                view, "lineColor", "-cl-chart-line", chart -> chart.palette().line, color(ChartColors.LIGHT.line()));
        for (StyleableProperty<?> property : List.of(text, line)) {
            if (property instanceof ObservableValue<?> value) {
                value.addListener((_, _, _) -> restyle());
            }
        }
    }

    static List<CssMetaData<? extends Styleable, ?>> metaData() {
        return FACTORY.getCssMetaData();
    }

    /// The colour of text, for what is drawn over the chart.
    Color textPaint() {
        return text.getValue();
    }

    private void restyle() {
        ChartColors usual = text.getValue().getBrightness() > LIGHT_TEXT ? ChartColors.DARK : ChartColors.LIGHT;
        view.colorsProperty()
                .set(new ChartColors(
                        argb(text.getValue()),
                        argb(line.getValue()),
                        usual.series(),
                        usual.highlight(),
                        usual.palette()));
    }

    private static int argb(Color color) {
        return channel(color.getOpacity()) << 24
                | channel(color.getRed()) << 16
                | channel(color.getGreen()) << 8
                | channel(color.getBlue());
    }

    private static int channel(double value) {
        return (int) Math.round(value * OPAQUE);
    }

    private static Color color(int argb) {
        return Color.rgb(argb >> 16 & OPAQUE, argb >> 8 & OPAQUE, argb & OPAQUE, (argb >>> 24) / (double) OPAQUE);
    }
}
