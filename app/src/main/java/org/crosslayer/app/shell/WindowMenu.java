package org.crosslayer.app.shell;

import java.util.List;
import javafx.geometry.Rectangle2D;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.stage.Stage;
import javafx.stage.Window;

/// The windows that are open, at the end of their menu: choosing one brings it to the front, and onto a screen if
/// it is on none.
final class WindowMenu {
    private final Menu menu;
    private final int fixed;

    /// @param menu with the commands that are always in it
    WindowMenu(Menu menu) {
        this.menu = menu;
        this.fixed = menu.getItems().size();
        menu.setOnShowing(_ -> fill());
    }

    private void fill() {
        menu.getItems().remove(fixed, menu.getItems().size());
        List<Stage> open = Window.getWindows().stream()
                .filter(Stage.class::isInstance)
                .map(Stage.class::cast)
                .filter(stage -> stage.getOwner() != null)
                .toList();
        if (!open.isEmpty()) {
            menu.getItems().add(new SeparatorMenuItem());
            open.forEach(stage -> menu.getItems().add(item(stage)));
        }
    }

    private static MenuItem item(Stage stage) {
        MenuItem item = new MenuItem(stage.getTitle());
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> bringBack(stage));
        return item;
    }

    private static void bringBack(Stage stage) {
        Rectangle2D at = WindowPlaces.onScreen(
                new Rectangle2D(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight()),
                WindowPlaces.screens());
        stage.setIconified(false);
        stage.setX(at.getMinX());
        stage.setY(at.getMinY());
        stage.toFront();
        stage.requestFocus();
    }
}
