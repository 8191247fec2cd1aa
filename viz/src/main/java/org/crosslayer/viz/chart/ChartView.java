package org.crosslayer.viz.chart;

import java.awt.geom.Rectangle2D;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import org.crosslayer.viz.matrix.PaintLayer;
import org.jfree.fx.FXGraphics2D;
import org.jspecify.annotations.Nullable;

/// A chart of several series in a window; drawn once a pulse, and not at all while hidden.
public final class ChartView extends Region {
    private static final int FONT_PX = 12;
    private static final double LEAST_PX = 64;

    private final ObjectProperty<@Nullable ChartData> data = new SimpleObjectProperty<>(this, "data", null);
    private final ObjectProperty<ChartColors> colors = new SimpleObjectProperty<>(this, "colors", ChartColors.LIGHT);
    private final PaintLayer layer = new PaintLayer(this::paint);

    /// An empty chart.
    public ChartView() {
        getStyleClass().add("cl-chart");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleRoleDescription("chart");
        setAccessibleText("Empty chart");
        setMinSize(LEAST_PX, LEAST_PX);
        setPrefSize(480, 280);
        getChildren().add(layer);
        data.addListener((_, _, now) -> show(now));
        colors.addListener((_, _, _) -> layer.repaint());
    }

    /// What is drawn; null for nothing.
    public ObjectProperty<@Nullable ChartData> dataProperty() {
        return data;
    }

    /// In which colours; light at first.
    public ObjectProperty<ChartColors> colorsProperty() {
        return colors;
    }

    @Override
    protected void layoutChildren() {
        layer.resizeRelocate(0, 0, getWidth(), getHeight());
    }

    private void show(@Nullable ChartData now) {
        setAccessibleText(now == null ? "Empty chart" : summary(now));
        layer.repaint();
    }

    private static String summary(ChartData data) {
        String names =
                String.join(", ", data.series().stream().map(ChartSeries::name).toList());
        return data.y().title() + " over " + data.x().title() + "; series: " + names;
    }

    private void paint() {
        ChartData now = data.get();
        if (now != null && now.points().findAny().isPresent()) {
            FXGraphics2D graphics = new FXGraphics2D(layer.canvas().getGraphicsContext2D());
            ChartDrawing.onScreen(colors.get(), FONT_PX)
                    .draw(now, graphics, new Rectangle2D.Double(0, 0, getWidth(), getHeight()));
        }
    }
}
