package org.crosslayer.app.workspace;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.crosslayer.engine.evaluation.PerplexityReport;

/// What every layer costs that shares alone, as far as it was tried: the plan's own way of sharing where it shares,
/// the way that is chosen for trials where it does not. Whoever measures shows it here; whoever wants more asks.
public final class LayerTrials {
    /// A layer that was tried.
    ///
    /// @param layer  shares alone
    /// @param report on the windows of the live perplexity
    public record Trial(int layer, PerplexityReport report) {}

    private final ReadOnlyObjectWrapper<List<Trial>> known = new ReadOnlyObjectWrapper<>(List.of());
    private final BooleanProperty measuring = new SimpleBooleanProperty();
    private final BooleanProperty looking = new SimpleBooleanProperty();
    private final ReadOnlyIntegerWrapper requests = new ReadOnlyIntegerWrapper();

    /// What is known, lowest layer first.
    public ReadOnlyObjectProperty<List<Trial>> known() {
        return known.getReadOnlyProperty();
    }

    /// Shows what is known now.
    public void show(List<Trial> trials) {
        known.set(List.copyOf(trials));
    }

    /// True while more is on its way.
    public BooleanProperty measuring() {
        return measuring;
    }

    /// Whether somebody beside the plan table looks; what nobody sees is not measured.
    public BooleanProperty looking() {
        return looking;
    }

    /// How often somebody has asked for all layers to be tried.
    public ReadOnlyIntegerProperty requests() {
        return requests.getReadOnlyProperty();
    }

    /// Asks for all layers to be tried.
    public void ask() {
        requests.set(requests.get() + 1);
    }
}
