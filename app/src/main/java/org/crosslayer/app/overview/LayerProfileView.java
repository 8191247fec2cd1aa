package org.crosslayer.app.overview;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.PaneExport;
import org.crosslayer.app.figure.LayerCharts;
import org.crosslayer.app.figure.Made;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.app.workspace.LayerTrials;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartView;
import org.crosslayer.viz.companion.PanelTable;
import org.crosslayer.viz.paper.Panel;
import org.jspecify.annotations.Nullable;

/// The layer profile: three charts over the layers, side by side.
public final class LayerProfileView {
    private final ProfileViewModel viewModel;
    private final ObservableValue<@Nullable ChartData> divergence;
    private final ObservableValue<@Nullable ChartData> influence;
    private final ObservableValue<@Nullable ChartData> costs;
    private final Card root;

    public LayerProfileView(ProfileViewModel viewModel) {
        this.viewModel = viewModel;
        divergence = viewModel.divergence().map(now -> now == null ? null : LayerCharts.divergence(now));
        influence = viewModel.influence().map(now -> now == null ? null : LayerCharts.influence(now));
        costs = viewModel.costs().map(LayerProfileView::costs);
        HBox charts = new HBox(
                chart("profile-divergence", divergence, new Region()),
                chart("profile-influence", influence, new Region()),
                chart("profile-costs", costs, measure("profile-invitation", "Measure each layer alone")));
        charts.getStyleClass().add("profile-charts");
        VBox.setVgrow(charts, Priority.ALWAYS);
        Label caption = label("profile-caption", "note");
        caption.textProperty().bind(viewModel.caption());
        // In a low window the charts go first; the whole caption is told by pointing at it.
        VBox.setVgrow(caption, Priority.SOMETIMES);
        Hint.follow(caption, viewModel.caption());
        root = new Card(
                        "profile-card",
                        "Layer profile",
                        "One number a layer: how far its attention is from that of the layer below, how much it changes"
                                + " the residual stream (block influence, as in ShortGPT), and what sharing it alone"
                                + " costs. Click a layer to look at it; Left and Right walk along.")
                .with(charts, below(), caption)
                .following(viewModel.follows())
                .exporting(new Export());
        root.getStyleClass().add("overview");
        viewModel.looking().bind(root.shown());
    }

    /// What to put into the window.
    public Card root() {
        return root;
    }

    private Node chart(String id, ObservableValue<@Nullable ChartData> data, Region instead) {
        ChartView chart = new ChartView();
        chart.setId(id);
        chart.dataProperty().bind(data);
        chart.setOnChosen(choice -> viewModel.choose((int) choice.point().x()));
        chart.markedProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> {
                            int layer = viewModel.selection().primary().get();
                            return layer == Selection.NONE ? Double.NaN : layer;
                        },
                        viewModel.selection().primary()));
        instead.visibleProperty().bind(Bindings.createBooleanBinding(() -> data.getValue() == null, data));
        StackPane pane = new StackPane(chart, instead);
        HBox.setHgrow(pane, Priority.ALWAYS);
        return pane;
    }

    private static @Nullable ChartData costs(List<LayerTrials.Trial> tried) {
        return tried.isEmpty()
                ? null
                : LayerCharts.costs(tried.stream()
                        .map(trial -> LayerCharts.cost(trial.layer(), trial.report()))
                        .toList());
    }

    private Button measure(String id, String words) {
        Button measure = new Button();
        measure.setId(id);
        measure.getStyleClass().add("small-button");
        measure.setMinWidth(Region.USE_PREF_SIZE);
        measure.textProperty()
                .bind(Bindings.when(viewModel.measuring()).then("Measuring …").otherwise(words));
        measure.disableProperty().bind(viewModel.measuring());
        Hint.set(
                measure,
                "Lets one layer after the other share with all others as they are, in the"
                        + " background; what is known is shown at once. The job list stops it.");
        measure.setOnAction(_ -> viewModel.measure());
        return measure;
    }

    private Button why() {
        Button why = new Button("Why?");
        why.setId("profile-why");
        why.getStyleClass().add("small-button");
        why.setMinWidth(Region.USE_PREF_SIZE);
        Hint.set(why, "Why the chosen layer is hard to share: the heads, passages and tokens that are" + " to blame.");
        why.disableProperty().bind(viewModel.selection().primary().lessThan(1));
        why.setOnAction(_ -> viewModel.explain());
        return why;
    }

    private Node below() {
        Label chosen = label("profile-chosen", "reading");
        chosen.textProperty().bind(viewModel.chosen());
        chosen.setMinWidth(0);
        chosen.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(chosen, Priority.ALWAYS);
        HBox below = new HBox(chosen, why(), measure("profile-measure", "Measure alone"));
        below.getStyleClass().add("details-choices");
        return below;
    }

    private static Label label(String id, String styleClass) {
        Label label = new Label();
        label.setId(id);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add(styleClass);
        return label;
    }

    /// A panel for each chart that a recipe computes again; costs have one of their own, which the figure measures.
    private final class Export implements PaneExport {
        @Override
        public ObservableValue<Boolean> ready() {
            return viewModel.divergence().map(_ -> true).orElse(false);
        }

        @Override
        public @Nullable PanelRecipe panel() {
            @Nullable SimilarityOptions options = viewModel.options();
            return options == null ? null : PanelRecipe.Profile.of(options);
        }

        @Override
        public List<PanelRecipe> panels() {
            @Nullable SimilarityOptions options = viewModel.options();
            List<PanelRecipe> panels = new ArrayList<>();
            if (options != null) {
                panels.add(PanelRecipe.Profile.of(options));
                panels.add(PanelRecipe.Influence.of(options.sink()));
            }
            return panels;
        }

        @Override
        public @Nullable Made frozen() {
            return null;
        }

        @Override
        public @Nullable String table() {
            List<String> tables = Stream.of(divergence, influence, costs)
                    .map(ObservableValue::getValue)
                    .filter(data -> data != null)
                    .map(data -> PanelTable.of(new Panel.Chart("", data)).tabs())
                    .toList();
            return tables.isEmpty() ? null : String.join("\n", tables);
        }
    }
}
