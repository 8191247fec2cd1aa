package org.crosslayer.app.comparison;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.ChartExport;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartData.ChartAxis;
import org.crosslayer.viz.chart.ChartSeries;
import org.crosslayer.viz.chart.ChartView;
import org.jspecify.annotations.Nullable;

/// A small chart of what each change of the plan did to the perplexity, and below it one of them in words: the one
/// pointed at, or the newest.
final class ChangesView {
    /// What the numbers of the chart are.
    static final String CAPTION = "Perplexity over that without sharing, change after change";

    private final ComparisonViewModel viewModel;
    private final ReadOnlyBooleanProperty shown;
    private final ChartView chart = new ChartView();
    private final Label reading = new Label();
    private final VBox root = new VBox(chart, reading);

    /// @param id    what the ids of its parts begin with
    /// @param shown whether somebody sees it; nothing is drawn for nobody
    ChangesView(String id, ComparisonViewModel viewModel, ReadOnlyBooleanProperty shown) {
        this.viewModel = viewModel;
        this.shown = shown;
        chart.setId(id + "-chart");
        reading.setId(id + "-reading");
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
        VBox.setVgrow(root, Priority.ALWAYS);
        viewModel.changes().addListener((ListChangeListener<Change>) _ -> draw());
        shown.addListener((_, _, _) -> draw());
    }

    /// One in a card of its own.
    static Card card(ComparisonViewModel viewModel) {
        Card card = new Card(
                "changes-card",
                "Changes",
                "What each change of the plan did: the perplexity over that without sharing, the newest at the right."
                        + " Point at one to read it.");
        ChangesView view = new ChangesView("changes-beside", viewModel, card.shown());
        return card.with(view.root()).exporting(new ChartExport(view.data(), () -> CAPTION));
    }

    VBox root() {
        return root;
    }

    /// What is drawn; null for nothing.
    ObservableValue<@Nullable ChartData> data() {
        return chart.dataProperty();
    }

    private void draw() {
        if (!shown.get()) {
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
}
