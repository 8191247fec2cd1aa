package org.crosslayer.app.details;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.layout.Region;
import org.crosslayer.app.control.Hint;

/// Which columns of a table are shown: a button with a menu, and the same menu on the headings.
final class ColumnsMenu {
    private final TablesViewModel viewModel;
    private final MenuButton button = new MenuButton("Columns");

    ColumnsMenu(TablesViewModel viewModel) {
        this.viewModel = viewModel;
        button.setId("tables-columns");
        button.getStyleClass().add("small-button");
        button.setMinWidth(Region.USE_PREF_SIZE);
        // JavaFX tells a screen reader no text of a menu button.
        button.setAccessibleText("Columns of the table");
        Hint.set(
                button,
                "Which columns are shown. Hidden ones can still be used in the filter, and are copied and saved with"
                        + " the others. Kept for the next time.");
        button.getItems().setAll(items());
        button.setOnShowing(_ -> button.getItems().setAll(items()));
    }

    MenuButton button() {
        return button;
    }

    /// The same for a click on a heading with the other mouse button.
    ContextMenu ofHeadings() {
        ContextMenu menu = new ContextMenu();
        menu.getItems().setAll(items());
        menu.setOnShowing(_ -> menu.getItems().setAll(items()));
        return menu;
    }

    private List<MenuItem> items() {
        List<Column> columns = viewModel.table().get().columns();
        List<MenuItem> items = new ArrayList<>(
                columns.stream().filter(Column::canBeHidden).map(this::item).toList());
        MenuItem all = new MenuItem("Show all");
        all.setId("tables-columns-all");
        all.setDisable(columns.stream().noneMatch(viewModel::isHidden));
        all.setOnAction(_ -> columns.forEach(column -> viewModel.hide(column, false)));
        return Stream.concat(items.stream(), Stream.of(new SeparatorMenuItem(), all))
                .toList();
    }

    private MenuItem item(Column column) {
        CheckMenuItem item = new CheckMenuItem(column.heading(", "));
        item.setId("tables-column-" + column.id());
        item.setSelected(!viewModel.isHidden(column));
        item.setOnAction(_ -> viewModel.hide(column, !item.isSelected()));
        return item;
    }
}
