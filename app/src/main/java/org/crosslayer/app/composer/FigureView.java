package org.crosslayer.app.composer;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.command.CommandGroup;
import org.crosslayer.app.command.CommandRegistry;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.MessageSteps;
import org.crosslayer.app.control.PaneExport;
import org.crosslayer.app.control.SideWindow;
import org.crosslayer.app.task.Remedy;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.Workspace;
import org.jspecify.annotations.Nullable;

/// The window in which figures are put together: panels left, the sheet in the middle, size and style right. Paper is
/// white whatever colours the window has.
public final class FigureView {
    private static final double WIDTH = 1220;
    private static final double HEIGHT = 780;
    private static final double STEP_GAP = 6;

    private final FigureViewModel viewModel;
    private final Workspace workspace;
    private final MessageSteps steps;
    private final BorderPane root = new BorderPane();
    private @Nullable Stage stage;

    /// @param commands what a message may offer; asked when one is there
    public FigureView(FigureViewModel viewModel, Workspace workspace, Supplier<CommandRegistry> commands) {
        this.viewModel = viewModel;
        this.workspace = workspace;
        steps = new MessageSteps("figure-problem-", commands, () -> {});
        root.setId("figure-window");
        root.getStyleClass().addAll("shell", "figure-window");
        root.setTop(tools());
        root.setLeft(new PanelListView(viewModel).root());
        root.setCenter(new PreviewView(viewModel).root());
        root.setRight(new SheetView(viewModel).root());
        root.setBottom(messages());
    }

    /// What menu and palette get; a figure of a pane is asked for by the pane itself.
    public List<Command> commands() {
        return List.of(
                Command.of("figure-window", "Figure window", CommandGroup.FIGURE, this::show)
                        .on("Shortcut+Shift+E"),
                Command.of("figure-open-recipe", "Open a figure's recipe…", CommandGroup.FIGURE, owner -> {
                            show(owner);
                            open();
                        })
                        .when(workspace.subject().map(_ -> true).orElse(false), "No model is open; open one first."),
                Command.of("figure-write", "Write the figure…", CommandGroup.FIGURE, owner -> {
                            show(owner);
                            export();
                        })
                        .when(viewModel.isReady(), "The figure window holds no figure."));
    }

    /// Opens the window, or brings it to the front.
    public void show(Window owner) {
        Stage shown = stage;
        if (shown == null || !shown.isShowing()) {
            if (root.getScene() != null) {
                root.getScene().setRoot(new Region());
            }
            Window main = owner instanceof Stage front && front.getOwner() != null ? front.getOwner() : owner;
            shown = SideWindow.make(main, "Figure", root, WIDTH, HEIGHT);
            SideWindow.followShortcuts(shown, main.getScene());
            shown.show();
            shown.setOnHidden(_ -> viewModel.watch(false));
            stage = shown;
            viewModel.watch(true);
        }
        shown.toFront();
        shown.requestFocus();
    }

    /// Opens the window with the figure of a recipe.
    public void open(Window owner, Path recipe) {
        if (workspace.subject().get() == null) {
            workspace
                    .message()
                    .set(new UserMessage(
                                    "No model for the figure",
                                    recipe.getFileName()
                                            + " is the recipe of a figure, which is made of an open model.",
                                    "Open a model first.",
                                    "")
                            .remedied(Remedy.OTHER_MODEL));
            return;
        }
        show(owner);
        viewModel.open(recipe);
    }

    /// Makes a panel of what a pane shows, and shows the figure.
    public void add(Window owner, Card card) {
        @Nullable PaneExport pane = card.export();
        if (pane != null && viewModel.add(pane)) {
            show(owner);
        } else {
            workspace
                    .message()
                    .set(new UserMessage(
                                    "No figure yet",
                                    "“" + card.title() + "” shows nothing that figures have a panel for.",
                                    "Wait until it shows something, or copy its picture and numbers.",
                                    "")
                            .remedied(Remedy.COPY_PANE));
        }
    }

    private Node tools() {
        Button undo = SheetView.button("figure-undo", "↶ Undo", "Takes the last change back.");
        undo.disableProperty().bind(viewModel.history().undoLabel().isEmpty());
        undo.setOnAction(_ -> viewModel.history().undo());
        Button redo = SheetView.button("figure-redo", "↷ Redo", "Makes the change again that was taken back last.");
        redo.disableProperty().bind(viewModel.history().redoLabel().isEmpty());
        redo.setOnAction(_ -> viewModel.history().redo());
        Button open = SheetView.button(
                "figure-open",
                "Open recipe…",
                "Takes panels and paper of a recipe; model and text stay those that are open.");
        open.setOnAction(_ -> open());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button picture = SheetView.button(
                "figure-copy-picture", "Copy picture", "Puts the figure on the clipboard, in its own resolution.");
        picture.setOnAction(_ -> viewModel.picture(this::copyPicture));
        MenuButton table = new MenuButton("Copy table");
        table.setId("figure-copy-table");
        table.getStyleClass().add("header-button");
        table.setMinWidth(Region.USE_PREF_SIZE);
        Hint.set(table, "Puts the numbers of all panels on the clipboard.");
        for (TableForm form : TableForm.values()) {
            MenuItem item = new MenuItem(form.words());
            item.setId("figure-copy-" + form.name().toLowerCase(java.util.Locale.ROOT));
            item.setOnAction(_ -> viewModel.table(form, this::copyTable));
            table.getItems().add(item);
        }
        Button export = SheetView.button(
                "figure-export",
                "Export…",
                "Writes PDF, SVG or PNG, and beside it data, tables, programs, caption and the recipe.");
        export.getStyleClass().add("primary");
        export.setDefaultButton(true);
        export.setOnAction(_ -> export());
        for (Region needsFigure : List.of(picture, table, export)) {
            needsFigure.disableProperty().bind(viewModel.isReady().map(is -> !is));
        }
        HBox tools = new HBox(undo, redo, open, gap, picture, table, export);
        tools.getStyleClass().addAll("figure-row", "figure-tools");
        return tools;
    }

    private Node messages() {
        Label problem = new Label();
        problem.setId("figure-problem");
        problem.getStyleClass().add("problem");
        problem.setWrapText(true);
        problem.setMinHeight(Region.USE_PREF_SIZE);
        FlowPane buttons = new FlowPane(STEP_GAP, STEP_GAP);
        buttons.setId("figure-problem-steps");
        buttons.setMinHeight(Region.USE_PREF_SIZE);
        VBox trouble = new VBox(problem, buttons);
        trouble.getStyleClass().add("figure-problem");
        viewModel.problem().subscribe(message -> {
            trouble.setVisible(message != null);
            trouble.setManaged(message != null);
            problem.setText(message == null ? "" : (message.whatHappened() + " " + message.whatToDo()).strip());
            buttons.getChildren().setAll(message == null ? List.of() : steps.of(message));
        });
        Label status = new Label();
        status.setId("figure-status");
        status.getStyleClass().add("note");
        status.textProperty().bind(viewModel.status());
        VBox box = new VBox(trouble, status);
        box.getStyleClass().add("figure-messages");
        return box;
    }

    private void open() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Open a figure's recipe");
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("Recipes", "*.json"));
        @Nullable File file = chooser.showOpenDialog(stage);
        if (file != null) {
            viewModel.open(file.toPath());
        }
    }

    private void export() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Export the figure");
        chooser.setInitialFileName("figure.pdf");
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter("PDF", "*.pdf"),
                        new FileChooser.ExtensionFilter("SVG", "*.svg"),
                        new FileChooser.ExtensionFilter("PNG", "*.png"));
        @Nullable File file = chooser.showSaveDialog(stage);
        if (file != null) {
            viewModel.export(file.toPath());
        }
    }

    private void copyPicture(Drawn picture) {
        @Nullable PaperPreview preview = picture.preview();
        if (preview != null) {
            ClipboardContent content = new ClipboardContent();
            content.putImage(preview.image());
            Clipboard.getSystemClipboard().setContent(content);
            viewModel.done("The picture is on the clipboard.");
        }
    }

    private void copyTable(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
        viewModel.done("The table is on the clipboard.");
    }
}
