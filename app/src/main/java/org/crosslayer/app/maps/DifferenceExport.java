package org.crosslayer.app.maps;

import org.crosslayer.app.control.HeatmapExport;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.viz.matrix.HeatmapView;
import org.jspecify.annotations.Nullable;

/// The difference of the two maps as a panel.
final class DifferenceExport extends HeatmapExport {
    private final MapsViewModel viewModel;

    DifferenceExport(HeatmapView heatmap, MapsViewModel viewModel) {
        super(heatmap);
        this.viewModel = viewModel;
    }

    @Override
    public @Nullable PanelRecipe panel() {
        @Nullable MapPicture picture = viewModel.difference().get();
        if (picture == null || picture.minus() == null) {
            return null;
        }
        return new PanelRecipe.Difference(
                picture.title(),
                MapsExport.place(picture.place()),
                MapsExport.place(picture.minus()),
                MapsExport.first(picture),
                picture.tokens(),
                scale());
    }
}
