package org.crosslayer.app.sharing;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// One layer in the plan table.
public final class LayerRow {
    private final int layer;
    private final ReadOnlyObjectWrapper<SharingMode> mode = new ReadOnlyObjectWrapper<>(SharingMode.OWN);
    private final ReadOnlyObjectWrapper<LisaState> lisa = new ReadOnlyObjectWrapper<>(LisaState.NOT_FITTED);
    private final ReadOnlyStringWrapper lisaWords = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper source = new ReadOnlyStringWrapper("");
    private final ReadOnlyDoubleWrapper distance = new ReadOnlyDoubleWrapper(Double.NaN);
    private final ReadOnlyDoubleWrapper distanceShare = new ReadOnlyDoubleWrapper();
    private final ReadOnlyDoubleWrapper cost = new ReadOnlyDoubleWrapper(Double.NaN);
    private final ReadOnlyDoubleWrapper costShare = new ReadOnlyDoubleWrapper();
    private final ReadOnlyBooleanWrapper trial = new ReadOnlyBooleanWrapper();
    private final ReadOnlyDoubleWrapper total = new ReadOnlyDoubleWrapper(Double.NaN);

    LayerRow(int layer) {
        this.layer = layer;
    }

    /// The layer, from 0.
    public int layer() {
        return layer;
    }

    /// False for the lowest layer: there is none below it to take from.
    public boolean canShare() {
        return layer > 0;
    }

    /// Where the switch stands.
    public ReadOnlyObjectProperty<SharingMode> mode() {
        return mode.getReadOnlyProperty();
    }

    /// How far its LiSA parts are, for the options that are set.
    public ReadOnlyObjectProperty<LisaState> lisa() {
        return lisa.getReadOnlyProperty();
    }

    /// The same in words, with rank and origin.
    public ReadOnlyStringProperty lisaWords() {
        return lisaWords.getReadOnlyProperty();
    }

    /// Where the attention comes from, such as `← 4`, for LiSA with its rank; a wait if that is still being found out.
    public ReadOnlyStringProperty source() {
        return source.getReadOnlyProperty();
    }

    /// How far its attention is from that of the layer below, 0 for the same; NaN while unknown.
    public ReadOnlyDoubleProperty distance() {
        return distance.getReadOnlyProperty();
    }

    /// The same as a share of the largest of all layers, in [0, 1].
    public ReadOnlyDoubleProperty distanceShare() {
        return distanceShare.getReadOnlyProperty();
    }

    /// What this layer does to perplexity when it alone shares, as a ratio; NaN while unknown.
    public ReadOnlyDoubleProperty cost() {
        return cost.getReadOnlyProperty();
    }

    /// The size of that change as a share of the largest of all layers, in [0, 1].
    public ReadOnlyDoubleProperty costShare() {
        return costShare.getReadOnlyProperty();
    }

    /// True if the layer does not share: the cost is what it would be.
    public ReadOnlyBooleanProperty trial() {
        return trial.getReadOnlyProperty();
    }

    /// Perplexity with all rows up to this one, over that without sharing; NaN while unknown and where it does not
    // share.
    public ReadOnlyDoubleProperty total() {
        return total.getReadOnlyProperty();
    }

    void show(SharingMode newMode, String newSource) {
        mode.set(newMode);
        source.set(newSource);
    }

    void showLisa(LisaState state, String words) {
        lisaWords.set(words);
        lisa.set(state);
    }

    void showDistance(double value, double share) {
        distanceShare.set(share);
        distance.set(value);
    }

    void showCost(double ratio, double share, boolean isTrial, double upToHere) {
        costShare.set(share);
        trial.set(isTrial);
        cost.set(ratio);
        total.set(upToHere);
    }
}
