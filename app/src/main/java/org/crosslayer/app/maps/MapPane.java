package org.crosslayer.app.maps;

import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.matrix.Cell;
import org.crosslayer.viz.matrix.CellReading;
import org.crosslayer.viz.matrix.HeatmapView;
import org.crosslayer.viz.matrix.MatrixSource;
import org.jspecify.annotations.Nullable;

/// One map with what stands above it, and what is under the crosshair.
final class MapPane {
    private final HeatmapView heatmap = new HeatmapView();
    private final MapsViewModel viewModel;
    private final VBox root;

    /// @param id    such as `map-primary`
    /// @param above its title and remarks
    MapPane(String id, MapsViewModel viewModel, Node... above) {
        this.viewModel = viewModel;
        heatmap.setId(id);
        heatmap.setOnCellChosen(choice -> viewModel.lock(choice.cell().row()));
        heatmap.setOnLabelChosen(viewModel::lock);
        VBox.setVgrow(heatmap, Priority.ALWAYS);
        Label reading = new Label();
        reading.setId(id + "-reading");
        reading.getStyleClass().add("reading");
        heatmap.titledProperty().set(false);
        // One line for both: which axis is which, and while a cell is pointed at, what it says.
        reading.textProperty()
                .bind(Bindings.createStringBinding(
                        this::words,
                        heatmap.readingProperty(),
                        heatmap.matrixProperty(),
                        heatmap.scaleProperty(),
                        viewModel.look()));
        HBox heading = new HBox(above);
        heading.getStyleClass().add("map-heading");
        root = new VBox(heading, reading, heatmap);
        root.getStyleClass().add("map-pane");
        HBox.setHgrow(root, Priority.ALWAYS);
    }

    private String words() {
        @Nullable CellReading now = heatmap.readingProperty().get();
        if (now != null) {
            return now.text();
        }
        @Nullable MatrixSource source = heatmap.matrixProperty().get();
        return source == null
                ? ""
                : source.caption().axes() + "   " + source.caption().valueTitle() + remark();
    }

    /// How values are spread over the colours; those of a difference are never logarithmic.
    private String remark() {
        MapLook.Spread spread = viewModel.look().get().spread();
        @Nullable ColorScale scale = heatmap.scaleProperty().get();
        boolean isLog = scale != null && scale.transform() == ColorScale.Transform.LOG;
        return spread == MapLook.Spread.LOG && !isLog ? "" : spread.remark();
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
