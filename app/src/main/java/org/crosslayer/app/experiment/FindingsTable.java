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
import org.crosslayer.app.control.Hint;
import org.jspecify.annotations.Nullable;

/// Findings as a table that can be sorted; a row that is selected is a layer that is chosen.
final class FindingsTable {
    private static final double FIRST_PX = 46;
    private static final double COLUMN_PX = 58;
    /// Of a name in a heading.
    private static final double LETTER_PX = 6.6;

    private final TableView<Findings.Line> table = new TableView<>();
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
        return table;
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
            table.getColumns().add(whole("layers", true));
            table.getColumns().add(whole("added", false));
        } else {
            table.getColumns().add(whole("layer", false));
        }
        for (int index = 0; index < columns.size(); index++) {
            table.getColumns().add(ratio(columns.get(index), index));
        }
    }

    private static TableColumn<Findings.Line, Number> whole(String name, boolean isPosition) {
        TableColumn<Findings.Line, Number> column = new TableColumn<>(name);
        column.setCellValueFactory(features -> new ReadOnlyIntegerWrapper(
                isPosition
                        ? features.getValue().position()
                        : features.getValue().layer()));
        column.setPrefWidth(FIRST_PX);
        return column;
    }

    private static TableColumn<Findings.Line, Findings.Cell> ratio(String name, int index) {
        TableColumn<Findings.Line, Findings.Cell> column = new TableColumn<>(name);
        column.setCellValueFactory(features ->
                new ReadOnlyObjectWrapper<>(features.getValue().cells().get(index)));
        column.setComparator((one, other) -> Double.compare(one.ratio(), other.ratio()));
        column.setCellFactory(_ -> new RatioCell());
        column.setPrefWidth(Math.max(COLUMN_PX, LETTER_PX * name.length()));
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
