package org.crosslayer.app.shell;

import java.io.File;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Term;
import org.crosslayer.app.control.WindowCommand;

/// The main window: subject left, evidence in the middle, action right, jobs below.
public final class ShellView {
    private final ShellViewModel viewModel;
    private final Commands commands;
    private final BorderPane root = new BorderPane();

    /// Puts the panes into their zones.
    ///
    /// @param left   what is open
    /// @param centre what is seen
    /// @param right  what can be done, and what it costs
    /// @param tools  what panes add to the menu
    public ShellView(
            ShellViewModel viewModel, Node left, List<Node> centre, List<Node> right, List<WindowCommand> tools) {
        this.viewModel = viewModel;
        this.commands = new Commands(viewModel, tools);
        VBox evidence = new VBox();
        evidence.getChildren().addAll(centre);
        evidence.getStyleClass().add("evidence");
        centre.forEach(pane -> VBox.setVgrow(pane, Priority.ALWAYS));
        VBox action = new VBox();
        action.getChildren().addAll(right);
        action.getStyleClass().add("action");
        VBox.setVgrow(right.getFirst(), Priority.ALWAYS);
        root.setId("shell");
        root.getStyleClass().add("shell");
        root.setTop(new VBox(header(), new MessageBar(viewModel).root()));
        root.setLeft(left);
        root.setCenter(evidence);
        root.setRight(action);
        root.setBottom(new StatusView(viewModel).root());
        root.setOnDragOver(this::dragOver);
        root.setOnDragDropped(this::dropped);
    }

    /// What to put into the scene.
    public Parent root() {
        return root;
    }

    /// Keeps the scene in the colours that are chosen.
    public void dress(Scene scene) {
        viewModel.theme().addListener((_, _, theme) -> scene.getStylesheets().setAll(Stylesheets.of(theme)));
        scene.getStylesheets().setAll(Stylesheets.of(viewModel.theme().get()));
    }

    private Node header() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button undo = button("undo", "↶ Undo", "Takes the last change of the plan back (Ctrl+Z).");
        undo.setOnAction(_ -> viewModel.plan().undo());
        undo.disableProperty().bind(viewModel.plan().undoLabel().isEmpty());
        Button redo = button("redo", "↷ Redo", "Makes the change again that was taken back last (Ctrl+Y).");
        redo.setOnAction(_ -> viewModel.plan().redo());
        redo.disableProperty().bind(viewModel.plan().redoLabel().isEmpty());
        Button model = button("open-model", "Open model…", "A folder with config.json and weights (Ctrl+O).");
        model.setOnAction(_ -> commands.chooseModel());
        Button text = button("open-text", "Open text…", "A UTF-8 text for the model to read (Ctrl+Shift+O).");
        text.setOnAction(_ -> commands.chooseText());
        Button theme = button("theme", "◐", "Light or dark (Ctrl+L).");
        theme.setAccessibleText("Light or dark");
        theme.setOnAction(_ -> viewModel.toggleTheme());
        HBox header = new HBox(commands.menu(), gap, model, text, undo, redo, theme);
        header.setId("toolbar");
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("header");
        return header;
    }

    private static Button button(String id, String words, String meaning) {
        Button button = new Button(words);
        button.setId(id);
        button.getStyleClass().add("header-button");
        button.setTooltip(Term.explanation(meaning));
        return button;
    }

    private void dragOver(DragEvent event) {
        if (event.getDragboard().hasFiles()) {
            event.acceptTransferModes(TransferMode.COPY);
        }
        event.consume();
    }

    private void dropped(DragEvent event) {
        if (event.getDragboard().hasFiles()) {
            viewModel.openDropped(
                    event.getDragboard().getFiles().stream().map(File::toPath).toList());
            event.setDropCompleted(true);
        }
        event.consume();
    }
}
