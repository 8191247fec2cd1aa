package org.crosslayer.app.details;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.WeakHashMap;
import javafx.beans.Observable;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.crosslayer.app.control.FittedColumn;
import org.crosslayer.app.control.Term;
import org.crosslayer.app.control.WholeRows;
import org.jspecify.annotations.Nullable;

/// Draws the lines of [TablesViewModel]: only those that are seen, each item being the number of a line.
final class NumberTableView {
    private static final KeyCombination COPY = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

    private final TablesViewModel viewModel;
    private final TableView<Integer> view = new TableView<>();
    private final WholeRows root = WholeRows.of(view);
    private final ContextMenu menu;
    private List<Column> columns = List.of();
    private List<FittedColumn> widths = List.of();
    /// Those of rows that scrolled away and were given up are not held.
    private final Set<NumberCell> cells = Collections.newSetFromMap(new WeakHashMap<>());
    private boolean isFilling;

    /// @param menu what a click on a heading with the other mouse button opens
    NumberTableView(String id, TablesViewModel viewModel, ContextMenu menu) {
        this.viewModel = viewModel;
        this.menu = menu;
        view.setId(id);
        view.setAccessibleText("Table of heads and pairs");
        view.getStyleClass().add("details-table");
        view.setColumnResizePolicy(TableView.UNCONSTRAINED_RESIZE_POLICY);
        view.setPlaceholder(new Label("No line to show."));
        view.setSortPolicy(this::sorted);
        view.setRowFactory(_ -> row());
        view.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        view.addEventHandler(KeyEvent.KEY_RELEASED, event -> {
            if (event.getCode().isNavigationKey()) {
                chooseSelected();
            }
        });
        // Also where other numbers stand in the same lines.
        viewModel.lines().addListener((Observable _) -> fill());
        viewModel.hiddenColumns().addListener((_, _, _) -> hide());
        viewModel.selection().primary().addListener((_, _, _) -> mark());
        viewModel.selection().pinned().addListener((_, _, _) -> mark());
        viewModel.selection().head().addListener((_, _, _) -> mark());
        fill();
    }

    Node root() {
        return root;
    }

    private void fill() {
        isFilling = true;
        if (!columns.equals(viewModel.table().get().columns())) {
            rebuild();
        } else {
            widths.forEach(FittedColumn::fit);
        }
        view.getItems().setAll(viewModel.lines().get());
        // Not refreshed, which would make all cells anew.
        cells.forEach(NumberCell::show);
        isFilling = false;
        mark();
    }

    private void rebuild() {
        columns = viewModel.table().get().columns();
        cells.clear();
        List<TableColumn<Integer, Integer>> made = new ArrayList<>();
        List<FittedColumn> fitted = new ArrayList<>();
        for (int index = 0; index < columns.size(); index++) {
            TableColumn<Integer, Integer> column = column(index);
            column.setVisible(!viewModel.isHidden(columns.get(index)));
            made.add(column);
            fitted.add(fit(column, index));
        }
        widths = fitted;
        // All at once: each change of columns lays out all headings.
        view.getColumns().setAll(made);
        TablesViewModel.Order order = viewModel.order();
        view.getColumns().stream()
                .filter(column -> order.column().equals(column.getId()))
                .forEach(column -> {
                    column.setSortType(
                            order.isDescending() ? TableColumn.SortType.DESCENDING : TableColumn.SortType.ASCENDING);
                    view.getSortOrder().add(column);
                });
    }

    private void hide() {
        for (int index = 0; index < columns.size(); index++) {
            view.getColumns().get(index).setVisible(!viewModel.isHidden(columns.get(index)));
        }
    }

    private TableColumn<Integer, Integer> column(int index) {
        Column what = columns.get(index);
        TableColumn<Integer, Integer> column = new TableColumn<>();
        column.setId(what.id());
        column.setCellValueFactory(line -> new ReadOnlyObjectWrapper<>(line.getValue()));
        column.setCellFactory(_ -> new NumberCell(index));
        column.setReorderable(false);
        column.setContextMenu(menu);
        return column;
    }

    private FittedColumn fit(TableColumn<Integer, Integer> column, int index) {
        Column what = columns.get(index);
        // The unit below: a heading is hardly ever wider than its numbers then.
        return FittedColumn.of(
                view,
                column,
                new Term(what.heading("\n"), what.meaning() + " In conditions: " + what.id() + ".", "column-name"),
                () -> index < viewModel.table().get().columns().size()
                        ? viewModel.table().get().longest(index)
                        : "");
    }

    /// The view model orders; nothing is compared here.
    private boolean sorted(TableView<Integer> table) {
        if (!isFilling) {
            List<TableColumn<Integer, ?>> by = table.getSortOrder();
            viewModel.order(
                    by.isEmpty()
                            ? new TablesViewModel.Order("", false)
                            : new TablesViewModel.Order(
                                    by.getFirst().getId(),
                                    by.getFirst().getSortType() == TableColumn.SortType.DESCENDING));
        }
        return true;
    }

    /// Not while the selection is changing: what is chosen changes what is listed.
    private void chooseSelected() {
        @Nullable Integer line = view.getSelectionModel().getSelectedItem();
        if (line != null) {
            viewModel.choose(line);
        }
    }

    private TableRow<Integer> row() {
        TableRow<Integer> row = new TableRow<>();
        row.setOnMouseClicked(event -> {
            if (row.getItem() != null && !event.isAltDown()) {
                viewModel.choose(row.getItem());
            }
        });
        row.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> {
            if (event.isAltDown() && row.getItem() != null) {
                viewModel.pin(row.getItem());
                event.consume();
            }
        });
        return row;
    }

    private void key(KeyEvent event) {
        @Nullable Integer line = view.getSelectionModel().getSelectedItem();
        if (event.getCode() == KeyCode.ENTER && line != null) {
            if (event.isAltDown()) {
                viewModel.pin(line);
            } else {
                chooseSelected();
            }
            event.consume();
        } else if (COPY.match(event)) {
            ClipboardContent content = new ClipboardContent();
            content.putString(viewModel.tabular());
            Clipboard.getSystemClipboard().setContent(content);
            event.consume();
        }
    }

    /// Shows which line it is that all panes look at.
    private void mark() {
        OptionalInt chosen = viewModel.chosen();
        @Nullable Integer selected = view.getSelectionModel().getSelectedItem();
        if (chosen.isPresent() && selected != null && selected == chosen.getAsInt()) {
            return;
        }
        isFilling = true;
        view.getSelectionModel().clearSelection();
        if (chosen.isPresent()) {
            int index = viewModel.lines().get().indexOf(chosen.getAsInt());
            view.getSelectionModel().select(index);
            view.scrollTo(Math.max(0, index - 1));
        }
        isFilling = false;
    }

    /// A number, at the right.
    private final class NumberCell extends TableCell<Integer, Integer> {
        private final int column;

        NumberCell(int column) {
            this.column = column;
            cells.add(this);
        }

        @Override
        protected void updateItem(@Nullable Integer line, boolean isEmpty) {
            super.updateItem(line, isEmpty);
            show();
        }

        void show() {
            @Nullable Integer line = getItem();
            NumberTable table = viewModel.table().get();
            String words = line != null
                            && !isEmpty()
                            && line < table.lines()
                            && column < table.columns().size()
                    ? table.text(line, column)
                    : "";
            setText(words);
            setAccessibleText(words.isEmpty() ? "" : table.columns().get(column).title() + " " + words);
        }
    }
}
