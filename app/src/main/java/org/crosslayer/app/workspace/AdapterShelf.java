package org.crosslayer.app.workspace;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.jspecify.annotations.Nullable;

/// The fitted LiSA parts of the open model, kept as long as it is open: what is on the shelf is switched on at once.
public final class AdapterShelf {
    /// Where parts fit in.
    ///
    /// @param layer   the layer
    /// @param source  the layer that it takes from
    /// @param options the open choices of the method
    public record Place(int layer, int source, LisaOptions options) {}

    private final Map<Place, FittedLayer> layers = new LinkedHashMap<>();
    private final ReadOnlyIntegerWrapper version = new ReadOnlyIntegerWrapper();

    /// Rises with every change.
    public ReadOnlyIntegerProperty version() {
        return version.getReadOnlyProperty();
    }

    /// The newest parts for a place; null if there are none.
    public @Nullable FittedLayer at(Place place) {
        return layers.get(place);
    }

    /// What is known about parts that stand in a plan; null if nothing is.
    public @Nullable FittedLayer of(LisaAdapter adapter) {
        return layers.values().stream()
                .filter(layer -> layer.adapter().equals(adapter))
                .findFirst()
                .orElse(null);
    }

    /// Puts newer parts in the place of older ones.
    public void put(Map<Place, FittedLayer> fitted) {
        layers.putAll(fitted);
        version.set(version.get() + 1);
    }

    /// Puts all parts of a plan on the shelf.
    ///
    /// @param origin      where the plan comes from
    /// @param calibration the text they were fitted on; empty if nobody knows
    /// @param replace     whether they take the place of what is there
    public void putAll(AttentionPlan plan, String origin, String calibration, boolean replace) {
        Map<Place, FittedLayer> fitted = new LinkedHashMap<>();
        for (int layer = 0; layer < plan.nLayers(); layer++) {
            if (plan.at(layer) instanceof LayerAttention.Lisa(int source, LisaAdapter adapter)) {
                Place place = new Place(layer, source, adapter.options());
                if (replace || !layers.containsKey(place)) {
                    fitted.put(place, new FittedLayer(adapter, origin, calibration, true));
                }
            }
        }
        put(fitted);
    }

    /// Forgets everything, for another model.
    public void clear() {
        layers.clear();
        version.set(version.get() + 1);
    }
}
