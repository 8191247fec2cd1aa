package org.crosslayer.viz.chart;

import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.scene.AccessibleRole;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.crosslayer.viz.matrix.PaintLayer;
import org.jfree.fx.FXGraphics2D;
import org.jspecify.annotations.Nullable;

/// A chart of several series in a window; drawn once a pulse, and not at all while hidden.
public final class ChartView extends Region {
    private static final int FONT_PX = 12;
    private static final double LEAST_PX = 64;
    /// How near to a point one has to point.
    private static final double REACH_PX = 14;

    private final ObjectProperty<@Nullable ChartData> data = new SimpleObjectProperty<>(this, "data", null);
    private final ObjectProperty<ChartColors> colors = new SimpleObjectProperty<>(this, "colors", ChartColors.LIGHT);
    private final ChartPalette palette = new ChartPalette(this);
    private final DoubleProperty marked = new SimpleDoubleProperty(this, "marked", Double.NaN);
    private final ReadOnlyObjectWrapper<@Nullable ChartChoice> hovered =
            new ReadOnlyObjectWrapper<>(this, "hovered", null);
    private final PaintLayer layer = new PaintLayer(this::paint);
    private ChartPlaces places = ChartPlaces.NONE;
    private Consumer<ChartChoice> onChosen = _ -> {};

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
        marked.addListener((_, _, _) -> layer.repaint());
        setOnMouseMoved(event -> hovered.set(at(event)));
        setOnMouseExited(_ -> hovered.set(null));
        setOnMouseClicked(this::clicked);
    }

    /// What is drawn; null for nothing.
    public ObjectProperty<@Nullable ChartData> dataProperty() {
        return data;
    }

    /// In which colours; light at first, or as a stylesheet says.
    public ObjectProperty<ChartColors> colorsProperty() {
        return colors;
    }

    /// A place along that has a band behind it, such as the layer that all panes look at; NaN for none.
    public DoubleProperty markedProperty() {
        return marked;
    }

    /// The point under the mouse; null for none.
    public ReadOnlyObjectProperty<@Nullable ChartChoice> hoveredProperty() {
        return hovered.getReadOnlyProperty();
    }

    /// Who hears of clicks on points.
    public void setOnChosen(Consumer<ChartChoice> listener) {
        onChosen = listener;
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return ChartPalette.metaData();
    }

    /// What a stylesheet sets.
    ChartPalette palette() {
        return palette;
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

    private @Nullable ChartChoice at(MouseEvent event) {
        return places.nearest(event.getX(), event.getY(), REACH_PX);
    }

    private void clicked(MouseEvent event) {
        ChartChoice choice = at(event);
        if (choice != null && event.getButton() == MouseButton.PRIMARY) {
            onChosen.accept(choice);
        }
    }

    private void paint() {
        ChartData now = data.get();
        places = ChartPlaces.NONE;
        if (now != null && now.points().findAny().isPresent()) {
            FXGraphics2D graphics = new FXGraphics2D(layer.canvas().getGraphicsContext2D());
            places = ChartDrawing.onScreen(colors.get(), FONT_PX)
                    .drawMarked(now, marked.get(), graphics, new Rectangle2D.Double(0, 0, getWidth(), getHeight()));
        }
    }
}
