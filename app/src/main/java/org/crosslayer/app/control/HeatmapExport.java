package org.crosslayer.app.control;

import java.util.List;
import javafx.beans.value.ObservableValue;
import org.crosslayer.app.figure.ScaleRecipe;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.companion.PanelTable;
import org.crosslayer.viz.matrix.HeatmapView;
import org.crosslayer.viz.matrix.MatrixSource;
import org.crosslayer.viz.paper.Panel;
import org.jspecify.annotations.Nullable;

/// What a pane with a heatmap gives away: its numbers as a table, and its colours as a recipe has them.
public abstract class HeatmapExport implements PaneExport {
    private final HeatmapView heatmap;

    protected HeatmapExport(HeatmapView heatmap) {
        this.heatmap = heatmap;
    }

    @Override
    public ObservableValue<Boolean> ready() {
        return heatmap.matrixProperty().map(_ -> true).orElse(false);
    }

    /// The scale that was chosen for the heatmap; null while it follows the values, as figures do without one.
    protected final @Nullable ScaleRecipe scale() {
        @Nullable ColorScale chosen = heatmap.scaleProperty().get();
        return chosen == null ? null : ScaleRecipe.of(chosen);
    }

    @Override
    public @Nullable String table() {
        @Nullable MatrixSource shown = heatmap.matrixProperty().get();
        return shown == null
                ? null
                : PanelTable.of(new Panel.Heatmap("", shown, ColorScale.of(ColorMap.GREY, shown.range()), List.of()))
                        .tabs();
    }
}
