package org.crosslayer.app.shell;

import java.nio.file.Path;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/// What was opened lately, as a menu.
final class RecentMenu {
    private final ShellViewModel viewModel;
    private final Menu menu = new Menu("Open recent");

    RecentMenu(ShellViewModel viewModel) {
        this.viewModel = viewModel;
        menu.setId("menu-recent");
        viewModel.recent().paths().addListener((ListChangeListener<Path>) _ -> fill());
        fill();
    }

    Menu root() {
        return menu;
    }

    private void fill() {
        menu.getItems()
                .setAll(viewModel.recent().paths().stream().map(this::item).toList());
        menu.setDisable(menu.getItems().isEmpty());
        if (!menu.getItems().isEmpty()) {
            MenuItem clear = new MenuItem("Clear this list");
            clear.setId("menu-recent-clear");
            clear.setOnAction(_ -> viewModel.recent().clear());
            menu.getItems().addAll(new SeparatorMenuItem(), clear);
        }
    }

    private MenuItem item(Path path) {
        MenuItem item = new MenuItem(path.getFileName() + "   " + path.getParent());
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> viewModel.openDropped(List.of(path)));
        return item;
    }
}
