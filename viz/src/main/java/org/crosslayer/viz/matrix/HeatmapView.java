package org.crosslayer.viz.matrix;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ChangeListener;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.jspecify.annotations.Nullable;

/// A labelled matrix as a heatmap with colour bar, readable by mouse, by keyboard and by ear.
///
/// Hovering or the arrow keys move the crosshair and only show a value; a click or Enter chooses a cell, a click on a
/// label its row or column. The wheel zooms about the pointer, dragging pans, a double click shows everything again,
/// or opens the cell for whoever wants to hear of it; then Ctrl+Enter does the same and Escape shows everything.
/// Linked views share a [ViewportModel] and bind their crosshairs. Colours come from the stylesheet: see
/// [HeatmapPalette] for the names; style class `cl-heatmap`. For matrices above about a million cells call
/// [MatrixSource#pyramid] and set a scale on another thread's time first.
public final class HeatmapView extends Region {
    private static final double PREFERRED_PX = 420;
    private static final double LEAST_PX = 96;

    private final ObjectProperty<@Nullable MatrixSource> matrix = new SimpleObjectProperty<>(this, "matrix");
    private final ObjectProperty<@Nullable ColorScale> scale = new SimpleObjectProperty<>(this, "scale");
    private final ObjectProperty<List<Cell>> marks = new SimpleObjectProperty<>(this, "marks", List.of());
    private final IntegerProperty block = new SimpleIntegerProperty(this, "block");
    private final BooleanProperty square = new SimpleBooleanProperty(this, "square", true);
    private final BooleanProperty titled = new SimpleBooleanProperty(this, "titled", true);
    private final ObjectProperty<@Nullable Cell> selected = new SimpleObjectProperty<>(this, "selected");
    private final ObjectProperty<@Nullable Cell> crosshair = new SimpleObjectProperty<>(this, "crosshair");
    private final ReadOnlyObjectWrapper<@Nullable CellReading> reading = new ReadOnlyObjectWrapper<>(this, "reading");
    private final HeatmapPalette palette = new HeatmapPalette(this);
    private final PaintLayer cells = new PaintLayer(this::paintFigure);
    private final PaintLayer overlay = new PaintLayer(this::paintOverlay);
    private final ChangeListener<GridWindow> windowListener = (_, _, _) -> repaintAll();
    private ViewportModel viewport = new ViewportModel();
    private Consumer<CellChoice> onCellChosen = _ -> {};
    private @Nullable Consumer<Cell> onCellOpened;
    private IntConsumer onLabelChosen = _ -> {};
    private boolean hearsOfLabels;
    private @Nullable FigureLayout layout;
    private double lineHeight;
    private TextRuler ruler = new TextRuler(Font.getDefault());
    private @Nullable FigureLabels labels;

    /// An empty view; set a matrix to fill it.
    public HeatmapView() {
        getStyleClass().add("cl-heatmap");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleRoleDescription("heatmap");
        setMinSize(LEAST_PX, LEAST_PX);
        setPrefSize(PREFERRED_PX, PREFERRED_PX);
        getChildren().addAll(cells, overlay);
        viewport.windowProperty().addListener(windowListener);
        matrix.addListener((_, _, _) -> showMatrix());
        scale.addListener((_, _, _) -> repaintAll());
        marks.addListener((_, _, _) -> repaintAll());
        square.addListener((_, _, _) -> repaintAll());
        titled.addListener((_, _, _) -> repaintAll());
        block.addListener((_, _, _) -> overlay.repaint());
        selected.addListener((_, _, _) -> overlay.repaint());
        crosshair.addListener((_, _, _) -> showReading());
        focusVisibleProperty().addListener((_, _, _) -> overlay.repaint());
        new HeatmapGestures(this).install();
        showReading();
    }

    /// What is drawn; null for nothing.
    public ObjectProperty<@Nullable MatrixSource> matrixProperty() {
        return matrix;
    }

    /// Draws another matrix; zoom, crosshair and selection stay where the size is the same.
    public void setMatrix(@Nullable MatrixSource source) {
        matrix.set(source);
    }

    /// How values become colours; null for viridis over the range of the matrix.
    public ObjectProperty<@Nullable ColorScale> scaleProperty() {
        return scale;
    }

    /// Sets the scale; linked views get the same one, so that equal colours mean equal values.
    public void setScale(@Nullable ColorScale value) {
        scale.set(value);
    }

    /// Cells with a small square over them, such as shared layers on the diagonal.
    public ObjectProperty<List<Cell>> marksProperty() {
        return marks;
    }

    /// Puts small squares over these cells and no others.
    public void setMarks(List<Cell> cellsToMark) {
        marks.set(List.copyOf(cellsToMark));
    }

    /// Cells of a block, such as the heads of a layer: a line is drawn between blocks; 0 for none.
    public IntegerProperty blockProperty() {
        return block;
    }

    /// Whether cells are square where the sides of the matrix are of like length; else they fill the view. On at first.
    public BooleanProperty squareProperty() {
        return square;
    }

    /// Whether a small view spends a line on naming its axes; off where that is said beside it. On at first.
    public BooleanProperty titledProperty() {
        return titled;
    }

    /// The cell chosen last without Alt, or set from outside; outlined.
    public ObjectProperty<@Nullable Cell> selectedProperty() {
        return selected;
    }

    /// The cell under the pointer or reached by arrow keys; bind two views' in both directions to link them.
    public ObjectProperty<@Nullable Cell> crosshairProperty() {
        return crosshair;
    }

    /// The crosshair's cell with its value and both in words; null without a crosshair.
    public ReadOnlyObjectProperty<@Nullable CellReading> readingProperty() {
        return reading.getReadOnlyProperty();
    }

    /// Called with every cell chosen by click or Enter, also when it was selected before.
    public void setOnCellChosen(Consumer<CellChoice> action) {
        onCellChosen = action;
    }

    /// Called with a cell that is opened by a double click or Ctrl+Enter, after it was chosen.
    public void setOnCellOpened(Consumer<Cell> action) {
        onCellOpened = action;
    }

    /// Called with the index of a row or column whose label is clicked, for matrices whose rows and columns are the
    /// same things, such as the tokens of a passage.
    public void setOnLabelChosen(IntConsumer action) {
        onLabelChosen = action;
        hearsOfLabels = true;
    }

    /// Zoom and pan.
    public ViewportModel viewport() {
        return viewport;
    }

    /// Shares zoom and pan with another view over a matrix of the same size.
    public void setViewport(ViewportModel shared) {
        viewport.windowProperty().removeListener(windowListener);
        viewport = shared;
        MatrixSource source = matrix.get();
        if (source != null) {
            viewport.resize(source.rows(), source.columns());
        }
        viewport.windowProperty().addListener(windowListener);
        repaintAll();
    }

    /// Where the cells were drawn last, in this view's coordinates; null before the first drawing.
    public @Nullable Box plot() {
        return layout == null ? null : layout.plot();
    }

    /// The middle of a cell in this view's coordinates, as drawn last; null before the first drawing.
    public @Nullable Box boxOf(Cell cell) {
        return layout == null ? null : layout.boxOf(viewport.window(), cell);
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return HeatmapPalette.metaData();
    }

    @Override
    protected void layoutChildren() {
        cells.resizeRelocate(0, 0, getWidth(), getHeight());
        overlay.resizeRelocate(0, 0, getWidth(), getHeight());
        repaintAll();
    }

    /// Draws again with the colours and the label size that a stylesheet has just set.
    void restyle() {
        labels = null;
        repaintAll();
    }

    HeatmapPalette palette() {
        return palette;
    }

    @Nullable
    FigureLayout figureLayout() {
        return layout;
    }

    @Nullable
    Consumer<Cell> onCellOpened() {
        return onCellOpened;
    }

    /// The row or column whose label is at a point; null where there is none, or nobody wants to hear of it.
    @Nullable
    Integer labelAt(double x, double y) {
        if (layout == null || !hearsOfLabels) {
            return null;
        }
        LabelHits hits = new LabelHits(layout, viewport.window(), lineHeight);
        @Nullable Integer row = hits.row(x, y);
        return row != null ? row : hits.column(x, y);
    }

    void chooseLabel(int index) {
        onLabelChosen.accept(index);
    }

    void choose(CellChoice choice) {
        if (!choice.alt()) {
            selected.set(choice.cell());
        }
        onCellChosen.accept(choice);
    }

    private void showMatrix() {
        MatrixSource source = matrix.get();
        labels = null;
        if (source != null) {
            viewport.resize(source.rows(), source.columns());
            crosshair.set(inside(source, crosshair.get()));
            selected.set(inside(source, selected.get()));
        }
        showReading();
        repaintAll();
    }

    private static @Nullable Cell inside(MatrixSource source, @Nullable Cell cell) {
        return cell != null && cell.isWithin(source.rows(), source.columns()) ? cell : null;
    }

    private void showReading() {
        MatrixSource source = matrix.get();
        Cell cell = source == null ? null : inside(source, crosshair.get());
        reading.set(source == null || cell == null ? null : CellReading.of(source, cell));
        CellReading now = reading.get();
        setAccessibleText(now != null ? now.text() : summary(source));
        overlay.repaint();
    }

    private static String summary(@Nullable MatrixSource source) {
        if (source == null) {
            return "Empty heatmap";
        }
        Caption caption = source.caption();
        String what = caption.title().isEmpty() ? caption.valueName() : caption.title();
        return what + ", " + source.rows() + " × " + source.columns() + " cells; arrow keys read them, Enter chooses";
    }

    private void repaintAll() {
        cells.repaint();
        overlay.repaint();
    }

    private ColorScale effectiveScale(MatrixSource source) {
        ColorScale given = scale.get();
        return given == null ? ColorScale.of(ColorMap.VIRIDIS, source.range()) : given;
    }

    private FxSurface surface(PaintLayer layer) {
        double ratio = getScene() == null || getScene().getWindow() == null
                ? 1
                : getScene().getWindow().getRenderScaleX();
        double size = palette.labelSize.getValue().doubleValue();
        if (ruler.font().getSize() != size) {
            ruler = new TextRuler(Font.font(size));
        }
        return new FxSurface(layer.canvas(), ruler, ratio);
    }

    private void paintFigure() {
        MatrixSource source = matrix.get();
        if (source == null) {
            layout = null;
            return;
        }
        FxSurface surface = surface(cells);
        ColorScale colors = effectiveScale(source);
        FigureLayout fresh = FigureLayout.of(
                surface,
                source,
                measured(source, surface),
                colors,
                viewport.window(),
                getWidth(),
                getHeight(),
                new FigureLayout.Shape(square.get(), titled.get()));
        layout = fresh;
        lineHeight = surface.lineHeight();
        new Figure(surface, source, colors, viewport.window(), palette.figureColors(), fresh).paint(marks.get());
    }

    private FigureLabels measured(MatrixSource source, Surface surface) {
        FigureLabels known = labels;
        if (known == null) {
            known = FigureLabels.of(source, surface);
            labels = known;
        }
        return known;
    }

    private void paintOverlay() {
        HeatmapOverlay painter = new HeatmapOverlay(surface(overlay));
        MatrixSource source = matrix.get();
        if (layout != null && source != null && block.get() > 0) {
            painter.paintBlocks(layout, viewport.window(), source, block.get());
        }
        if (layout != null) {
            painter.paintCells(layout, viewport.window(), selected.get(), crosshair.get());
        }
        if (isFocusVisible()) {
            painter.paintFocus(getWidth(), getHeight(), palette.focusArgb());
        }
    }
}
