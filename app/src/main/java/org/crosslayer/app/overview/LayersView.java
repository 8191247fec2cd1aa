package org.crosslayer.app.overview;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.control.Term;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.Metric;
import org.crosslayer.viz.matrix.Axis;
import org.crosslayer.viz.matrix.Caption;
import org.crosslayer.viz.matrix.Cell;
import org.crosslayer.viz.matrix.HeatmapView;
import org.crosslayer.viz.matrix.LabelledMatrix;
import org.jspecify.annotations.Nullable;

/// The centre, above: layers × layers, what the chosen pair says, and the pairs most alike.
public final class LayersView {
    private static final Axis LAYER = new Axis("layer", "");
    /// What labels and colour bar take beside the square of cells, in pixels.
    private static final double BESIDE_CELLS = 100;

    private final LayersViewModel viewModel;
    private final HeatmapView heatmap = new HeatmapView();
    private final Label pair = BesideHeatmap.label("overview-pair", "pair");
    private final GridPane closest = new GridPane();
    private final Card root;

    public LayersView(LayersViewModel viewModel) {
        this.viewModel = viewModel;
        heatmap.setId("overview-heatmap");
        heatmap.setOnCellChosen(choice -> {
            int row = choice.cell().row();
            int column = choice.cell().column();
            if (choice.alt() && !viewModel.selection().isEmpty()) {
                viewModel.selection().pin(Math.min(row, column), Selection.ACCORDING);
            } else {
                viewModel.selection().choosePair(row, column);
            }
        });
        root = new Card(
                        "overview-card",
                        "Layers × layers",
                        "How alike the attention of every two layers is. Click a cell to look at both layers; a double"
                                + " click, or Ctrl+Enter, shows their heads. Alt-click pins the lower of both, to compare"
                                + " the chosen layer with it.")
                .with(BesideHeatmap.of(heatmap, "overview", BESIDE_CELLS, viewModel.caption(), side()))
                .following(viewModel.follows())
                .exporting(new LayersExport(heatmap, viewModel.similarity()));
        root.getStyleClass().add("overview");
        viewModel.similarity().addListener((_, _, similarity) -> show(similarity));
        viewModel.closest().addListener((_, _, pairs) -> showClosest(pairs));
        viewModel.selection().primary().addListener((_, _, _) -> mark());
        viewModel.selection().pinned().addListener((_, _, _) -> mark());
        viewModel.chosen().addListener((_, _, _) -> mark());
        viewModel.plan().plan().addListener((_, _, plan) -> markShared(plan));
        show(viewModel.similarity().get());
    }

    /// What to put into the window.
    public Card root() {
        return root;
    }

    /// Does something with the two layers of a cell that is opened by a double click or Ctrl+Enter.
    public void whenOpened(BiConsumer<Integer, Integer> action) {
        heatmap.setOnCellOpened(cell -> action.accept(cell.row(), cell.column()));
    }

    private Stream<Node> side() {
        Label value = BesideHeatmap.label("overview-value", "pair-value");
        value.textProperty().bind(viewModel.chosen());
        closest.getStyleClass().add("closest");
        return Stream.of(
                pair,
                value,
                new Term(
                        "Closest neighbours",
                        "The layers most like the one directly below them: the first candidates for sharing.",
                        "side-title"),
                closest);
    }

    private void show(@Nullable LayerSimilarity similarity) {
        if (similarity == null) {
            heatmap.setMatrix(null);
            return;
        }
        int nLayers = similarity.values().rows();
        Metric metric = similarity.options().metric();
        heatmap.setMatrix(
                LabelledMatrix.of(nLayers, nLayers, similarity.values().toArray())
                        .captioned(new Caption("", LAYER, LAYER, metric.words(), metric == Metric.JSD ? "nats" : "")));
        mark();
        markShared(viewModel.plan().plan().get());
    }

    private void showClosest(List<NeighbourPair> pairs) {
        closest.getChildren().clear();
        int rows = (pairs.size() + 1) / 2;
        for (int index = 0; index < pairs.size(); index++) {
            closest.add(closestButton(pairs.get(index)), index / rows, index % rows);
        }
    }

    private Button closestButton(NeighbourPair neighbours) {
        int upper = neighbours.upper();
        Button button = new Button(Numbers.format("%d – %d  %.4f", upper, upper - 1, neighbours.value()));
        button.setId("closest-" + upper);
        button.getStyleClass().add("link-button");
        button.setAccessibleText("Layers " + upper + " and " + (upper - 1));
        button.setOnAction(_ -> viewModel.selection().choosePair(upper, upper - 1));
        return button;
    }

    private void mark() {
        int primary = viewModel.selection().primary().get();
        int pinned = viewModel.selection().pinned().get();
        boolean drawn = primary >= 0 && heatmap.matrixProperty().get() != null;
        heatmap.selectedProperty().set(drawn ? new Cell(primary, pinned) : null);
        pair.setText(primary < 0 ? "" : "Layer " + primary + " and layer " + pinned);
    }

    /// A shared layer is marked where its row meets the column of the layer it takes from.
    private void markShared(AttentionPlan plan) {
        heatmap.setMarks(IntStream.range(1, plan.nLayers())
                .filter(plan::isShared)
                .mapToObj(layer -> new Cell(layer, layer - 1))
                .toList());
    }
}
