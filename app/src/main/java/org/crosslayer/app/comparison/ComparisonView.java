package org.crosslayer.app.comparison;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Card;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartData.ChartAxis;
import org.crosslayer.viz.chart.ChartSeries;
import org.crosslayer.viz.chart.ChartView;
import org.jspecify.annotations.Nullable;

/// The lowest row: plans side by side, and beside them a small chart of what each change did.
public final class ComparisonView {
    private static final PseudoClass ACTIVE = PseudoClass.getPseudoClass("active");
    private static final double CHART_PX = 190;

    private final ComparisonViewModel viewModel;
    private final TableView<PlanLine> table = new TableView<>();
    private final ChartView chart = new ChartView();
    private final Label reading = new Label();
    private final Card root;

    public ComparisonView(ComparisonViewModel viewModel) {
        this.viewModel = viewModel;
        table.setId("plans-table");
        table.getStyleClass().add("details-table");
        table.setAccessibleText("Plans side by side");
        for (int index = 0; index < PlanLine.COLUMNS.size(); index++) {
            table.getColumns().add(column(index));
        }
        table.setRowFactory(_ -> new PlanRow());
        table.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                event.consume();
                turnTo(table.getSelectionModel().getSelectedItem());
            }
        });
        chart.setId("changes-chart");
        reading.setId("changes-reading");
        reading.getStyleClass().add("note");
        reading.setMinWidth(0);
        reading.setWrapText(true);
        reading.setMinHeight(Region.USE_PREF_SIZE);
        chart.hoveredProperty()
                .addListener((_, _, choice) -> read(
                        choice == null
                                ? newest()
                                : (int) Math.round(choice.point().x())));
        VBox.setVgrow(chart, Priority.ALWAYS);
        VBox changes = new VBox(chart, reading);
        changes.setMinWidth(CHART_PX);
        changes.setPrefWidth(CHART_PX);
        HBox.setHgrow(table, Priority.ALWAYS);
        HBox.setHgrow(changes, Priority.SOMETIMES);
        HBox halves = new HBox(table, changes);
        halves.getStyleClass().add("plans-halves");
        VBox.setVgrow(halves, Priority.ALWAYS);
        root = new Card(
                        "plans-card",
                        "Plans",
                        "The plans side by side with what was measured of them; differences are to the plan being worked"
                                + " on, on the same windows. Beside them what each change did to the perplexity.")
                .with(halves)
                .exporting(new PlansExport(viewModel, chart.dataProperty()));
        viewModel.lines().addListener((_, _, lines) -> fill(lines));
        viewModel.changes().addListener((ListChangeListener<Change>) _ -> draw());
        root.shown().addListener((_, _, _) -> draw());
        fill(viewModel.lines().get());
    }

    /// What to put into the window.
    public Card root() {
        return root;
    }

    private void fill(List<PlanLine> lines) {
        int chosen = table.getSelectionModel().getSelectedIndex();
        table.getItems().setAll(lines);
        table.getSelectionModel().select(Math.min(chosen, lines.size() - 1));
    }

    /// Not for nobody.
    private void draw() {
        if (!root.shown().get()) {
            return;
        }
        List<ChartSeries.Point> points = new ArrayList<>();
        for (Change change : viewModel.changes()) {
            points.add(ChartSeries.Point.between(points.size(), change.ratio(), change.low(), change.high()));
        }
        chart.dataProperty()
                .set(
                        points.isEmpty()
                                ? null
                                : new ChartData(
                                        ChartAxis.counting("change"),
                                        ChartAxis.of("× none"),
                                        ChartData.Mark.LINES,
                                        List.of(new ChartSeries("plan", points))));
        read(newest());
    }

    private int newest() {
        return viewModel.changes().size() - 1;
    }

    private void read(int change) {
        List<Change> all = viewModel.changes();
        reading.setText(
                change < 0 || change >= all.size()
                        ? "Nothing measured yet."
                        : all.get(change).words(change, change == 0 ? null : all.get(change - 1)));
    }

    private void turnTo(@Nullable PlanLine line) {
        if (line != null) {
            viewModel.turnTo(line.index());
        }
    }

    private static TableColumn<PlanLine, String> column(int index) {
        String name = PlanLine.COLUMNS.get(index);
        TableColumn<PlanLine, String> column = new TableColumn<>(name);
        column.setCellValueFactory(features -> new ReadOnlyStringWrapper(
                index == 0
                        ? features.getValue().name()
                        : features.getValue().cells().get(index - 1)));
        column.setSortable(false);
        if (index == 0 || name.equals("Notes")) {
            column.getStyleClass().add("words");
        }
        column.setPrefWidth(width(name));
        return column;
    }

    /// As wide as what stands in it, so that the first five are seen beside the chart in a low window.
    private static double width(String name) {
        return switch (name) {
            case "Plan" -> 44;
            case "Layers" -> 64;
            case "Perplexity" -> 72;
            case "Difference" -> 112;
            case "× none" -> 54;
            // “no change” in bold.
            case "Prefill", "Decode" -> 88;
            case "Notes" -> 118;
            default -> 72;
        };
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
