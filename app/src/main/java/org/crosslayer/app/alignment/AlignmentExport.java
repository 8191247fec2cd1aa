package org.crosslayer.app.alignment;

import java.util.List;
import org.crosslayer.app.control.HeatmapExport;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.viz.matrix.HeatmapView;
import org.jspecify.annotations.Nullable;

/// Heads × heads of the two chosen layers, and the matched ones as bands, with the way in which they were matched.
final class AlignmentExport extends HeatmapExport {
    private final AlignmentViewModel viewModel;

    AlignmentExport(HeatmapView costs, AlignmentViewModel viewModel) {
        super(costs);
        this.viewModel = viewModel;
    }

    @Override
    public @Nullable PanelRecipe panel() {
        @Nullable AlignmentPicture picture = viewModel.picture().get();
        return picture == null ? null : PanelRecipe.Heads.of(picture.alignment());
    }

    @Override
    public List<PanelRecipe> panels() {
        @Nullable AlignmentPicture picture = viewModel.picture().get();
        return picture == null
                ? List.of()
                : List.of(PanelRecipe.Heads.of(picture.alignment()), PanelRecipe.Bands.of(picture.alignment()));
    }
}
