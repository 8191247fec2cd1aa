package org.crosslayer.app.log;

import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Choices;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.TableExport;
import org.crosslayer.app.task.LogLine;
import org.jspecify.annotations.Nullable;

/// The log, for whoever wants to know what went on or must report a fault.
public final class LogView {
    private final LogViewModel viewModel;
    private final ListView<LogLine> list = new ListView<>();
    private final Card root;

    public LogView(LogViewModel viewModel) {
        this.viewModel = viewModel;
        TextField filter = new TextField();
        filter.setId("log-filter");
        filter.setPromptText("Filter");
        filter.setAccessibleText("Words that a line of the log must contain");
        filter.textProperty().bindBidirectional(viewModel.filter());
        ChoiceBox<LogLine.Level> level = Choices.of(
                "log-level", is -> is.name().toLowerCase(Locale.ROOT) + " and up", List.of(LogLine.Level.values()));
        level.valueProperty().bindBidirectional(viewModel.level());
        level.setMinWidth(Region.USE_PREF_SIZE);
        level.setAccessibleText("The mildest lines that are shown");
        Hint.set(
                level,
                "Debug and up: every step of the program. Info and up: what was done. Warning"
                        + " and up: what did not go as it should. Error and up: faults of the program.");
        Button copy = new Button("Copy");
        copy.setId("log-copy");
        copy.getStyleClass().add("small-button");
        copy.setMinWidth(Region.USE_PREF_SIZE);
        Hint.set(copy, "Puts the lines that are shown on the clipboard, with their details.");
        copy.setOnAction(_ -> copy());
        list.setId("log-lines");
        list.setAccessibleText("Lines of the log");
        list.setCellFactory(_ -> new LineCell());
        list.setPlaceholder(quiet());
        list.setItems(viewModel.lines());
        list.getStyleClass().add("lines");
        VBox.setVgrow(list, Priority.ALWAYS);
        HBox choice = new HBox(filter, level);
        HBox.setHgrow(filter, Priority.ALWAYS);
        choice.getStyleClass().add("form-line");
        root = new Card(
                        "log-card",
                        "Log",
                        "What the program notes about itself: what it opened, what went wrong and where.",
                        copy)
                .with(choice, list)
                .exporting(new TableExport(Bindings.isNotEmpty(viewModel.lines()), viewModel::table));
        viewModel.lines().addListener((ListChangeListener<LogLine>) _ -> showNewest());
        // Once it is in its place: on its way from window to window the list would be styled without either.
        root.shown().addListener((_, _, _) -> root.onceInPlace(this::showNewest));
    }

    /// What to put into the window.
    public Card root() {
        return root;
    }

    private void showNewest() {
        if (root.shown().get() && !viewModel.lines().isEmpty()) {
            list.scrollTo(viewModel.lines().size() - 1);
        }
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(viewModel.text());
        Clipboard.getSystemClipboard().setContent(content);
    }

    private static Label quiet() {
        Label label = new Label("Nothing noted yet.");
        label.getStyleClass().add("note");
        return label;
    }

    private static final class LineCell extends ListCell<LogLine> {
        LineCell() {
            // As wide as the list, so that long lines wrap.
            setPrefWidth(0);
            setWrapText(true);
        }

        @Override
        protected void updateItem(@Nullable LogLine line, boolean empty) {
            super.updateItem(line, empty);
            boolean isGrave = line != null && line.level().compareTo(LogLine.Level.WARNING) >= 0;
            getStyleClass().remove("grave");
            if (isGrave) {
                getStyleClass().add("grave");
            }
            setText(line == null || empty ? null : LogViewModel.words(line));
        }
    }
}
