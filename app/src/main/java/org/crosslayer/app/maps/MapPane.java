package org.crosslayer.app.maps;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.crosslayer.viz.matrix.Cell;
import org.crosslayer.viz.matrix.HeatmapView;
import org.jspecify.annotations.Nullable;

/// One map with what stands above it, and what is under the crosshair.
final class MapPane {
    private final HeatmapView heatmap = new HeatmapView();
    private final VBox root;

    /// @param id    such as `map-primary`
    /// @param above its title and remarks
    MapPane(String id, MapsViewModel viewModel, Node... above) {
        heatmap.setId(id);
        heatmap.setOnCellChosen(choice -> viewModel.lock(choice.cell().row()));
        VBox.setVgrow(heatmap, Priority.ALWAYS);
        Label reading = new Label();
        reading.setId(id + "-reading");
        reading.getStyleClass().add("reading");
        heatmap.readingProperty().addListener((_, _, now) -> reading.setText(now == null ? "" : now.text()));
        HBox heading = new HBox(above);
        heading.getStyleClass().add("map-heading");
        root = new VBox(heading, heatmap, reading);
        root.getStyleClass().add("map-pane");
        HBox.setHgrow(root, Priority.ALWAYS);
    }

    VBox root() {
        return root;
    }

    HeatmapView heatmap() {
        return heatmap;
    }

    void show(@Nullable MapPicture picture) {
        heatmap.setMatrix(picture == null ? null : picture.matrix());
        heatmap.selectedProperty()
                .set(picture == null || picture.query() < 0 ? null : new Cell(picture.query(), picture.strongestKey()));
    }
}
