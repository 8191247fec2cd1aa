package org.crosslayer.app.shell;

import java.util.function.Supplier;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.stage.Window;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.command.CommandGroup;
import org.crosslayer.app.command.CommandRegistry;
import org.crosslayer.app.command.Shortcuts;

/// The menu bar, made from the commands.
final class MenuView {
    private final CommandRegistry registry;
    private final Shortcuts shortcuts;
    private final MenuBar bar = new MenuBar();

    MenuView(CommandRegistry registry, Shortcuts shortcuts) {
        this.registry = registry;
        this.shortcuts = shortcuts;
        bar.setId("menu");
        for (CommandGroup group : CommandGroup.values()) {
            if (!registry.of(group).isEmpty()) {
                bar.getMenus().add(menu(group));
            }
        }
    }

    MenuBar root() {
        return bar;
    }

    /// The menu of a group, to add what is no command, such as files opened lately.
    Menu of(CommandGroup group) {
        return bar.getMenus().stream()
                .filter(menu -> menu.getText().equals(group.menu()))
                .findFirst()
                .orElseThrow();
    }

    private Menu menu(CommandGroup group) {
        Menu menu = new Menu(group.menu());
        menu.setId("menu-" + group.name().toLowerCase(java.util.Locale.ROOT));
        registry.of(group).forEach(command -> menu.getItems().add(item(command)));
        return menu;
    }

    private MenuItem item(Command command) {
        Supplier<Window> window = () -> bar.getScene().getWindow();
        MenuItem item = new MenuItem();
        item.setId("menu-" + command.id());
        item.setMnemonicParsing(false);
        item.textProperty().bind(command.words());
        item.disableProperty().bind(command.obstacle().map(why -> !why.isEmpty()));
        item.acceleratorProperty().bind(shortcuts.of(command.id()));
        item.setOnAction(_ -> registry.run(command, window.get()));
        return item;
    }
}
