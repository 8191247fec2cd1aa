package org.crosslayer.viz.matrix;

import java.util.function.Consumer;
import javafx.scene.Cursor;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import org.jspecify.annotations.Nullable;

/// What mouse and keyboard do to a [HeatmapView].
final class HeatmapGestures {
    /// One notch of a usual wheel (40 pixels) magnifies by a quarter: `exp(40 × 0.0056) ≈ 1.25`.
    private static final double ZOOM_PER_PIXEL = 0.0056;

    private static final double ZOOM_PER_KEY = 1.25;

    /// Cells that an arrow key moves with Shift or Ctrl held.
    private static final int LONG_STEP = 10;

    private final HeatmapView view;
    private double dragX;
    private double dragY;

    HeatmapGestures(HeatmapView view) {
        this.view = view;
    }

    void install() {
        view.setOnMouseMoved(event -> {
            view.crosshairProperty().set(cellAt(event.getX(), event.getY()));
            view.setCursor(view.labelAt(event.getX(), event.getY()) == null ? Cursor.DEFAULT : Cursor.HAND);
        });
        view.setOnMouseExited(_ -> view.crosshairProperty().set(null));
        view.setOnMousePressed(this::press);
        view.setOnMouseDragged(this::drag);
        view.setOnMouseClicked(this::click);
        view.setOnScroll(this::scroll);
        view.setOnKeyPressed(this::key);
        view.focusedProperty().addListener((_, _, isFocused) -> {
            if (!isFocused) {
                view.crosshairProperty().set(null);
            }
        });
        view.focusVisibleProperty().addListener((_, _, isVisible) -> {
            if (isVisible && view.crosshairProperty().get() == null) {
                moveTo(start());
            }
        });
    }

    private void press(MouseEvent event) {
        view.requestFocus();
        dragX = event.getX();
        dragY = event.getY();
    }

    private void drag(MouseEvent event) {
        FigureLayout layout = view.figureLayout();
        if (layout == null || event.isStillSincePress() || !view.viewport().isZoomed()) {
            return;
        }
        GridWindow window = view.viewport().window();
        view.viewport()
                .pan(
                        (dragY - event.getY()) / layout.plot().height() * window.rows(),
                        (dragX - event.getX()) / layout.plot().width() * window.columns());
        dragX = event.getX();
        dragY = event.getY();
        event.consume();
    }

    private void click(MouseEvent event) {
        if (event.getButton() != MouseButton.PRIMARY || !event.isStillSincePress()) {
            return;
        }
        Integer label = view.labelAt(event.getX(), event.getY());
        if (label != null) {
            view.chooseLabel(label);
            event.consume();
            return;
        }
        Cell cell = cellAt(event.getX(), event.getY());
        if (event.getClickCount() == 2 && (cell == null || !open(cell))) {
            view.viewport().reset();
        } else if (cell != null && event.getClickCount() != 2) {
            view.crosshairProperty().set(cell);
            view.choose(new CellChoice(cell, event.isAltDown(), event.isShiftDown(), event.isShortcutDown()));
        }
        event.consume();
    }

    private void scroll(ScrollEvent event) {
        FigureLayout layout = view.figureLayout();
        if (layout == null || event.getDeltaY() == 0 || !layout.plot().contains(event.getX(), event.getY())) {
            return;
        }
        GridWindow window = view.viewport().window();
        view.viewport()
                .zoom(
                        Math.exp(event.getDeltaY() * ZOOM_PER_PIXEL),
                        layout.rowAt(window, event.getY()),
                        layout.columnAt(window, event.getX()));
        view.crosshairProperty().set(null);
        event.consume();
    }

    private void key(KeyEvent event) {
        if (view.matrixProperty().get() == null || (event.isAltDown() && event.getCode() != KeyCode.ENTER)) {
            return;
        }
        int step = event.isShiftDown() || event.isShortcutDown() ? LONG_STEP : 1;
        switch (event.getCode()) {
            case UP -> move(-step, 0);
            case DOWN -> move(step, 0);
            case LEFT -> move(0, -step);
            case RIGHT -> move(0, step);
            case HOME -> move(0, -Integer.MAX_VALUE / 2);
            case END -> move(0, Integer.MAX_VALUE / 2);
            case PAGE_UP -> move(-Integer.MAX_VALUE / 2, 0);
            case PAGE_DOWN -> move(Integer.MAX_VALUE / 2, 0);
            case ENTER, SPACE -> enter(event);
            case PLUS, EQUALS, ADD -> zoomAboutCrosshair(ZOOM_PER_KEY);
            case MINUS, SUBTRACT -> zoomAboutCrosshair(1 / ZOOM_PER_KEY);
            case DIGIT0, NUMPAD0 -> view.viewport().reset();
            case ESCAPE -> {
                if (view.onCellOpened() == null || !view.viewport().isZoomed()) {
                    return;
                }
                view.viewport().reset();
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void enter(KeyEvent event) {
        Cell cell = view.crosshairProperty().get();
        if (cell != null) {
            view.choose(new CellChoice(cell, event.isAltDown(), event.isShiftDown(), event.isShortcutDown()));
            if (event.isShortcutDown()) {
                open(cell);
            }
        }
    }

    private boolean open(Cell cell) {
        Consumer<Cell> opened = view.onCellOpened();
        if (opened != null) {
            opened.accept(cell);
        }
        return opened != null;
    }

    private void zoomAboutCrosshair(double factor) {
        Cell cell = current();
        view.viewport().zoom(factor, cell.row() + 0.5, cell.column() + 0.5);
    }

    private void move(int down, int right) {
        if (view.crosshairProperty().get() == null) {
            moveTo(start());
            return;
        }
        Cell from = current();
        moveTo(new Cell(from.row() + down, from.column() + right));
    }

    private void moveTo(Cell wanted) {
        MatrixSource matrix = view.matrixProperty().get();
        if (matrix == null) {
            return;
        }
        Cell cell = new Cell(
                Math.clamp(wanted.row(), 0, matrix.rows() - 1), Math.clamp(wanted.column(), 0, matrix.columns() - 1));
        view.crosshairProperty().set(cell);
        view.viewport().reveal(cell);
    }

    private Cell current() {
        Cell crosshair = view.crosshairProperty().get();
        return crosshair == null ? start() : crosshair;
    }

    /// Where the keyboard begins: the selection, else the first cell in sight.
    private Cell start() {
        Cell selected = view.selectedProperty().get();
        GridWindow window = view.viewport().window();
        return selected != null ? selected : new Cell((int) Math.ceil(window.top()), (int) Math.ceil(window.left()));
    }

    private @Nullable Cell cellAt(double x, double y) {
        FigureLayout layout = view.figureLayout();
        MatrixSource matrix = view.matrixProperty().get();
        if (layout == null || matrix == null || !layout.plot().contains(x, y)) {
            return null;
        }
        Cell cell = layout.cellAt(view.viewport().window(), x, y);
        return cell.isWithin(matrix.rows(), matrix.columns()) ? cell : null;
    }
}
