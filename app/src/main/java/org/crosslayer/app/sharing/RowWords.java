package org.crosslayer.app.sharing;

import java.util.List;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.workspace.AdapterShelf;
import org.crosslayer.app.workspace.FittedLayer;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.Metric;
import org.jspecify.annotations.Nullable;

/// What the rows of the plan table say about method, source, fit and distance.
final class RowWords {
    private final Workspace workspace;
    private final FitViewModel fits;
    private final LayerSwitches switches;

    RowWords(Workspace workspace, FitViewModel fits, LayerSwitches switches) {
        this.workspace = workspace;
        this.fits = fits;
        this.switches = switches;
    }

    /// Shows what a layer does in a plan, or what it waits for.
    void show(LayerRow row, AttentionPlan plan) {
        switch (plan.at(row.layer())) {
            case LayerAttention.Own _, LayerAttention.Deviating _ -> row.show(SharingMode.OWN, "");
            case LayerAttention.CopyPattern(int source) -> row.show(SharingMode.COPY, "← " + source);
            case LayerAttention.MappedPattern(int source, var _) -> row.show(SharingMode.ALIGNED, "← " + source);
            case LayerAttention.Lisa(int source, var adapter) ->
                row.show(SharingMode.LISA, "← " + source + details(row.layer(), adapter));
        }
        @Nullable SharingMode chosen = switches.waitingAt(row.layer());
        if (chosen != null) {
            row.show(chosen, "← …");
        }
        showLisa(row, plan);
    }

    private String details(int layer, LisaAdapter adapter) {
        if (fits.isPending(layer)) {
            return " " + Math.round(100 * fits.fraction(layer)) + " %";
        }
        return adapter.options().isAlignmentAlone()
                ? " linear"
                : " r" + adapter.options().rank();
    }

    private void showLisa(LayerRow row, AttentionPlan plan) {
        AdapterShelf.@Nullable Place place = switches.place(row.layer(), plan);
        @Nullable FittedLayer fitted = place == null ? null : workspace.shelf().at(place);
        LisaState state = fits.isPending(row.layer())
                ? LisaState.FITTING
                : fitted == null ? LisaState.NOT_FITTED : LisaState.FITTED;
        String from = fitted == null
                ? ""
                : " " + fitted.origin() + (fitted.finished() || state == LisaState.FITTING ? "." : ", stopped early.");
        String rank = place == null ? "" : parts(place.options());
        row.showLisa(state, state.explanation() + rank + from);
    }

    private static String parts(LisaOptions options) {
        return options.isAlignmentAlone()
                ? " Aligned without training: a linear map of heads alone."
                : " Rank " + options.rank() + ".";
    }

    /// Shows how far each layer's attention is from that of the layer below.
    void showDistances(List<LayerRow> rows, @Nullable LayerSimilarity similarity) {
        if (similarity == null) {
            rows.forEach(row -> row.showDistance(Double.NaN, 0));
            return;
        }
        double largest = rows.stream()
                .filter(LayerRow::canShare)
                .mapToDouble(row -> distance(similarity, row.layer(), row.layer() - 1))
                .max()
                .orElse(0);
        for (LayerRow row : rows) {
            double distance = row.canShare() ? distance(similarity, row.layer(), row.layer() - 1) : Double.NaN;
            row.showDistance(distance, largest > 0 && row.canShare() ? distance / largest : 0);
        }
    }

    /// Such as `layer 3 · distance 0.0542`.
    String ofSource(int layer, int source) {
        @Nullable LayerSimilarity similarity = workspace.similarity().get();
        return "layer " + source
                + (similarity == null ? "" : Numbers.format(" · distance %.4f", distance(similarity, layer, source)));
    }

    private static double distance(LayerSimilarity similarity, int layer, int source) {
        double value = similarity.values().at(layer, source);
        return similarity.options().metric() == Metric.COSINE ? 1 - value : value;
    }
}
