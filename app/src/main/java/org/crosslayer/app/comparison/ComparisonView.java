package org.crosslayer.app.comparison;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.FittedColumn;
import org.crosslayer.app.control.Portions;
import org.crosslayer.app.control.WholeRows;
import org.jspecify.annotations.Nullable;

/// The lowest row: plans side by side, and beside them a small chart of what each change did.
///
/// Where there is no room for all columns and the chart, columns without any number step aside, and where the others
/// still need it, the chart does: the table does not scroll sideways as long as that helps.
public final class ComparisonView {
    private static final PseudoClass ACTIVE = PseudoClass.getPseudoClass("active");
    private static final double CHART_PX = 190;
    /// The frame of the table, its scroll bar, and the gap to the chart.
    private static final double AROUND_PX = 24;
    /// Letters of the notes that are seen at once.
    private static final int LONGEST = 40;

    private final ComparisonViewModel viewModel;
    private final TableView<PlanLine> table = new TableView<>();
    private final Portions portions = new Portions(table);
    private final List<FittedColumn> columns;
    private final HBox halves;
    private final ChangesView changes;
    private final Card root;

    public ComparisonView(ComparisonViewModel viewModel) {
        this.viewModel = viewModel;
        table.setId("plans-table");
        table.getStyleClass().add("details-table");
        table.setAccessibleText("Plans side by side");
        columns = IntStream.range(0, PlanLine.COLUMNS.size())
                .mapToObj(this::column)
                .toList();
        table.setRowFactory(_ -> new PlanRow());
        table.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                event.consume();
                turnTo(table.getSelectionModel().getSelectedItem());
            }
        });
        WholeRows rows = WholeRows.of(table);
        HBox.setHgrow(rows, Priority.ALWAYS);
        halves = new HBox(rows);
        halves.getStyleClass().add("plans-halves");
        VBox.setVgrow(halves, Priority.ALWAYS);
        root = new Card(
                        "plans-card",
                        "Plans",
                        "The plans side by side with what was measured of them; differences are to the plan being worked"
                                + " on, on the same windows. Beside them what each change did to the perplexity.")
                .with(halves);
        changes = new ChangesView("changes", viewModel, root.shown());
        changes.root().setMinWidth(CHART_PX);
        changes.root().setPrefWidth(CHART_PX);
        HBox.setHgrow(changes.root(), Priority.SOMETIMES);
        halves.getChildren().add(changes.root());
        root.exporting(new PlansExport(viewModel, changes.data()));
        viewModel.lines().addListener((_, _, lines) -> fill(lines));
        fill(viewModel.lines().get());
        halves.widthProperty().addListener((_, _, _) -> fold());
        table.getColumns().forEach(column -> column.prefWidthProperty().addListener((_, _, _) -> fold()));
    }

    /// What to put into the window.
    public Card root() {
        return root;
    }

    /// What each change did, as a pane of its own.
    public static Card changes(ComparisonViewModel viewModel) {
        return ChangesView.card(viewModel);
    }

    private void fill(List<PlanLine> lines) {
        int chosen = table.getSelectionModel().getSelectedIndex();
        table.getItems().setAll(lines);
        columns.forEach(FittedColumn::fit);
        fold();
        table.getSelectionModel().select(Math.min(chosen, lines.size() - 1));
    }

    /// In the next frame: headings of columns that come and go while they are laid out are lost.
    private void fold() {
        if (portions.isEmpty()) {
            portions.add(this::foldNow);
        }
    }

    /// Lets stand what there is room for.
    private void foldNow() {
        double room = halves.getWidth() - AROUND_PX;
        if (room <= 0) {
            return;
        }
        boolean fitsWhole = widths(_ -> true) + CHART_PX <= room;
        IntPredicate stays = index -> fitsWhole || index == 0 || hasNumber(index);
        boolean fitsBeside = widths(stays) + CHART_PX <= room;
        for (int index = 0; index < columns.size(); index++) {
            table.getColumns().get(index).setVisible(stays.test(index));
        }
        changes.root().setVisible(fitsBeside);
        changes.root().setManaged(fitsBeside);
    }

    private double widths(IntPredicate which) {
        return IntStream.range(0, columns.size())
                .filter(which)
                .mapToDouble(index -> table.getColumns().get(index).getPrefWidth())
                .sum();
    }

    private boolean hasNumber(int column) {
        return table.getItems().stream()
                .map(line -> words(line, column))
                .anyMatch(words -> !words.isEmpty() && !words.equals(PlanLine.UNKNOWN));
    }

    private void turnTo(@Nullable PlanLine line) {
        if (line != null) {
            viewModel.turnTo(line.index());
        }
    }

    private FittedColumn column(int index) {
        String name = PlanLine.COLUMNS.get(index);
        TableColumn<PlanLine, String> column = new TableColumn<>();
        column.setCellValueFactory(features -> new ReadOnlyStringWrapper(words(features.getValue(), index)));
        column.setSortable(false);
        if (index == 0 || name.equals("Notes")) {
            column.getStyleClass().add("words");
        }
        table.getColumns().add(column);
        Label heading = new Label(name);
        heading.getStyleClass().add("column-name");
        return FittedColumn.of(table, column, heading, () -> longest(index));
    }

    private static String words(PlanLine line, int column) {
        return column == 0 ? line.name() : line.cells().get(column - 1);
    }

    /// A letter longer, since the plan being worked on is in bold.
    private String longest(int column) {
        String longest = table.getItems().stream()
                .map(line -> words(line, column))
                .max(Comparator.comparingInt(String::length))
                .orElse("");
        return longest.substring(0, Math.min(longest.length(), LONGEST)) + "0";
    }

    /// The plan being worked on is marked; a double click turns to another.
    private final class PlanRow extends TableRow<PlanLine> {
        PlanRow() {
            getStyleClass().add("plan-line-row");
            setOnMouseClicked(event -> {
                if (event.getClickCount() == 2) {
                    turnTo(getItem());
                }
            });
        }

        @Override
        protected void updateItem(@Nullable PlanLine line, boolean isEmpty) {
            super.updateItem(line, isEmpty);
            pseudoClassStateChanged(ACTIVE, line != null && !isEmpty && line.isActive());
            setAccessibleText(
                    line == null || isEmpty
                            ? ""
                            : "Plan " + line.name() + (line.isActive() ? ", being worked on" : ""));
        }
    }
}
