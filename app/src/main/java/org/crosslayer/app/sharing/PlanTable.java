package org.crosslayer.app.sharing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MultipleSelectionModel;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.crosslayer.app.control.Portions;
import org.crosslayer.app.control.WholeRows;
import org.jspecify.annotations.Nullable;

/// The rows of the plan. Only those in sight have nodes, so that a model of eighty layers is as quick as one of
/// sixteen. Rows are selected as in any list, or by dragging over them; a switch in one of them moves all.
final class PlanTable {
    private static final PseudoClass PRIMARY = PseudoClass.getPseudoClass("primary");
    private static final PseudoClass PINNED = PseudoClass.getPseudoClass("pinned");
    /// Rows are as high as the room allows, within what can be read and what looks like a table.
    private static final double LOWEST_PX = 17;

    private static final double HIGHEST_PX = 30;
    private static final int NOWHERE = -1;
    private static final Map<KeyCode, SharingMode> KEYS = Map.of(
            KeyCode.O, SharingMode.OWN,
            KeyCode.C, SharingMode.COPY,
            KeyCode.A, SharingMode.ALIGNED,
            KeyCode.L, SharingMode.LISA);

    private final SharingViewModel viewModel;
    private final PlanMenus menus;
    private final ListView<LayerRow> list;
    private final WholeRows root;
    private final ReadOnlyDoubleWrapper rowWidth = new ReadOnlyDoubleWrapper(this, "rowWidth");
    private final List<Cell> cells = new ArrayList<>();
    /// Of the rows: all of a model's at once took most of the time for which the window stood still when it opened.
    private final Portions portions;

    private boolean begun;
    private boolean following;
    /// The row in which a button went down that may become a drag.
    private int anchor = NOWHERE;

    PlanTable(SharingViewModel viewModel, PlanMenus menus) {
        this.viewModel = viewModel;
        this.menus = menus;
        list = new ListView<>();
        portions = new Portions(list);
        list.setId("plan-rows");
        list.getStyleClass().add("plan-rows");
        list.setAccessibleText("Plan: one row a layer. O, C, A and L switch the selected rows.");
        list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        list.setCellFactory(_ -> new Cell());
        root = WholeRows.of(list);
        root.heightProperty().addListener((_, _, _) -> resized());
        viewModel.rows().addListener((ListChangeListener<LayerRow>) _ -> fitRows());
        viewModel.rows().addListener((ListChangeListener<LayerRow>) _ -> begin());
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        list.setOnContextMenuRequested(event -> {
            ContextMenu menu = menus.ofRows(selected());
            menu.show(list, event.getScreenX(), event.getScreenY());
            event.consume();
        });
        selection().selectedIndexProperty().addListener((_, _, _) -> look());
        viewModel.selection().primary().addListener((_, _, layer) -> select(layer.intValue()));
        viewModel.selection().pinned().addListener((_, _, _) -> mark());
        fitRows();
        if (!viewModel.rows().isEmpty()) {
            begin();
        }
    }

    Region root() {
        return root;
    }

    /// How wide a row is beside the scroll bar, for the headings above it.
    ReadOnlyDoubleProperty rowWidth() {
        return rowWidth.getReadOnlyProperty();
    }

    /// The layers of the selected rows, ascending.
    List<Integer> selected() {
        return selection().getSelectedIndices().stream().sorted().toList();
    }

    /// The first rows come after the first picture: all that is made before holds it up.
    private void begin() {
        if (!begun) {
            begun = true;
            viewModel.afterPicture(() -> portions.add(() -> {
                list.setItems(viewModel.rows());
                select(viewModel.selection().primary().get());
            }));
        }
    }

    private MultipleSelectionModel<LayerRow> selection() {
        return list.getSelectionModel();
    }

    /// When other panes take or leave room, the layer looked at stays in sight: once the rows have their places.
    private void resized() {
        fitRows();
        Scene scene = list.getScene();
        if (scene != null) {
            scene.addPostLayoutPulseListener(new Runnable() {
                @Override
                public void run() {
                    scene.removePostLayoutPulseListener(this);
                    bringIntoView(viewModel.selection().primary().get());
                }
            });
        }
    }

    /// As many whole rows as there is room for, and no room left below them that they could take.
    private void fitRows() {
        double room =
                root.getHeight() - list.getInsets().getTop() - list.getInsets().getBottom();
        double seen = Math.clamp(
                Math.floor(room / LOWEST_PX), 1, Math.max(1, viewModel.rows().size()));
        list.setFixedCellSize(Math.clamp(Math.floor(room / seen), LOWEST_PX, HIGHEST_PX));
    }

    private void pressed(KeyEvent event) {
        @SuppressWarnings("NullAway") // a map answers null for what it does not have
        SharingMode mode = KEYS.get(event.getCode());
        boolean isPlain = !event.isShortcutDown() && !event.isAltDown() && !event.isShiftDown();
        if (mode != null && isPlain && !selected().isEmpty()) {
            viewModel.choose(selected(), mode);
            event.consume();
        }
    }

    /// A single selected row is the layer that all panes look at; while a range is being made they stay.
    private void look() {
        int layer = selection().getSelectedIndex();
        if (!following && layer >= 0 && selection().getSelectedIndices().size() == 1) {
            viewModel.look(layer);
        }
    }

    /// Another pane has chosen a layer.
    private void select(int layer) {
        if (!following
                && layer >= 0
                && layer < viewModel.rows().size()
                && !selection().isSelected(layer)) {
            following = true;
            selection().clearAndSelect(layer);
            following = false;
            bringIntoView(layer);
        }
        mark();
    }

    private void mark() {
        cells.forEach(Cell::mark);
    }

    /// Selects from a row to the one at this height; beyond the ends the table scrolls.
    private void dragTo(int from, double sceneY) {
        List<Cell> seen = cells.stream()
                .filter(cell -> !cell.isEmpty() && cell.isVisible())
                .sorted(Comparator.comparingInt(Cell::getIndex))
                .toList();
        int to = seen.stream()
                .filter(cell -> cell.sceneToLocal(0, sceneY).getY() < cell.getHeight())
                .mapToInt(Cell::getIndex)
                .findFirst()
                .orElse(seen.getLast().getIndex() + 1);
        boolean isAbove = seen.getFirst().sceneToLocal(0, sceneY).getY() < 0;
        int row = Math.clamp(
                isAbove ? seen.getFirst().getIndex() - 1 : to,
                0,
                viewModel.rows().size() - 1);
        if (selection().getSelectedIndices().size() != Math.abs(row - from) + 1
                || !selection().isSelected(row)
                || !selection().isSelected(from)) {
            selectRange(from, row);
            bringIntoView(row);
        }
    }

    private void bringIntoView(int layer) {
        if (layer >= 0 && list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
            flow.scrollTo(layer);
        }
    }

    private void selectRange(int from, int to) {
        // On the way one row is selected for a moment, which nobody means.
        following = true;
        selection().clearSelection();
        selection().selectRange(Math.min(from, to), Math.max(from, to) + 1);
        following = false;
    }

    /// A switch of a selected row moves all selected rows, any other only its own.
    private final class Cell extends ListCell<LayerRow> implements LayerRowView.Actions {
        private @Nullable LayerRowView view;
        private boolean waits;

        Cell() {
            cells.add(this);
            widthProperty().addListener((_, _, width) -> rowWidth.set(width.doubleValue()));
            // The pressed row hears of the whole drag, whichever row the mouse is over.
            addEventFilter(
                    MouseEvent.MOUSE_PRESSED,
                    event -> anchor = event.getButton() == MouseButton.PRIMARY && !isEmpty() ? getIndex() : NOWHERE);
            addEventFilter(MouseEvent.MOUSE_DRAGGED, event -> {
                if (anchor != NOWHERE) {
                    dragTo(anchor, event.getSceneY());
                }
            });
            addEventFilter(MouseEvent.MOUSE_RELEASED, _ -> anchor = NOWHERE);
            // The menu is about the row under the mouse, whether or not the press has selected it by then.
            addEventFilter(ContextMenuEvent.CONTEXT_MENU_REQUESTED, event -> {
                if (!event.isKeyboardTrigger() && !isEmpty() && !isSelected()) {
                    selection().clearAndSelect(getIndex());
                }
            });
        }

        @Override
        protected void updateItem(LayerRow row, boolean empty) {
            super.updateItem(row, empty);
            if (view != null) {
                show(view);
            } else if (!empty && !waits) {
                waits = true;
                portions.add(this::fill);
            }
            mark();
        }

        private void fill() {
            LayerRowView made = new LayerRowView(this);
            view = made;
            show(made);
            setGraphic(made);
            applyCss();
            layout();
        }

        private void show(LayerRowView made) {
            made.setVisible(!isEmpty());
            made.follow(isEmpty() ? null : getItem());
        }

        void mark() {
            pseudoClassStateChanged(
                    PRIMARY,
                    !isEmpty() && getIndex() == viewModel.selection().primary().get());
            pseudoClassStateChanged(
                    PINNED,
                    !isEmpty() && getIndex() == viewModel.selection().pinned().get());
        }

        @Override
        public void choose(LayerRow row, SharingMode mode) {
            viewModel.choose(concerned(row), mode);
        }

        @Override
        public void askSource(LayerRow row, Node below) {
            menus.askSource(concerned(row), row, below);
        }

        private List<Integer> concerned(LayerRow row) {
            List<Integer> selected = selected();
            return selected.contains(row.layer()) ? selected : List.of(row.layer());
        }
    }
}
