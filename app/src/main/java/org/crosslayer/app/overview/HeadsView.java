package org.crosslayer.app.overview;

import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.HeatmapExport;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.figure.HeadMatrix;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.engine.similarity.HeadSimilarity;
import org.crosslayer.viz.matrix.Cell;
import org.crosslayer.viz.matrix.GridWindow;
import org.crosslayer.viz.matrix.HeatmapView;
import org.jspecify.annotations.Nullable;

/// Heads × heads: all of them, or those of two layers.
public final class HeadsView {
    /// What labels and colour bar take beside the square of cells, in pixels.
    private static final double BESIDE_CELLS = 130;

    private final HeadsViewModel viewModel;
    private final HeatmapView heatmap = new HeatmapView();
    private final Label block = BesideHeatmap.label("heads-block", "pair");
    private final Button back;
    private final Card root;
    private boolean isFilling;

    public HeadsView(HeadsViewModel viewModel) {
        this.viewModel = viewModel;
        heatmap.setId("heads-heatmap");
        heatmap.setOnCellChosen(choice -> {
            if (choice.alt()) {
                viewModel.pin(pair(choice.cell()));
            } else {
                viewModel.choose(pair(choice.cell()));
            }
        });
        heatmap.setOnCellOpened(cell -> viewModel.zoomTo(pair(cell)));
        heatmap.viewport().windowProperty().addListener((_, _, _) -> followViewport());
        back = button("heads-all", "All heads", "Shows all heads of the model again (Esc).");
        back.setOnAction(_ -> viewModel.showAll());
        root = new Card(
                        "heads-card",
                        "Heads × heads",
                        "How alike every two heads of the model are; lines part the layers. Click a cell to look at both"
                                + " heads; a double click, or Ctrl+Enter, zooms to its two layers, and Esc shows all"
                                + " again. Alt-click pins the head of the row. The head mode of the evidence makes no"
                                + " difference here.")
                .with(BesideHeatmap.of(heatmap, "heads", BESIDE_CELLS, viewModel.caption(), side()))
                .following(viewModel.follows())
                .exporting(new Export(heatmap));
        root.getStyleClass().add("overview");
        viewModel.looking().bind(root.shown());
        viewModel.similarity().addListener((_, _, now) -> show(now));
        viewModel.block().addListener((_, _, _) -> showBlock());
        viewModel.selected().addListener((_, _, _) -> mark());
        viewModel
                .matched()
                .addListener((_, _, pairs) ->
                        heatmap.setMarks(pairs.stream().map(HeadsView::cell).toList()));
        showBlock();
    }

    /// What to put into the window.
    public Card root() {
        return root;
    }

    private Stream<Node> side() {
        Label chosen = BesideHeatmap.label("heads-chosen", "pair-value");
        chosen.getStyleClass().add("heads-value");
        chosen.textProperty().bind(viewModel.chosen());
        Button zoom = button(
                "heads-zoom", "The chosen layers", "Zooms to the heads of the two layers that all panes look at.");
        zoom.setOnAction(_ -> viewModel.zoomToChosen());
        HBox buttons = new HBox(back, zoom);
        buttons.getStyleClass().add("details-choices");
        return Stream.of(block, buttons, chosen);
    }

    private void show(@Nullable HeadSimilarity now) {
        if (now == null) {
            heatmap.setMatrix(null);
            return;
        }
        heatmap.blockProperty().set(now.nHeads());
        isFilling = true;
        heatmap.setMatrix(HeadMatrix.of(now, null, null));
        isFilling = false;
        mark();
        showBlock();
    }

    private void mark() {
        @Nullable HeadPair chosen = viewModel.selected().get();
        heatmap.selectedProperty().set(chosen == null ? null : cell(chosen));
    }

    private static Cell cell(HeadPair pair) {
        return new Cell(pair.row(), pair.column());
    }

    private static HeadPair pair(Cell cell) {
        return new HeadPair(cell.row(), cell.column());
    }

    private void showBlock() {
        HeadsViewModel.@Nullable Block now = viewModel.block().get();
        @Nullable HeadSimilarity known = viewModel.similarity().get();
        block.setText(now == null ? "All heads" : "Heads of layer " + now.layer() + " and layer " + now.source());
        back.setDisable(now == null);
        if (known != null && now != null) {
            heatmap.viewport().show(window(known, now));
        } else if (known != null) {
            heatmap.viewport().reset();
        }
    }

    /// Esc in the heatmap shows all again; a matrix of another size does not, since the block may be wanted already.
    private void followViewport() {
        if (!isFilling && viewModel.block().get() != null && !heatmap.viewport().isZoomed()) {
            viewModel.showAll();
        }
    }

    private static GridWindow window(HeadSimilarity known, HeadsViewModel.Block block) {
        return new GridWindow(
                known.index(block.layer(), 0), known.index(block.source(), 0), known.nHeads(), known.nHeads());
    }

    private static Button button(String id, String words, String meaning) {
        Button button = new Button(words);
        button.setId(id);
        button.getStyleClass().add("small-button");
        button.setMinWidth(Region.USE_PREF_SIZE);
        Hint.set(button, meaning);
        return button;
    }

    /// All heads, or the block that is looked at.
    private final class Export extends HeatmapExport {
        Export(HeatmapView heatmap) {
            super(heatmap);
        }

        @Override
        public @Nullable PanelRecipe panel() {
            @Nullable HeadSimilarity known = viewModel.similarity().get();
            HeadsViewModel.@Nullable Block now = viewModel.block().get();
            return known == null
                    ? null
                    : PanelRecipe.AllHeads.of(
                            known.options(),
                            now == null ? null : Integer.valueOf(now.layer()),
                            now == null ? null : Integer.valueOf(now.source()),
                            scale());
        }
    }
}
