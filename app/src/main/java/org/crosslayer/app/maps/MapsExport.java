package org.crosslayer.app.maps;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.crosslayer.app.control.HeatmapExport;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.viz.matrix.HeatmapView;
import org.jspecify.annotations.Nullable;

/// The two maps as panels, with their heads, tokens and common scale.
final class MapsExport extends HeatmapExport {
    private final MapsViewModel viewModel;

    MapsExport(HeatmapView primary, MapsViewModel viewModel) {
        super(primary);
        this.viewModel = viewModel;
    }

    @Override
    public @Nullable PanelRecipe panel() {
        return panel(viewModel.primary().get());
    }

    @Override
    public List<PanelRecipe> panels() {
        return Stream.of(viewModel.pinned().get(), viewModel.primary().get())
                .map(this::panel)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private @Nullable PanelRecipe panel(@Nullable MapPicture picture) {
        if (picture == null) {
            return null;
        }
        Integer head = picture.head() == Selection.MEAN ? null : Integer.valueOf(picture.head());
        return new PanelRecipe.Attention(
                picture.title(),
                new PanelRecipe.Place(picture.layer(), head, null),
                picture.first() == 0 ? null : Integer.valueOf(picture.first()),
                picture.tokens().size(),
                scale());
    }
}
