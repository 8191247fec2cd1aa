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
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.crosslayer.viz.color.Ticks;
import org.crosslayer.viz.matrix.PaintLayer;
import org.jfree.fx.FXGraphics2D;
import org.jspecify.annotations.Nullable;

/// A chart of several series in a window; drawn once a pulse, and not at all while hidden. Points are read and chosen
/// by mouse or by keyboard: Left and Right walk, Home and End go to either side, Enter chooses; with Alt a point is
/// pinned.
public final class ChartView extends Region {
    private static final int FONT_PX = 12;
    private static final double LEAST_PX = 64;
    /// How near to a point one has to point.
    private static final double REACH_PX = 14;
    private static final double RING_PX = 6.5;
    /// Strokes and gaps of the ring around the pinned point.
    private static final double[] DASHES_PX = {3, 3};

    private final ObjectProperty<@Nullable ChartData> data = new SimpleObjectProperty<>(this, "data", null);
    private final ObjectProperty<ChartColors> colors = new SimpleObjectProperty<>(this, "colors", ChartColors.LIGHT);
    private final ChartPalette palette = new ChartPalette(this);
    private final DoubleProperty marked = new SimpleDoubleProperty(this, "marked", Double.NaN);
    private final ReadOnlyObjectWrapper<@Nullable ChartChoice> hovered =
            new ReadOnlyObjectWrapper<>(this, "hovered", null);
    private final ObjectProperty<@Nullable ChartChoice> chosen = new SimpleObjectProperty<>(this, "chosen", null);
    private final ObjectProperty<@Nullable ChartChoice> pinned = new SimpleObjectProperty<>(this, "pinned", null);
    private final PaintLayer layer = new PaintLayer(this::paint);
    private final PaintLayer rings = new PaintLayer(this::paintRings);
    private ChartPlaces places = ChartPlaces.NONE;
    private Consumer<ChartChoice> onChosen = _ -> {};
    private Consumer<ChartChoice> onPinned = choice -> onChosen.accept(choice);

    /// An empty chart.
    public ChartView() {
        getStyleClass().add("cl-chart");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleRoleDescription("chart");
        setAccessibleText("Empty chart");
        setMinSize(LEAST_PX, LEAST_PX);
        setPrefSize(480, 280);
        setFocusTraversable(true);
        getChildren().addAll(layer, rings);
        data.addListener((_, _, now) -> show(now));
        colors.addListener((_, _, _) -> layer.repaint());
        marked.addListener((_, _, _) -> layer.repaint());
        chosen.addListener((_, _, _) -> rings.repaint());
        pinned.addListener((_, _, _) -> rings.repaint());
        hovered.addListener((_, _, now) -> read(now));
        focusVisibleProperty().addListener((_, _, _) -> rings.repaint());
        setOnMouseMoved(event -> hovered.set(at(event)));
        setOnMouseExited(_ -> hovered.set(null));
        setOnMouseClicked(this::clicked);
        setOnKeyPressed(this::pressed);
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

    /// A point with a ring around it, such as the head that all panes look at; null for none.
    public ObjectProperty<@Nullable ChartChoice> chosenProperty() {
        return chosen;
    }

    /// A point with a dashed ring around it, such as the head that the chosen one is compared with; null for none.
    public ObjectProperty<@Nullable ChartChoice> pinnedProperty() {
        return pinned;
    }

    /// The point under the mouse or reached by the keyboard; null for none.
    public ReadOnlyObjectProperty<@Nullable ChartChoice> hoveredProperty() {
        return hovered.getReadOnlyProperty();
    }

    /// Who hears of clicks on points.
    public void setOnChosen(Consumer<ChartChoice> listener) {
        onChosen = listener;
    }

    /// Who hears of clicks with Alt; as long as nobody does, they choose.
    public void setOnPinned(Consumer<ChartChoice> listener) {
        onPinned = listener;
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
        rings.resizeRelocate(0, 0, getWidth(), getHeight());
    }

    private void show(@Nullable ChartData now) {
        hovered.set(null);
        setAccessibleText(now == null ? "Empty chart" : summary(now));
        layer.repaint();
    }

    private void read(@Nullable ChartChoice now) {
        ChartData shown = data.get();
        setAccessibleText(
                shown == null
                        ? "Empty chart"
                        : now == null
                                ? summary(shown)
                                : shown.x().title() + " "
                                        + Ticks.local(Ticks.text(now.point().x(), 4)) + ", "
                                        + shown.y().title() + " "
                                        + Ticks.local(Ticks.text(now.point().y(), 4)));
        rings.repaint();
    }

    private static String summary(ChartData data) {
        String names =
                String.join(", ", data.series().stream().map(ChartSeries::name).toList());
        return data.y().title() + " over " + data.x().title() + "; series: " + names;
    }

    private @Nullable ChartChoice at(MouseEvent event) {
        return places.nearest(event.getX(), event.getY(), REACH_PX);
    }

    private void pressed(KeyEvent event) {
        ChartChoice from = hovered.get() == null ? start() : hovered.get();
        ChartChoice to =
                switch (event.getCode()) {
                    case LEFT -> places.next(from, -1);
                    case RIGHT -> places.next(from, 1);
                    case HOME -> places.next(null, 0);
                    case END -> places.last();
                    default -> null;
                };
        if (to != null) {
            hovered.set(to);
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER && hovered.get() != null) {
            (event.isAltDown() ? onPinned : onChosen).accept(hovered.get());
            event.consume();
        }
    }

    /// Where the keyboard begins: the chosen point, else the first at the marked place.
    private @Nullable ChartChoice start() {
        ChartChoice ringed = chosen.get();
        return ringed == null ? places.at(marked.get()) : ringed;
    }

    private void clicked(MouseEvent event) {
        requestFocus();
        ChartChoice choice = at(event);
        if (choice != null && event.getButton() == MouseButton.PRIMARY) {
            (event.isAltDown() ? onPinned : onChosen).accept(choice);
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
        rings.repaint();
    }

    private void paintRings() {
        GraphicsContext graphics = rings.canvas().getGraphicsContext2D();
        graphics.setStroke(palette.textPaint());
        ring(graphics, chosen.get(), 2);
        graphics.setLineDashes(DASHES_PX);
        ring(graphics, pinned.get(), 2);
        graphics.setLineDashes((double[]) null);
        ring(graphics, hovered.get(), 1);
        if (isFocusVisible()) {
            graphics.setLineWidth(1);
            graphics.strokeRect(0.5, 0.5, getWidth() - 1, getHeight() - 1);
        }
    }

    private void ring(GraphicsContext graphics, @Nullable ChartChoice choice, double width) {
        ChartPlaces.Place place = choice == null ? null : places.of(choice);
        if (place != null) {
            graphics.setLineWidth(width);
            graphics.strokeOval(place.x() - RING_PX, place.y() - RING_PX, 2 * RING_PX, 2 * RING_PX);
        }
    }
}
