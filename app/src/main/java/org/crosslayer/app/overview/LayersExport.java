package org.crosslayer.app.overview;

import javafx.beans.value.ObservableValue;
import org.crosslayer.app.control.HeatmapExport;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.viz.matrix.HeatmapView;
import org.jspecify.annotations.Nullable;

/// Layers × layers as a panel, with the metric and the head mode that are looked at.
final class LayersExport extends HeatmapExport {
    private final ObservableValue<@Nullable LayerSimilarity> similarity;

    LayersExport(HeatmapView heatmap, ObservableValue<@Nullable LayerSimilarity> similarity) {
        super(heatmap);
        this.similarity = similarity;
    }

    @Override
    public @Nullable PanelRecipe panel() {
        @Nullable LayerSimilarity known = similarity.getValue();
        return known == null ? null : PanelRecipe.Layers.of(known.options(), scale());
    }
}
