package org.crosslayer.app.shell;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.command.CommandRegistry;
import org.crosslayer.app.command.Shortcuts;
import org.crosslayer.app.control.SideWindow;
import org.crosslayer.app.help.Glossary;

/// The words of the program in plain sentences, and its shortcuts, with a filter.
final class HelpWindow {
    private static final double WIDTH = 600;
    private static final double HEIGHT = 600;

    private final Glossary glossary;
    private final CommandRegistry commands;
    private final Shortcuts shortcuts;
    private final TextField filter = new TextField();
    private final VBox words = new VBox();
    private final VBox root;

    private HelpWindow(Glossary glossary, CommandRegistry commands, Shortcuts shortcuts) {
        this.glossary = glossary;
        this.commands = commands;
        this.shortcuts = shortcuts;
        filter.setId("help-filter");
        filter.setPromptText("Filter");
        filter.setAccessibleText("Letters of a word or a command");
        filter.textProperty().addListener((_, _, _) -> fill());
        words.getStyleClass().add("help");
        ScrollPane scroll = new ScrollPane(words);
        scroll.setId("help");
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("form-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        root = new VBox(filter, scroll);
        root.getStyleClass().add("side-form");
        fill();
    }

    static void show(Window owner, Glossary glossary, CommandRegistry commands, Shortcuts shortcuts) {
        HelpWindow window = new HelpWindow(glossary, commands, shortcuts);
        SideWindow.show(owner, "Words and shortcuts", window.root, WIDTH, HEIGHT);
        window.filter.requestFocus();
    }

    private void fill() {
        words.getChildren().clear();
        for (Glossary.Entry entry : glossary.search(filter.getText())) {
            words.getChildren().addAll(entry(entry.word(), entry.meaning()));
        }
        List<Command> found = commands.search(filter.getText()).stream()
                .filter(command -> !shortcuts.words(command.id()).isEmpty())
                .toList();
        if (!found.isEmpty()) {
            StringBuilder lines = new StringBuilder();
            for (Command command : found) {
                lines.append(shortcuts.words(command.id()))
                        .append("   ")
                        .append(command.words().getValue())
                        .append('\n');
            }
            words.getChildren().addAll(entry("Shortcuts", lines.toString().strip()));
        }
    }

    /// A word and what it means, one below the other.
    static List<Node> entry(String word, String meaning) {
        Label name = new Label(word);
        name.setWrapText(true);
        name.getStyleClass().add("help-word");
        Label text = new Label(meaning);
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        text.getStyleClass().add("help-meaning");
        return List.of(name, text);
    }
}
