package org.crosslayer.app.shell;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.Spinner;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Colours;
import org.crosslayer.app.control.FittedColumn;
import org.crosslayer.app.control.Pages;
import org.crosslayer.app.control.WholeRows;

/// Fills a scene that belongs to no window with controls of the kinds that pages consist of, a few times: makes, styles
/// and lays them out, sorts a table and takes lines away. Most of what they need is loaded and compiled afterwards, and
/// a page that is turned to for the first time comes sooner. JavaFX allows any thread for what belongs to no window.
final class ControlRehearsal {
    private static final int TIMES = 4;
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final int LINES = 40;
    private static final int COLUMNS = 10;

    private static final AtomicBoolean PLAYED = new AtomicBoolean();

    private ControlRehearsal() {}

    /// Does it, unless that was done in this program before; on any thread, meant for one in the background.
    ///
    /// @param stylesheets those of the window
    static void playOnce(List<String> stylesheets) {
        if (PLAYED.compareAndSet(false, true)) {
            for (int time = 0; time < TIMES; time++) {
                Scene _ = play(stylesheets);
            }
        }
    }

    /// Does it once.
    ///
    /// @return the scene as it is in the end
    static Scene play(List<String> stylesheets) {
        TableView<Integer> table = table();
        ListView<String> list = new ListView<>(lines());
        WholeRows rows = WholeRows.of(table);
        VBox.setVgrow(rows, Priority.ALWAYS);
        Pages pages = new Pages(List.of(
                new Card("a", "First", "A page.").with(rows, list),
                new Card("b", "Second", "Another page.").with(new ScrollPane(small()))));
        Scene scene = new Scene(pages.root(), WIDTH, HEIGHT);
        scene.getStylesheets().addAll(stylesheets);
        pages.root().resize(WIDTH, HEIGHT);
        show(scene.getRoot());
        table.getSortOrder().add(table.getColumns().getFirst());
        table.getSelectionModel().select(LINES / 2);
        table.scrollTo(LINES - 1);
        list.scrollTo(LINES - 1);
        show(scene.getRoot());
        table.getItems().remove(LINES / 2, LINES);
        list.getItems().remove(LINES / 2, LINES);
        show(scene.getRoot());
        pages.turnTo(pages.cards().getLast());
        show(scene.getRoot());
        pages.cards().forEach(card -> card.pseudoClassStateChanged(Colours.DARK, true));
        show(scene.getRoot());
        return scene;
    }

    private static void show(Parent root) {
        root.applyCss();
        root.layout();
    }

    private static ObservableList<String> lines() {
        return FXCollections.observableArrayList(
                IntStream.range(0, LINES).mapToObj(line -> "line " + line).toList());
    }

    private static TableView<Integer> table() {
        TableView<Integer> table = new TableView<>(FXCollections.observableArrayList(
                IntStream.range(0, LINES).boxed().toList()));
        table.getStyleClass().add("details-table");
        for (int index = 0; index < COLUMNS; index++) {
            TableColumn<Integer, String> column = new TableColumn<>();
            column.setCellValueFactory(line -> new ReadOnlyStringWrapper(Integer.toString(-line.getValue())));
            table.getColumns().add(column);
            FittedColumn _ = FittedColumn.of(table, column, new Label("column " + index), () -> "-100");
        }
        return table;
    }

    private static Node small() {
        return new VBox(
                new FlowPane(new Button("a"), new ToggleButton("b"), new MenuButton("c"), new CheckBox("d")),
                new TextFlow(new Text("Words that are longer than a line of the window would be. ".repeat(8))),
                new TextField("a"),
                new TextArea("a\nb"),
                new ChoiceBox<>(lines()),
                new Spinner<Integer>(0, LINES, 1),
                new Slider(0, 1, 0.5),
                new ProgressBar(0.5));
    }
}
