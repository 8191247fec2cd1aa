package org.crosslayer.app.shell;

import java.util.List;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyCombination.ModifierValue;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.command.CommandRegistry;
import org.crosslayer.app.command.Shortcuts;
import org.crosslayer.app.control.SideWindow;
import org.jspecify.annotations.Nullable;

/// The keys of every command, to be changed: choose a row, press Enter or *Change*, then the new keys.
final class ShortcutsWindow {
    private static final double WIDTH = 560;
    private static final double HEIGHT = 560;

    private final CommandRegistry registry;
    private final Shortcuts shortcuts;
    private final TableView<Command> table = new TableView<>();
    private final TextField filter = new TextField();
    private final ToggleButton change = new ToggleButton("Change");
    private final Label answer = new Label();
    private final VBox root;

    private ShortcutsWindow(CommandRegistry registry, Shortcuts shortcuts) {
        this.registry = registry;
        this.shortcuts = shortcuts;
        table.setId("shortcuts-table");
        table.getColumns().add(column("Command", 360, command -> command.words().getValue()));
        table.getColumns().add(column("Keys", 140, command -> shortcuts.words(command.id())));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getStyleClass().add("words-table");
        VBox.setVgrow(table, Priority.ALWAYS);
        filter.setId("shortcuts-filter");
        filter.setPromptText("Filter");
        filter.setAccessibleText("Letters of a command");
        filter.textProperty().addListener((_, _, _) -> fill());
        answer.setId("shortcuts-answer");
        answer.setWrapText(true);
        answer.setMinHeight(Region.USE_PREF_SIZE);
        answer.getStyleClass().add("note");
        change.setId("shortcuts-change");
        change.selectedProperty().addListener((_, _, is) -> listen(is));
        Button remove = button("shortcuts-remove", "Remove", () -> take(null));
        Button reset = button("shortcuts-reset", "Reset all", this::reset);
        change.getStyleClass().add("small-button");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox buttons = new HBox(change, remove, gap, reset);
        buttons.getStyleClass().add("option-buttons");
        root = new VBox(filter, table, answer, buttons);
        root.getStyleClass().add("side-form");
        table.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        change.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        fill();
        table.getSelectionModel().selectFirst();
        listen(false);
    }

    static void show(Window owner, CommandRegistry registry, Shortcuts shortcuts) {
        ShortcutsWindow window = new ShortcutsWindow(registry, shortcuts);
        SideWindow.show(owner, "Keyboard shortcuts", window.root, WIDTH, HEIGHT);
        window.table.requestFocus();
    }

    private void fill() {
        List<Command> found = registry.search(filter.getText());
        table.getItems().setAll(found);
        table.getSelectionModel().selectFirst();
    }

    private void listen(boolean is) {
        answer.setText(
                is
                        ? "Press the new keys, or Esc to leave it as it is."
                        : "Choose a command and press Enter to give it other keys.");
        if (is) {
            table.requestFocus();
        }
    }

    private void pressed(KeyEvent event) {
        if (change.isSelected()) {
            event.consume();
            if (event.getCode() == KeyCode.ESCAPE) {
                change.setSelected(false);
            } else if (!event.getCode().isModifierKey()) {
                take(combination(event));
            }
        } else if (event.getCode() == KeyCode.ENTER && event.getSource() == table) {
            event.consume();
            change.setSelected(true);
        }
    }

    private void take(@Nullable KeyCombination wanted) {
        @Nullable Command command = table.getSelectionModel().getSelectedItem();
        if (command != null) {
            String refusal = shortcuts.assign(command.id(), wanted);
            change.setSelected(false);
            answer.setText(
                    refusal.isEmpty()
                            ? "“" + command.words().getValue() + "” now has "
                                    + (wanted == null ? "no keys." : wanted.getDisplayText() + ".")
                            : refusal);
            table.refresh();
        }
    }

    private void reset() {
        shortcuts.reset();
        answer.setText("All commands have the keys again that they came with.");
        table.refresh();
    }

    private static KeyCombination combination(KeyEvent event) {
        return new KeyCodeCombination(
                event.getCode(),
                held(event.isShiftDown()),
                ModifierValue.UP,
                held(event.isAltDown()),
                ModifierValue.UP,
                held(event.isShortcutDown()));
    }

    private static ModifierValue held(boolean is) {
        return is ? ModifierValue.DOWN : ModifierValue.UP;
    }

    private static Button button(String id, String words, Runnable action) {
        Button button = new Button(words);
        button.setId(id);
        button.getStyleClass().add("small-button");
        button.setOnAction(_ -> action.run());
        return button;
    }

    private static TableColumn<Command, String> column(
            String title, double width, java.util.function.Function<Command, String> words) {
        TableColumn<Command, String> column = new TableColumn<>(title);
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(words.apply(row.getValue())));
        column.setPrefWidth(width);
        column.setSortable(false);
        return column;
    }
}
