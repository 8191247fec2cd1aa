package org.crosslayer.app.shell;

import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.crosslayer.app.command.CommandRegistry;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.MessageSteps;
import org.crosslayer.app.task.UserMessage;
import org.jspecify.annotations.Nullable;

/// What went wrong, in the window and not in its way: it stays until it is read and closed.
final class MessageBar {
    private final Label title = new Label();
    private final Label sentence = new Label();
    private final Button close = new Button("✕");
    private final Button copy = new Button("Copy details");
    private final HBox steps = new HBox();
    private final HBox root;
    private final MessageSteps buttons;
    private @Nullable UserMessage shown;

    /// @param commands what a message may offer
    MessageBar(ShellViewModel viewModel, CommandRegistry commands) {
        buttons = new MessageSteps("message-", () -> commands, viewModel::dismissMessage);
        title.setId("message-title");
        title.getStyleClass().add("message-title");
        sentence.setId("message-text");
        sentence.setWrapText(true);
        sentence.getStyleClass().add("message-text");
        copy.setId("message-copy");
        copy.getStyleClass().add("small-button");
        Hint.set(copy, "Puts the technical details on the clipboard, for a report.");
        copy.setOnAction(_ -> copyDetails());
        close.setId("message-close");
        close.setAccessibleText("Close the message");
        close.getStyleClass().add("icon-button");
        close.setOnAction(_ -> viewModel.dismissMessage());
        VBox words = new VBox(title, sentence);
        HBox.setHgrow(words, Priority.ALWAYS);
        steps.getStyleClass().add("message-steps");
        root = new HBox(words, steps, copy, close);
        root.setId("message");
        root.setAlignment(Pos.CENTER_LEFT);
        root.getStyleClass().add("message");
        viewModel.message().addListener((_, _, message) -> show(message));
        show(viewModel.message().get());
    }

    Node root() {
        return root;
    }

    private void show(@Nullable UserMessage message) {
        shown = message;
        root.setVisible(message != null);
        root.setManaged(message != null);
        if (message != null) {
            title.setText(message.title());
            sentence.setText((message.whatHappened() + " " + message.whatToDo()).strip());
            steps.getChildren().setAll(buttons.of(message));
            root.setAccessibleText(message.title() + ". " + sentence.getText());
            root.notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
            copy.setVisible(message.isBug());
            copy.setManaged(message.isBug());
        }
    }

    /// Gives the keyboard to the first of its buttons.
    void takeKeyboard() {
        if (root.isVisible()) {
            (steps.getChildren().isEmpty() ? close : steps.getChildren().getFirst()).requestFocus();
        }
    }

    private void copyDetails() {
        if (shown != null) {
            ClipboardContent content = new ClipboardContent();
            content.putString(shown.whatHappened() + "\n" + shown.details());
            Clipboard.getSystemClipboard().setContent(content);
        }
    }
}
