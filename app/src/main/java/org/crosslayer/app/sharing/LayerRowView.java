package org.crosslayer.app.sharing;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.controlsfx.control.SegmentedButton;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.control.Term;

/// One row of the plan: the layer, how near it is to the one below, its switch, its source and its cost.
final class LayerRowView extends HBox {
    private static final PseudoClass PRIMARY = PseudoClass.getPseudoClass("primary");
    private static final PseudoClass PINNED = PseudoClass.getPseudoClass("pinned");
    private static final PseudoClass SHARED = PseudoClass.getPseudoClass("shared");
    private static final PseudoClass DEARER = PseudoClass.getPseudoClass("dearer");
    /// Length of a full bar, in pixels.
    private static final double BAR = 40;

    private final LayerRow row;
    private final Map<SharingMode, ToggleButton> switches = new EnumMap<>(SharingMode.class);
    private final Region bar = SharingView.sized(new Region(), "bar-fill");
    private final StackPane track = SharingView.sized(new StackPane(bar), "bar-track");
    private final Tooltip exact = Term.explanation("");
    private final Tooltip origin = Term.explanation("");
    private final Label cost = SharingView.sized(new Label(), "col-cost");

    LayerRowView(LayerRow row, SharingViewModel viewModel) {
        this.row = row;
        setId("layer-" + row.layer());
        getStyleClass().add("plan-row");
        Label number = SharingView.sized(new Label(Integer.toString(row.layer())), "col-layer");
        number.setId("layer-" + row.layer() + "-number");
        Label source = SharingView.sized(new Label(), "col-source");
        source.setId("layer-" + row.layer() + "-source");
        source.textProperty().bind(row.source());
        source.setTooltip(origin);
        source.setMinWidth(USE_PREF_SIZE);
        cost.setId("layer-" + row.layer() + "-cost");
        track.setAlignment(Pos.CENTER_LEFT);
        Tooltip.install(track, exact);
        HBox distance = SharingView.sized(new HBox(track), "col-distance");
        distance.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(number, distance, attention(viewModel), source, cost);
        setOnMouseClicked(_ -> viewModel.look(row.layer()));
        row.mode().addListener((_, _, _) -> showMode());
        row.distance().addListener((_, _, _) -> showDistance());
        row.distanceShare().addListener((_, _, _) -> showDistance());
        row.cost().addListener((_, _, _) -> showCost());
        showMode();
        showDistance();
        showCost();
    }

    int layer() {
        return row.layer();
    }

    void mark(boolean primary, boolean pinned) {
        pseudoClassStateChanged(PRIMARY, primary);
        pseudoClassStateChanged(PINNED, pinned);
    }

    private Node attention(SharingViewModel viewModel) {
        if (!row.canShare()) {
            return SharingView.sized(
                    new Term("always its own", "There is no layer below the first.", "note"), "col-switch");
        }
        SegmentedButton segments = SharingView.sized(new SegmentedButton(), "col-switch");
        // The row says which one is chosen; a group would move the choice with the arrow keys and tell nobody.
        segments.setToggleGroup(null);
        for (SharingMode mode : SharingMode.SWITCHED) {
            ToggleButton segment = new ToggleButton(mode.label());
            segment.setId("layer-" + row.layer() + "-" + mode.name().toLowerCase(Locale.ROOT));
            segment.getStyleClass().addAll("segment", "segment-" + mode.name().toLowerCase(Locale.ROOT));
            segment.setMinWidth(USE_PREF_SIZE);
            segment.setTooltip(Term.explanation(mode.explanation()));
            segment.setAccessibleText("Layer " + row.layer() + ": " + mode.label());
            segment.setOnAction(_ -> {
                viewModel.choose(row.layer(), mode);
                showMode();
            });
            if (mode == SharingMode.LISA) {
                segment.textProperty().bind(row.lisa().map(state -> mode.label() + " " + state.sign()));
                segment.getTooltip().textProperty().bind(row.lisaWords());
            }
            switches.put(mode, segment);
            segments.getButtons().add(segment);
        }
        return segments;
    }

    /// A click on the chosen segment must not leave all three off, so the switch always shows the row.
    private void showMode() {
        SharingMode mode = row.mode().get();
        switches.forEach((each, segment) -> segment.setSelected(each == mode));
        origin.setText(mode.explanation());
        pseudoClassStateChanged(SHARED, mode != SharingMode.OWN);
    }

    private void showDistance() {
        double value = row.distance().get();
        track.setVisible(!Double.isNaN(value));
        if (!Double.isNaN(value)) {
            bar.setMaxWidth(BAR * row.distanceShare().get());
            track.setAccessibleText(text("distance to the layer below %.4f", value));
            exact.setText(text("%.4f from layer %d", value, row.layer() - 1));
        }
    }

    private void showCost() {
        double ratio = row.cost().get();
        cost.setText(Double.isNaN(ratio) ? "" : text("%+.1f %%", 100 * (ratio - 1)));
        cost.pseudoClassStateChanged(DEARER, ratio > 1);
    }

    private static String text(String format, Object... values) {
        return Numbers.format(format, values);
    }
}
