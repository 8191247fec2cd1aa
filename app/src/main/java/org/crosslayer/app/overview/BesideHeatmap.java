package org.crosslayer.app.overview;

import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.viz.matrix.HeatmapView;

/// A heatmap of the overview with the column beside it: above what is chosen, below what is pointed at and how the
/// numbers were made.
final class BesideHeatmap {
    private BesideHeatmap() {}

    /// Both, as high as there is room.
    ///
    /// @param name       that the ids of reading and caption begin with
    /// @param besidePx   what labels and colour bar take beside the square of cells
    /// @param above      what the column begins with
    static Node of(
            HeatmapView heatmap, String name, double besidePx, ObservableValue<String> caption, Stream<Node> above) {
        heatmap.maxWidthProperty().bind(heatmap.heightProperty().add(besidePx));
        HBox.setHgrow(heatmap, Priority.ALWAYS);
        Label reading = label(name + "-reading", "reading");
        reading.setMinHeight(Region.USE_PREF_SIZE);
        heatmap.readingProperty().addListener((_, _, now) -> reading.setText(now == null ? "" : now.text()));
        Label note = label(name + "-caption", "note");
        note.setMinHeight(Region.USE_PREF_SIZE);
        note.textProperty().bind(caption);
        Region gap = new Region();
        VBox.setVgrow(gap, Priority.ALWAYS);
        VBox side = new VBox();
        side.getChildren()
                .setAll(Stream.concat(above, Stream.of(gap, reading, note)).toList());
        side.getStyleClass().add("overview-side");
        HBox.setHgrow(side, Priority.ALWAYS);
        HBox content = new HBox(heatmap, side);
        VBox.setVgrow(content, Priority.ALWAYS);
        return content;
    }

    /// Words that wrap.
    static Label label(String id, String styleClass) {
        Label label = new Label();
        label.setId(id);
        label.setWrapText(true);
        label.getStyleClass().add(styleClass);
        return label;
    }
}
