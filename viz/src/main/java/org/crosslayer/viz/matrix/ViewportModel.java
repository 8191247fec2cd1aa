package org.crosslayer.viz.matrix;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// Zoom and pan of one heatmap, or of several linked ones over matrices of the same size.
public final class ViewportModel {
    /// Zooming in further than this many cells a side shows nothing new.
    private static final double LEAST_CELLS = 4;

    private final ReadOnlyObjectWrapper<GridWindow> window =
            new ReadOnlyObjectWrapper<>(this, "window", GridWindow.whole(1, 1));
    private int rows = 1;
    private int columns = 1;

    /// Says how large the matrix is; a change of size shows the whole of it again.
    public void resize(int rows, int columns) {
        if (rows != this.rows || columns != this.columns) {
            this.rows = rows;
            this.columns = columns;
            reset();
        }
    }

    /// Shows the whole matrix.
    public void reset() {
        window.set(GridWindow.whole(rows, columns));
    }

    /// Magnifies by `factor` (below 1 to see more) about a point given in cells.
    public void zoom(double factor, double row, double column) {
        show(window().zoomed(factor, row, column));
    }

    /// Moves the window by so many rows down and columns right.
    public void pan(double down, double right) {
        show(window().moved(down, right));
    }

    /// Shows this window, or the nearest that the matrix allows.
    public void show(GridWindow wanted) {
        window.set(wanted.within(rows, columns, LEAST_CELLS));
    }

    /// Moves the window as little as needed to show the whole of a cell.
    public void reveal(Cell cell) {
        GridWindow now = window();
        show(new GridWindow(
                shift(now.top(), now.rows(), cell.row()),
                shift(now.left(), now.columns(), cell.column()),
                now.rows(),
                now.columns()));
    }

    /// Whether less than the whole matrix is shown.
    public boolean isZoomed() {
        return !window().equals(GridWindow.whole(rows, columns));
    }

    /// The part shown now.
    public GridWindow window() {
        return window.get();
    }

    /// The part shown, to follow.
    public ReadOnlyObjectProperty<GridWindow> windowProperty() {
        return window.getReadOnlyProperty();
    }

    private static double shift(double start, double length, int index) {
        return index < start ? index : Math.max(start, index + 1 - length);
    }
}
