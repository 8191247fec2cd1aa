package org.crosslayer.app.history;

import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.TableExport;
import org.crosslayer.app.control.Times;
import org.crosslayer.app.workspace.JournalEntry;
import org.jspecify.annotations.Nullable;

/// What the window did, line by line, to be copied as commands.
public final class HistoryView {
    private static final KeyCombination COPY = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

    private final HistoryViewModel viewModel;
    private final ListView<JournalEntry> list = new ListView<>();
    private final Card root;

    public HistoryView(HistoryViewModel viewModel) {
        this.viewModel = viewModel;
        Button copy = button("history-copy", "Copy", "Puts the chosen line on the clipboard as a command.");
        copy.setOnAction(_ -> copyChosen());
        copy.disableProperty()
                .bind(list.getSelectionModel().selectedItemProperty().isNull());
        Button script =
                button("history-script", "Script", "Copies all of it: puts it on the clipboard as a shell script.");
        script.setOnAction(_ -> put(viewModel.script()));
        list.setId("history-lines");
        list.setAccessibleText("What the window did");
        list.getStyleClass().add("lines");
        list.setCellFactory(_ -> new EntryCell());
        list.setItems(viewModel.entries());
        Label none = new Label("Nothing done yet.");
        none.getStyleClass().add("note");
        list.setPlaceholder(none);
        list.setOnKeyPressed(event -> {
            if (COPY.match(event)) {
                event.consume();
                copyChosen();
            }
        });
        VBox.setVgrow(list, Priority.ALWAYS);
        root = new Card(
                        "history-card",
                        "History",
                        "What the window did to the model, each line as a command that does it again without a"
                                + " window: copied one by one, or all as a script.",
                        copy,
                        script)
                .with(list)
                .exporting(new TableExport(Bindings.isNotEmpty(viewModel.entries()), viewModel::table));
        viewModel.entries().addListener((ListChangeListener<JournalEntry>) _ -> showNewest());
        // Once it is in its place: on its way from window to window the list would be styled without either.
        root.shown().addListener((_, _, _) -> root.onceInPlace(this::showNewest));
    }

    /// What to put into the window.
    public Card root() {
        return root;
    }

    private void showNewest() {
        if (root.shown().get() && !viewModel.entries().isEmpty()) {
            list.scrollTo(viewModel.entries().size() - 1);
        }
    }

    private void copyChosen() {
        @Nullable JournalEntry chosen = list.getSelectionModel().getSelectedItem();
        if (chosen != null) {
            put(viewModel.command(chosen));
        }
    }

    private static void put(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private static Button button(String id, String words, String meaning) {
        Button button = new Button(words);
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.getStyleClass().add("small-button");
        Hint.set(button, meaning);
        return button;
    }

    private static final class EntryCell extends ListCell<JournalEntry> {
        EntryCell() {
            // As wide as the list, so that long lines wrap.
            setPrefWidth(0);
            setWrapText(true);
        }

        @Override
        protected void updateItem(@Nullable JournalEntry entry, boolean empty) {
            super.updateItem(entry, empty);
            setText(
                    entry == null || empty
                            ? null
                            : Times.ofDay(entry.at()) + "   " + entry.words()
                                    + (entry.isCommand()
                                            ? "   ·  crosslayer "
                                                    + entry.arguments().getFirst()
                                            : ""));
        }
    }
}
