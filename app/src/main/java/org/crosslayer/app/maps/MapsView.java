package org.crosslayer.app.maps;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Choices;
import org.crosslayer.app.control.Term;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.color.ValueRange;
import org.crosslayer.viz.matrix.Axis;
import org.crosslayer.viz.matrix.Caption;
import org.crosslayer.viz.matrix.Cell;
import org.crosslayer.viz.matrix.HeatmapView;
import org.crosslayer.viz.matrix.LabelledMatrix;
import org.crosslayer.viz.matrix.MatrixSource;
import org.crosslayer.viz.matrix.ViewportModel;
import org.jspecify.annotations.Nullable;

/// The centre, below: two maps on one scale, with one crosshair and one zoom.
public final class MapsView {
    private static final Caption CAPTION = new Caption("", new Axis("query", ""), new Axis("key", ""), "attention", "");
    /// Three powers of ten below the highest value: what is left is a thousandth of the attention.
    private static final double DECADES = 3;

    private final MapsViewModel viewModel;
    private final MapPane primary = new MapPane("primary");
    private final MapPane pinned = new MapPane("pinned");
    private final CheckBox logarithmic = new CheckBox("log");
    private final ChoiceBox<Integer> head = Choices.of("head", MapsView::headWords, List.of(Selection.MEAN));
    private final Card root;

    public MapsView(MapsViewModel viewModel) {
        this.viewModel = viewModel;
        head.setTooltip(Term.explanation("The head of the primary layer, or the mean over all its heads."));
        head.setValue(Selection.MEAN);
        CheckBox matching = new CheckBox("match heads");
        matching.setId("match-heads");
        matching.setMinWidth(Region.USE_PREF_SIZE);
        logarithmic.setMinWidth(Region.USE_PREF_SIZE);
        matching.setTooltip(Term.explanation("Shows beside a head the one of the other layer that is most like it,"
                + " instead of the one with the same number; for a layer and the one below it."));
        matching.selectedProperty().bindBidirectional(viewModel.matching());
        logarithmic.setId("log-colours");
        logarithmic.setSelected(true);
        logarithmic.setTooltip(Term.explanation("Equal ratios get equal steps of colour. Much attention goes to the"
                + " first token; without this it leaves the rest dark."));

        primary.heatmap.crosshairProperty().bindBidirectional(pinned.heatmap.crosshairProperty());
        ViewportModel zoom = new ViewportModel();
        primary.heatmap.setViewport(zoom);
        pinned.heatmap.setViewport(zoom);

        HBox pair = new HBox(primary.root, pinned.root);
        pair.getStyleClass().add("map-pair");
        VBox.setVgrow(pair, Priority.ALWAYS);
        root = new Card(
                        "maps-card",
                        "Maps",
                        "Which earlier tokens (columns) each token (row) reads, on the first tokens of the text, as the"
                                + " model computes it without sharing. Both maps have the same colours. A click locks the row’s"
                                + " token; what it reads most, the first token aside, is outlined in both.",
                        head,
                        matching,
                        logarithmic)
                .with(pair)
                .exporting(new MapsExport(primary.heatmap, viewModel));
        VBox.setVgrow(root, Priority.ALWAYS);

        primary.heatmap.setOnCellChosen(choice -> viewModel.lock(choice.cell().row()));
        pinned.heatmap.setOnCellChosen(choice -> viewModel.lock(choice.cell().row()));
        viewModel.primary().addListener((_, _, _) -> show());
        viewModel.pinned().addListener((_, _, _) -> show());
        logarithmic.selectedProperty().addListener((_, _, _) -> show());
        viewModel.nHeads().addListener((_, _, count) -> offerHeads(count.intValue()));
        head.valueProperty().addListener((_, _, chosen) -> chooseHead(chosen));
        viewModel.selection().head().addListener((_, _, chosen) -> head.setValue(chosen.intValue()));
        offerHeads(viewModel.nHeads().get());
        show();
    }

    /// What to put into the window.
    public Card root() {
        return root;
    }

    private void offerHeads(int count) {
        List<Integer> heads = new ArrayList<>();
        heads.add(Selection.MEAN);
        for (int index = 0; index < count; index++) {
            heads.add(index);
        }
        head.getItems().setAll(heads);
        head.setValue(viewModel.selection().head().get());
    }

    private void chooseHead(@Nullable Integer chosen) {
        if (chosen != null) {
            viewModel.choose(chosen);
        }
    }

    private void show() {
        @Nullable MatrixSource first = primary.show(viewModel.primary().get());
        @Nullable MatrixSource second = pinned.show(viewModel.pinned().get());
        if (first != null && second != null) {
            ValueRange range = first.range().union(second.range());
            ColorScale scale = logarithmic.isSelected() && range.high() > 0
                    ? ColorScale.logarithmic(ColorMap.VIRIDIS, range.high(), DECADES)
                    : ColorScale.of(ColorMap.VIRIDIS, range);
            primary.heatmap.setScale(scale);
            pinned.heatmap.setScale(scale);
        }
    }

    private static String headWords(int head) {
        return head == Selection.MEAN ? "mean of heads" : "head " + head;
    }

    /// One map with its title and what is under the crosshair.
    private static final class MapPane {
        private final HeatmapView heatmap = new HeatmapView();
        private final Label title = new Label();
        private final VBox root;

        MapPane(String id) {
            heatmap.setId("map-" + id);
            VBox.setVgrow(heatmap, Priority.ALWAYS);
            title.setId("map-" + id + "-title");
            title.getStyleClass().add("map-title");
            Label reading = new Label();
            reading.setId("map-" + id + "-reading");
            reading.getStyleClass().add("reading");
            heatmap.readingProperty().addListener((_, _, now) -> reading.setText(now == null ? "" : now.text()));
            root = new VBox(title, heatmap, reading);
            root.getStyleClass().add("map-pane");
            HBox.setHgrow(root, Priority.ALWAYS);
        }

        @Nullable
        MatrixSource show(@Nullable MapPicture picture) {
            title.setText(picture == null ? "" : picture.title());
            LabelledMatrix matrix = picture == null ? null : matrix(picture);
            heatmap.setMatrix(matrix);
            heatmap.selectedProperty()
                    .set(
                            picture == null || picture.query() < 0
                                    ? null
                                    : new Cell(picture.query(), picture.strongestKey()));
            return matrix;
        }

        private static LabelledMatrix matrix(MapPicture picture) {
            int n = picture.tokens().size();
            return LabelledMatrix.of(n, n, picture.values().toArray())
                    .labelled(picture.tokens(), picture.tokens())
                    .captioned(CAPTION)
                    .asCausal();
        }
    }
}
