package org.crosslayer.app.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCombination;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.crosslayer.app.control.PlanChooser;
import org.crosslayer.app.control.WindowCommand;
import org.jspecify.annotations.Nullable;

/// The menu: everything the window can do, with its shortcut.
final class Commands {
    private final ShellViewModel viewModel;
    private final MenuBar menu = new MenuBar();

    /// @param tools what panes add
    Commands(ShellViewModel viewModel, List<WindowCommand> tools) {
        this.viewModel = viewModel;
        MenuItem undo =
                item("undo", "Undo", "Shortcut+Z", () -> viewModel.plan().undo());
        MenuItem redo =
                item("redo", "Redo", "Shortcut+Y", () -> viewModel.plan().redo());
        label(undo, "Undo", viewModel.plan().undoLabel());
        label(redo, "Redo", viewModel.plan().redoLabel());
        menu.setId("menu");
        menu.getMenus()
                .addAll(
                        new Menu(
                                "_File",
                                null,
                                item("open-model", "Open _model folder…", "Shortcut+O", this::chooseModel),
                                item("open-model-file", "Open a _GGUF file…", "Shortcut+G", this::chooseModelFile),
                                item("open-text", "Open _text…", "Shortcut+Shift+O", this::chooseText),
                                new SeparatorMenuItem(),
                                item("open-plan", "Open _plan…", "Shortcut+P", this::choosePlan),
                                item("save-plan", "_Save plan…", "Shortcut+S", this::savePlan),
                                new SeparatorMenuItem(),
                                item("quit", "_Quit", "Shortcut+Q", this::quit)),
                        new Menu("_Edit", null, undo, redo),
                        new Menu(
                                "_View",
                                null,
                                item("theme", "Light or dark", "Shortcut+L", viewModel::toggleTheme),
                                item("cancel-newest", "Cancel the newest job", "Esc", viewModel::cancelNewest)),
                        tools(tools),
                        new Menu("_Help", null, item("help", "Words and shortcuts", "F1", this::help)));
    }

    private Menu tools(List<WindowCommand> tools) {
        Menu items = new Menu("_Model");
        for (WindowCommand tool : tools) {
            MenuItem item = item(tool.id(), tool.words(), tool.shortcut(), () -> tool.action()
                    .accept(window()));
            item.disableProperty().bind(viewModel.device().isEmpty());
            items.getItems().add(item);
        }
        return items;
    }

    MenuBar menu() {
        return menu;
    }

    void chooseModel() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle("Open a model: the folder with config.json");
        @Nullable File folder = chooser.showDialog(window());
        if (folder != null) {
            viewModel.openModel(folder.toPath());
        }
    }

    void chooseModelFile() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Open a model: a GGUF file");
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("GGUF models", "*.gguf"));
        @Nullable File file = chooser.showOpenDialog(window());
        if (file != null) {
            viewModel.openModel(file.toPath());
        }
    }

    void chooseText() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Open a text: a UTF-8 file");
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter("Texts", "*.txt", "*.md"),
                        new FileChooser.ExtensionFilter("All files", "*"));
        @Nullable File text = chooser.showOpenDialog(window());
        if (text != null) {
            viewModel.openText(text.toPath());
        }
    }

    private void choosePlan() {
        @Nullable Path plan = PlanChooser.toOpen(window());
        if (plan != null) {
            viewModel.openPlan(plan);
        }
    }

    private void savePlan() {
        @Nullable Path plan = PlanChooser.toSave(window());
        if (plan != null) {
            viewModel.savePlan(plan);
        }
    }

    private void quit() {
        window().hide();
    }

    private void help() {
        Scene scene = menu.getScene();
        HelpWindow.show(window(), scene.getStylesheets());
    }

    private Window window() {
        return menu.getScene().getWindow();
    }

    private static void label(MenuItem item, String verb, javafx.beans.property.ReadOnlyStringProperty step) {
        item.textProperty()
                .bind(javafx.beans.binding.Bindings.createStringBinding(
                        () -> step.get().isEmpty() ? verb : verb + ": " + step.get(), step));
        item.disableProperty().bind(step.isEmpty());
    }

    private static MenuItem item(String id, String words, String shortcut, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setId("menu-" + id);
        item.setAccelerator(KeyCombination.valueOf(shortcut));
        item.setOnAction(_ -> action.run());
        return item;
    }
}
