package org.crosslayer.app.experiment;

import java.util.List;
import java.util.function.IntConsumer;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.crosslayer.app.control.FittedColumn;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.WholeRows;
import org.jspecify.annotations.Nullable;

/// Findings as a table that can be sorted; a row that is selected is a layer that is chosen.
final class FindingsTable {
    /// No number of a layer, and no ratio, is longer.
    private static final String LAYER = "999";
    private static final String RATIO = "10.000";

    private final TableView<Findings.Line> table = new TableView<>();
    private final WholeRows root = WholeRows.of(table);
    private final IntConsumer onChosen;
    private String first = "";
    private List<String> columns = List.of();
    private boolean isFilling;

    /// @param onChosen hears of the layer of a row that the user selects
    FindingsTable(IntConsumer onChosen) {
        this.onChosen = onChosen;
        table.setId("experiment-table");
        table.setAccessibleText("Perplexity layer by layer");
        table.getStyleClass().add("findings");
        table.setPlaceholder(new Label(""));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_SUBSEQUENT_COLUMNS);
        table.getSelectionModel().selectedItemProperty().addListener((_, _, line) -> chosen(line));
    }

    Node root() {
        return root;
    }

    /// Shows findings; columns stay as they are sorted while they are the same.
    void show(Findings findings, int layer) {
        isFilling = true;
        if (!columns.equals(findings.columns()) || !first.equals(findings.first())) {
            rebuild(findings);
        }
        table.getItems().setAll(findings.lines());
        table.sort();
        isFilling = false;
        select(layer);
    }

    /// Marks the row of a layer.
    void select(int layer) {
        isFilling = true;
        table.getSelectionModel().clearSelection();
        for (Findings.Line line : table.getItems()) {
            if (line.layer() == layer) {
                table.getSelectionModel().select(line);
            }
        }
        isFilling = false;
    }

    private void chosen(Findings.@Nullable Line line) {
        if (line != null && !isFilling) {
            onChosen.accept(line.layer());
        }
    }

    private void rebuild(Findings findings) {
        first = findings.first();
        columns = findings.columns();
        table.getColumns().clear();
        if (findings.isCumulative()) {
            add("layers", whole(true), LAYER);
            add("added", whole(false), LAYER);
        } else {
            add("layer", whole(false), LAYER);
        }
        for (int index = 0; index < columns.size(); index++) {
            add(columns.get(index), ratio(index), RATIO);
        }
    }

    /// With a name that is seen whole.
    private void add(String name, TableColumn<Findings.Line, ?> column, String widest) {
        Label heading = new Label(name);
        heading.getStyleClass().add("column-name");
        table.getColumns().add(column);
        FittedColumn _ = FittedColumn.of(table, column, heading, () -> widest);
    }

    private static TableColumn<Findings.Line, Number> whole(boolean isPosition) {
        TableColumn<Findings.Line, Number> column = new TableColumn<>();
        column.setCellValueFactory(features -> new ReadOnlyIntegerWrapper(
                isPosition
                        ? features.getValue().position()
                        : features.getValue().layer()));
        return column;
    }

    private static TableColumn<Findings.Line, Findings.Cell> ratio(int index) {
        TableColumn<Findings.Line, Findings.Cell> column = new TableColumn<>();
        column.setCellValueFactory(features ->
                new ReadOnlyObjectWrapper<>(features.getValue().cells().get(index)));
        column.setComparator((one, other) -> Double.compare(one.ratio(), other.ratio()));
        column.setCellFactory(_ -> new RatioCell());
        return column;
    }

    /// A ratio, its interval when pointed at.
    private static final class RatioCell extends TableCell<Findings.Line, Findings.Cell> {
        @Override
        protected void updateItem(Findings.@Nullable Cell cell, boolean isEmpty) {
            super.updateItem(cell, isEmpty);
            if (cell == null || isEmpty) {
                setText("");
                setAccessibleText("");
                Hint.set(this, "");
            } else {
                setText(cell.text());
                setAccessibleText(cell.words());
                Hint.set(this, cell.words());
            }
        }
    }
}
