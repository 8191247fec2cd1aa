package org.crosslayer.app.control;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// A list or table that is as high as its rows: where there is room for six rows and a half, it is six rows high, so
/// that none is cut in two. Its rows have one fixed height.
public final class WholeRows extends StackPane {
    private static final int FIRST_ROWS = 2;

    private final Control rows;
    /// Found once: a table is full of cells to look through.
    private @Nullable Region heading;

    private @Nullable ScrollBar across;

    private final Portions portions = new Portions(this);
    /// How many rows may have been made so far.
    private int made = FIRST_ROWS;

    private WholeRows(Control rows) {
        this.rows = rows;
        getChildren().add(rows);
        // What takes room from the rows comes and goes.
        rows.skinProperty().subscribe(skin -> {
            if (skin != null) {
                find();
            }
        });
    }

    /// A list that shows whole rows only.
    public static WholeRows of(ListView<?> list) {
        list.fixedCellSizeProperty().subscribe(_ -> relayout(list));
        return new WholeRows(list);
    }

    /// A table that shows whole rows only.
    public static WholeRows of(TableView<?> table) {
        table.fixedCellSizeProperty().subscribe(_ -> relayout(table));
        return new WholeRows(table);
    }

    @Override
    protected void layoutChildren() {
        double room = getHeight() - snappedTopInset() - snappedBottomInset();
        double row = rowHeight();
        double others = rows.snappedTopInset() + rows.snappedBottomInset() + header() + scrollBar();
        int fitting = row > 0 ? (int) Math.floor((room - others) / row) : 0;
        double whole = fitting > 0 ? others + row * comeIn(fitting) : room;
        rows.resizeRelocate(
                snappedLeftInset(),
                snappedTopInset(),
                getWidth() - snappedLeftInset() - snappedRightInset(),
                snapSizeY(Math.min(room, whole)));
    }

    /// @param fitting how many rows there is room for
    /// @return how many of them may be there by now
    private int comeIn(int fitting) {
        boolean isAll = made >= fitting || !portions.hasFrames();
        if (isAll || !(rows instanceof TableView<?> table) || table.getItems().isEmpty()) {
            return fitting;
        }
        if (portions.isEmpty()) {
            portions.add(this::comeInNext);
        }
        return made;
    }

    private void comeInNext() {
        made++;
        requestLayout();
        layout();
    }

    private double rowHeight() {
        return rows instanceof ListView<?> list
                ? list.getFixedCellSize()
                : rows instanceof TableView<?> table ? table.getFixedCellSize() : 0;
    }

    private double header() {
        return heading != null && heading.isVisible() ? snapSizeY(heading.prefHeight(-1)) : 0;
    }

    private double scrollBar() {
        return across != null && across.isVisible() ? snapSizeY(across.prefHeight(-1)) : 0;
    }

    private void find() {
        heading = (Region) rows.lookup(".column-header-background");
        across = (ScrollBar) rows.lookupAll(".scroll-bar").stream()
                .filter(WholeRows::isHorizontal)
                .findFirst()
                .orElse(null);
        if (across != null) {
            across.visibleProperty().addListener((_, _, _) -> requestLayout());
        }
    }

    private static boolean isHorizontal(Node bar) {
        return bar instanceof ScrollBar scrollBar && scrollBar.getOrientation() == Orientation.HORIZONTAL;
    }

    private static void relayout(Control rows) {
        if (rows.getParent() instanceof WholeRows parent) {
            parent.requestLayout();
        }
    }
}
