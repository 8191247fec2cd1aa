package org.crosslayer.app.details;

import java.io.File;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.command.CommandGroup;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Choices;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.TableExport;
import org.crosslayer.app.workspace.Selection;
import org.jspecify.annotations.Nullable;

/// The centre, below: heads and pairs as tables.
public final class TablesView {
    private final TablesViewModel viewModel;
    private final ColumnsMenu columns;
    private final NumberTableView table;
    private final TextField filter = new TextField();
    private final Card root;

    public TablesView(TablesViewModel viewModel) {
        this.viewModel = viewModel;
        columns = new ColumnsMenu(viewModel);
        table = new NumberTableView("details-table", viewModel, columns.ofHeadings());
        VBox.setVgrow(table.root(), Priority.ALWAYS);
        Label caption = label("tables-caption", "note");
        caption.textProperty().bind(viewModel.caption());
        caption.setWrapText(true);
        caption.setMinHeight(Region.USE_PREF_SIZE);
        Label problem = label("tables-problem", "problem");
        problem.textProperty().bind(viewModel.problem());
        problem.visibleProperty().bind(viewModel.problem().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        root = new Card(
                        "tables-card",
                        "Tables",
                        "Every head, pair of layers and pair of heads in numbers: sort by a heading, filter by words and"
                                + " conditions. A line that you choose is looked at everywhere; Alt-click pins its"
                                + " head.")
                .with(choices(), table.root(), problem, caption)
                .following(viewModel.follows())
                .exporting(new TableExport(viewModel.lines().map(lines -> !lines.isEmpty()), viewModel::tabular));
        viewModel.looking().bind(root.shown());
    }

    /// What to put into the window.
    public Card root() {
        return root;
    }

    /// What the pane adds to menu and palette.
    ///
    /// @param turnTo brings the pane to the front
    public List<Command> commands(Runnable turnTo) {
        return List.of(
                Command.of("heads-like-this", "Heads like the chosen one", CommandGroup.MODEL, () -> {
                            turnTo.run();
                            viewModel.findLikeChosen();
                        })
                        .on("Shortcut+Shift+H")
                        .when(viewModel.selection().head().isNotEqualTo(Selection.MEAN), "No head is chosen."),
                Command.of("filter-table", "Filter the tables of heads and pairs", CommandGroup.VIEW, () -> {
                            turnTo.run();
                            filter.requestFocus();
                        })
                        .on("Shortcut+F"),
                Command.of("table-columns", "Columns of the tables of heads and pairs…", CommandGroup.VIEW, () -> {
                    turnTo.run();
                    columns.button().requestFocus();
                    columns.button().show();
                }));
    }

    private Node choices() {
        ChoiceBox<TableKind> kind = Choices.of("tables-kind", TableKind::words, List.of(TableKind.values()));
        kind.valueProperty().bindBidirectional(viewModel.kind());
        kind.setMinWidth(Region.USE_PREF_SIZE);
        Hint.set(kind, "What the table lists.");
        filter.setId("tables-filter");
        filter.setPromptText("filter, such as  sink < 50%");
        filter.setAccessibleText("Filter of the table");
        filter.getStyleClass().add("filter");
        Hint.set(
                filter,
                "Words that a line must hold, and conditions on columns: > < >= <= = !=."
                        + " Several must all be fulfilled. A column’s name may be shortened.");
        filter.textProperty().bindBidirectional(viewModel.filter());
        filter.setMinWidth(60);
        HBox.setHgrow(filter, Priority.ALWAYS);
        HBox choices = new HBox(kind, filter, columns.button(), like(), save());
        choices.getStyleClass().add("details-choices");
        return choices;
    }

    private Node like() {
        Button like = button(
                "tables-like",
                "",
                "Lists all heads of the model by how near their attention is to that of"
                        + " the chosen head (Ctrl+Shift+H).");
        ObservableValue<String> words = Bindings.createStringBinding(
                () -> viewModel.selection().head().get() == Selection.MEAN
                        ? "Like a head"
                        : "Like L" + viewModel.selection().primary().get() + "H"
                                + viewModel.selection().head().get(),
                viewModel.selection().head(),
                viewModel.selection().primary());
        like.textProperty().bind(words);
        like.disableProperty().bind(viewModel.selection().head().isEqualTo(Selection.MEAN));
        like.setOnAction(_ -> viewModel.findLikeChosen());
        return like;
    }

    private Node save() {
        Button save = button("tables-save", "CSV…", "Saves the lines that are shown, with all columns and digits.");
        save.disableProperty().bind(viewModel.lines().map(List::isEmpty));
        save.setOnAction(_ -> {
            FileChooser chooser = new FileChooser();
            chooser.setTitle("Save the table as CSV");
            chooser.setInitialFileName(viewModel.fileName());
            chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("Comma-separated values", "*.csv"));
            @Nullable File file = chooser.showSaveDialog(root.getScene().getWindow());
            if (file != null) {
                viewModel.save(file.toPath());
            }
        });
        return save;
    }

    static Button button(String id, String words, String meaning) {
        Button button = new Button(words);
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.getStyleClass().add("small-button");
        Hint.set(button, meaning);
        return button;
    }

    static Label label(String id, String styleClass) {
        Label label = new Label();
        label.setId(id);
        label.setMinWidth(0);
        // In a low window numbers go before words about them.
        label.setMinHeight(0);
        label.getStyleClass().add(styleClass);
        return label;
    }
}
