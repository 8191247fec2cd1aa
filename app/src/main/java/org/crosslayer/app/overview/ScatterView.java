package org.crosslayer.app.overview;

import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Choices;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.PaneExport;
import org.crosslayer.app.figure.HeadMeasure;
import org.crosslayer.app.figure.HeadPoint;
import org.crosslayer.app.figure.HeadScatter;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.viz.chart.ChartChoice;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartSeries;
import org.crosslayer.viz.chart.ChartView;
import org.crosslayer.viz.companion.PanelTable;
import org.crosslayer.viz.paper.Panel;
import org.jspecify.annotations.Nullable;

/// The head scatter: every head as a point by two measures.
public final class ScatterView {
    private final ScatterViewModel viewModel;
    private final ObservableValue<@Nullable ChartData> data;
    private final Card root;

    public ScatterView(ScatterViewModel viewModel) {
        this.viewModel = viewModel;
        ChartView chart = new ChartView();
        chart.setId("scatter-chart");
        data = viewModel
                .placed()
                .map(now -> now == null ? null : HeadScatter.chart(now.heads(), now.nLayers(), now.x(), now.y()));
        chart.dataProperty().bind(data);
        chart.chosenProperty()
                .bind(Bindings.createObjectBinding(
                        () -> choice(data.getValue(), viewModel.chosen().get()), data, viewModel.chosen()));
        chart.pinnedProperty()
                .bind(Bindings.createObjectBinding(
                        () -> choice(data.getValue(), viewModel.pinned().get()), data, viewModel.pinned()));
        chart.setOnChosen(
                choice -> viewModel.choose(choice.point().x(), choice.point().y()));
        chart.setOnPinned(
                choice -> viewModel.pin(choice.point().x(), choice.point().y()));
        VBox.setVgrow(chart, Priority.ALWAYS);
        Label reading = label("scatter-reading", "reading");
        reading.setMaxWidth(Double.MAX_VALUE);
        reading.setWrapText(true);
        HBox.setHgrow(reading, Priority.ALWAYS);
        chart.hoveredProperty()
                .addListener((_, _, now) -> reading.setText(
                        now == null
                                ? ""
                                : viewModel.reading(now.point().x(), now.point().y())));
        Label caption = label("scatter-caption", "note");
        caption.textProperty().bind(viewModel.caption());
        caption.setWrapText(true);
        root = new Card(
                        "scatter-card",
                        "Head scatter",
                        "Every head as a point by two measures; colours are layers from below to above. Click a point to"
                                + " look at its head; Left and Right walk along, Enter chooses. Alt-click, or Alt+Enter, pins a head to"
                                + " compare the chosen one with; the pinned one has a dashed ring.")
                .with(chart, axes(reading), caption)
                .following(viewModel.follows())
                .exporting(new Export());
        root.getStyleClass().add("overview");
        viewModel.looking().bind(root.shown());
    }

    /// What to put into the window.
    public Card root() {
        return root;
    }

    /// Where a head is among the points.
    private @Nullable ChartChoice choice(@Nullable ChartData shown, @Nullable HeadPoint head) {
        if (shown == null || head == null) {
            return null;
        }
        double along = viewModel.x().get().of(head);
        double up = viewModel.y().get().of(head);
        for (ChartSeries series : shown.series()) {
            for (ChartSeries.Point point : series.points()) {
                if (point.x() == along && point.y() == up) {
                    return new ChartChoice(series.name(), point);
                }
            }
        }
        return null;
    }

    private Node axes(Node reading) {
        HBox axes = new HBox(
                label("scatter-along", "note", "along"),
                axis("scatter-x", "Along", viewModel.x()),
                label("scatter-up", "note", "up"),
                axis("scatter-y", "Up", viewModel.y()),
                reading);
        axes.getStyleClass().add("details-choices");
        return axes;
    }

    private static ChoiceBox<HeadMeasure> axis(String id, String name, ObjectProperty<HeadMeasure> measure) {
        ChoiceBox<HeadMeasure> box = Choices.of(id, ScatterView::words, List.of(HeadMeasure.values()));
        box.valueProperty().bindBidirectional(measure);
        box.setMinWidth(Region.USE_PREF_SIZE);
        box.setAccessibleText(name);
        Hint.set(
                box,
                "What heads are placed by. Entropy: how widely a head looks. The key before:"
                        + " previous-token score. After the earlier occurrence: induction score. The donor is the head that"
                        + " it would get as an aligned copy.");
        return box;
    }

    /// Short, since the axis has them with their units.
    private static String words(HeadMeasure measure) {
        return switch (measure) {
            case LAYER -> "layer";
            case ENTROPY -> "entropy";
            case SINK -> "sink";
            case DISTANCE -> "distance";
            case PREVIOUS -> "previous token";
            case SELF -> "self";
            case INDUCTION -> "induction";
            case DONOR -> "donor";
        };
    }

    private static Label label(String id, String styleClass, String words) {
        Label label = label(id, styleClass);
        label.setText(words);
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private static Label label(String id, String styleClass) {
        Label label = new Label();
        label.setId(id);
        label.setMinWidth(0);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add(styleClass);
        return label;
    }

    private final class Export implements PaneExport {
        @Override
        public ObservableValue<Boolean> ready() {
            return data.map(_ -> true).orElse(false);
        }

        @Override
        public @Nullable PanelRecipe panel() {
            return data.getValue() == null
                    ? null
                    : PanelRecipe.Scatter.of(
                            word(viewModel.x()),
                            word(viewModel.y()),
                            viewModel.settings().sink());
        }

        private static String word(ObjectProperty<HeadMeasure> measure) {
            return measure.get().name().toLowerCase(Locale.ROOT);
        }

        @Override
        public @Nullable String table() {
            @Nullable ChartData shown = data.getValue();
            return shown == null
                    ? null
                    : PanelTable.of(new Panel.Chart("", shown)).tabs();
        }
    }
}
