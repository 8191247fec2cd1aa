package org.crosslayer.app.shell;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.command.CommandRegistry;
import org.crosslayer.app.command.Shortcuts;
import org.crosslayer.app.control.Portions;
import org.jspecify.annotations.Nullable;

/// Every command by a few of its letters. One that cannot be done now says why.
final class PaletteView {
    private static final int PAGE = 8;

    private final CommandRegistry registry;
    private final Shortcuts shortcuts;
    private final Overlay overlay;
    private final TextField query = new TextField();
    private final ListView<Command> found = new ListView<>();
    private final Label why = new Label();
    private final VBox root = new VBox(query, found, why);
    /// Of the lines that are made when it is first opened.
    private final Portions portions = new Portions(root);

    PaletteView(CommandRegistry registry, Shortcuts shortcuts, Overlay overlay) {
        this.registry = registry;
        this.shortcuts = shortcuts;
        this.overlay = overlay;
        root.setId("palette-box");
        root.getStyleClass().add("palette");
        root.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        query.setId("palette-query");
        query.setPromptText("What do you want to do?");
        query.setAccessibleText("Search all commands");
        query.textProperty().addListener((_, _, _) -> search());
        query.addEventFilter(KeyEvent.KEY_PRESSED, this::move);
        found.setId("palette-found");
        found.setFocusTraversable(false);
        found.setAccessibleText("Commands found");
        found.getStyleClass().add("lines");
        found.setCellFactory(_ -> new CommandCell());
        found.setPlaceholder(new Label("No command is called that."));
        found.setOnMouseClicked(_ -> run());
        found.getSelectionModel().selectedItemProperty().addListener((_, _, command) -> explain(command));
        why.setId("palette-why");
        why.setWrapText(true);
        why.getStyleClass().add("note");
    }

    /// Shows it over the window.
    void open() {
        if (!overlay.isOpen()) {
            query.clear();
            search();
            overlay.open(root, query, () -> {});
        }
    }

    private void search() {
        found.getItems().setAll(registry.search(query.getText()));
        found.getSelectionModel().selectFirst();
        found.scrollTo(0);
    }

    private void explain(@Nullable Command command) {
        why.setText(command == null ? "" : command.obstacle().getValue());
    }

    private void move(KeyEvent event) {
        int step =
                switch (event.getCode()) {
                    case DOWN -> 1;
                    case UP -> -1;
                    case PAGE_DOWN -> PAGE;
                    case PAGE_UP -> -PAGE;
                    default -> 0;
                };
        if (step != 0) {
            int last = found.getItems().size() - 1;
            int next = Math.clamp((long) found.getSelectionModel().getSelectedIndex() + step, 0, Math.max(0, last));
            found.getSelectionModel().clearAndSelect(next);
            found.scrollTo(Math.max(0, next - PAGE / 2));
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER) {
            event.consume();
            run();
        }
    }

    private void run() {
        @Nullable Command command = found.getSelectionModel().getSelectedItem();
        if (command != null && command.isAvailable()) {
            overlay.close();
            registry.run(command, overlay.root().getScene().getWindow());
        }
    }

    /// Group, words, keys; quiet where it cannot be done.
    private final class CommandCell extends ListCell<Command> {
        private final Label group = new Label();
        private final Label words = new Label();
        private final Label keys = new Label();
        private final Region gap = new Region();
        private @Nullable HBox line;

        CommandCell() {
            group.getStyleClass().add("palette-group");
            keys.getStyleClass().add("palette-keys");
            HBox.setHgrow(gap, Priority.ALWAYS);
            portions.add(this::fill);
        }

        private void fill() {
            line = new HBox(group, words, gap, keys);
            line.setAlignment(Pos.CENTER_LEFT);
            setGraphic(isEmpty() ? null : line);
            applyCss();
            layout();
        }

        @Override
        protected void updateItem(@Nullable Command command, boolean empty) {
            super.updateItem(command, empty);
            if (command == null || empty) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            group.setText(command.group().words());
            words.setText(command.words().getValue());
            keys.setText(shortcuts.words(command.id()));
            words.getStyleClass().setAll("label", command.isAvailable() ? "palette-words" : "palette-quiet");
            setAccessibleText(command.words().getValue()
                    + (command.isAvailable()
                            ? ""
                            : ", not now: " + command.obstacle().getValue()));
            setGraphic(line);
        }
    }
}
