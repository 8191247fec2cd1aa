package org.crosslayer.app.maps;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.crosslayer.app.control.HeatmapExport;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.app.figure.ScaleRecipe;
import org.crosslayer.engine.capture.MapPlace;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.matrix.HeatmapView;
import org.jspecify.annotations.Nullable;

/// The two maps as panels, with their heads, tokens and scales.
final class MapsExport extends HeatmapExport {
    private final HeatmapView primary;
    private final HeatmapView pinned;
    private final MapsViewModel viewModel;

    MapsExport(HeatmapView primary, HeatmapView pinned, MapsViewModel viewModel) {
        super(primary);
        this.primary = primary;
        this.pinned = pinned;
        this.viewModel = viewModel;
    }

    @Override
    public @Nullable PanelRecipe panel() {
        return panel(viewModel.primary().get(), primary);
    }

    @Override
    public List<PanelRecipe> panels() {
        return Stream.of(
                        panel(viewModel.pinned().get(), pinned),
                        panel(viewModel.primary().get(), primary))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private @Nullable PanelRecipe panel(@Nullable MapPicture picture, HeatmapView heatmap) {
        if (picture == null) {
            return null;
        }
        String remark = viewModel.look().get().locked() ? "" : " · own colour scale";
        return new PanelRecipe.Attention(
                picture.title() + remark, place(picture.place()), first(picture), picture.tokens(), scale(heatmap));
    }

    static PanelRecipe.Place place(MapPlace place) {
        Integer head = place.head() == MapPlace.MEAN ? null : Integer.valueOf(place.head());
        return new PanelRecipe.Place(place.layer(), head, null);
    }

    static @Nullable Integer first(MapPicture picture) {
        return picture.first() == 0 ? null : Integer.valueOf(picture.first());
    }

    static @Nullable ScaleRecipe scale(HeatmapView heatmap) {
        @Nullable ColorScale chosen = heatmap.scaleProperty().get();
        return chosen == null ? null : ScaleRecipe.of(chosen);
    }
}
