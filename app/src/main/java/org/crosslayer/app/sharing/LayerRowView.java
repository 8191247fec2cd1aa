package org.crosslayer.app.sharing;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.Numbers;
import org.jspecify.annotations.Nullable;

/// The look of a row of the plan: the layer, how near it is to the one below, its switch, its source and its costs.
/// Shows one row after the other as the table scrolls.
final class LayerRowView extends HBox {
    /// What a row is asked to do.
    interface Actions {
        void choose(LayerRow row, SharingMode mode);

        /// Asks where the layer is to take from, below this node.
        void askSource(LayerRow row, Node below);
    }

    private static final Set<String> GROWING = Set.of("col-distance", "col-source", "col-cost");
    private static final PseudoClass SHARED = PseudoClass.getPseudoClass("shared");
    private static final PseudoClass DEARER = PseudoClass.getPseudoClass("dearer");
    private static final PseudoClass TRIAL = PseudoClass.getPseudoClass("trial");
    /// Of the full length of their bars.
    private final DoubleProperty distanceShare = new SimpleDoubleProperty(this, "distanceShare");

    private final DoubleProperty costShare = new SimpleDoubleProperty(this, "costShare");
    private final Label number = styled(new Label(), "col-layer");
    private final Region distanceBar = styled(new Region(), "bar-fill");
    private final StackPane distance = styled(new StackPane(distanceBar), "bar-track");
    private final Map<SharingMode, ToggleButton> switches = new EnumMap<>(SharingMode.class);
    private final HBox segments = styled(new HBox(), "segments");
    private final Label always = styled(new Label("always its own"), "note");
    private final Button source = styled(new Button(), "source-button");
    private final Region costBar = styled(new Region(), "cost-fill");
    private final Label cost = styled(new Label(), "cost");
    private final Label total = styled(new Label(), "col-total");
    /// One for each part of the row: while costs are measured, all rows change with every window.
    private final InvalidationListener attentionFollows = _ -> show(this::showAttention);

    private final InvalidationListener distanceFollows = _ -> show(this::showDistance);
    private final InvalidationListener costsFollow = _ -> show(this::showCosts);
    private @Nullable LayerRow row;

    LayerRowView(Actions actions) {
        getStyleClass().add("plan-row");
        distance.setAlignment(Pos.CENTER_LEFT);
        for (SharingMode mode : SharingMode.SWITCHED) {
            segments.getChildren().add(segment(mode, actions));
        }
        Hint.set(
                source,
                "Where the layer takes its attention from. A click lets you choose another"
                        + " layer; for LiSA it opens the options.");
        source.setOnAction(_ -> {
            if (row != null) {
                actions.askSource(row, source);
            }
        });
        StackPane costs = styled(new StackPane(costBar, cost), "col-cost");
        costs.setAlignment(Pos.CENTER_RIGHT);
        StackPane.setAlignment(costBar, Pos.CENTER_LEFT);
        StackPane attention = styled(new StackPane(segments, always), "col-switch");
        attention.setAlignment(Pos.CENTER_LEFT);
        HBox near = styled(new HBox(distance), "col-distance");
        near.setAlignment(Pos.CENTER_LEFT);
        StackPane from = styled(new StackPane(source), "col-source");
        from.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(distance, Priority.ALWAYS);
        distanceBar.maxWidthProperty().bind(distance.widthProperty().multiply(distanceShare));
        costBar.maxWidthProperty().bind(costs.widthProperty().multiply(costShare));
        getChildren().addAll(number, near, attention, from, costs, total);
        grow(this);
    }

    /// Shows another row; null for none.
    void follow(@Nullable LayerRow next) {
        if (row != null) {
            attention(row).forEach(value -> value.removeListener(attentionFollows));
            distance(row).forEach(value -> value.removeListener(distanceFollows));
            costs(row).forEach(value -> value.removeListener(costsFollow));
        }
        row = next;
        if (next != null) {
            name(next);
            attention(next).forEach(value -> value.addListener(attentionFollows));
            distance(next).forEach(value -> value.addListener(distanceFollows));
            costs(next).forEach(value -> value.addListener(costsFollow));
            number.setText(Integer.toString(next.layer()));
            showAttention(next);
            showDistance(next);
            showCosts(next);
        }
    }

    private static List<Observable> attention(LayerRow row) {
        return List.of(row.mode(), row.source(), row.lisa(), row.lisaWords());
    }

    private static List<Observable> distance(LayerRow row) {
        return List.of(row.distance(), row.distanceShare());
    }

    private static List<Observable> costs(LayerRow row) {
        return List.of(row.cost(), row.costShare(), row.trial(), row.total());
    }

    private void name(LayerRow next) {
        String id = "layer-" + next.layer();
        setId(id);
        number.setId(id + "-number");
        source.setId(id + "-source");
        cost.setId(id + "-cost");
        total.setId(id + "-total");
        switches.forEach((mode, segment) -> {
            segment.setId(id + "-" + mode.name().toLowerCase(Locale.ROOT));
            segment.setAccessibleText("Layer " + next.layer() + ": " + mode.label());
        });
    }

    private ToggleButton segment(SharingMode mode, Actions actions) {
        ToggleButton segment = new ToggleButton(mode.label());
        segment.getStyleClass().addAll("segment", "segment-" + mode.name().toLowerCase(Locale.ROOT));
        segment.setMinWidth(USE_PREF_SIZE);
        Hint.set(segment, mode.explanation());
        segment.setOnAction(_ -> {
            if (row != null) {
                actions.choose(row, mode);
            }
            show(this::showAttention);
        });
        switches.put(mode, segment);
        return segment;
    }

    private void show(Consumer<LayerRow> part) {
        @Nullable LayerRow now = row;
        if (now != null) {
            part.accept(now);
        }
    }

    /// A click on the chosen segment must not leave all of them off, so the switch always shows the row.
    private void showAttention(LayerRow now) {
        SharingMode mode = now.mode().get();
        always.setVisible(!now.canShare());
        segments.setVisible(now.canShare());
        switches.forEach((each, segment) -> {
            segment.setSelected(each == mode);
            if (each == SharingMode.LISA) {
                segment.setText(each.label() + " " + now.lisa().get().sign());
                Hint.set(segment, now.lisaWords().get());
            }
        });
        source.setText(now.source().get());
        source.setVisible(!now.source().get().isEmpty());
        source.setAccessibleText(
                "Layer " + now.layer() + " takes from " + now.source().get());
        pseudoClassStateChanged(SHARED, mode != SharingMode.OWN);
    }

    private void showDistance(LayerRow now) {
        double value = now.distance().get();
        distance.setVisible(!Double.isNaN(value));
        if (!Double.isNaN(value)) {
            distanceShare.set(now.distanceShare().get());
            distance.setAccessibleText(Numbers.format("distance to the layer below %.4f", value));
            Hint.set(distance, Numbers.format("%.4f from layer %d", value, now.layer() - 1));
        }
    }

    private void showCosts(LayerRow now) {
        double ratio = now.cost().get();
        cost.setText(change(ratio));
        cost.pseudoClassStateChanged(DEARER, ratio > 1);
        cost.pseudoClassStateChanged(TRIAL, now.trial().get());
        costBar.setVisible(!Double.isNaN(ratio));
        costShare.set(now.costShare().get());
        costBar.pseudoClassStateChanged(TRIAL, now.trial().get());
        double upToHere = now.total().get();
        total.setText(change(upToHere));
        total.pseudoClassStateChanged(DEARER, upToHere > 1);
    }

    private static String change(double ratio) {
        return Double.isNaN(ratio) ? "" : Numbers.format("%+.1f %%", 100 * (ratio - 1));
    }

    /// Lets those columns of a row, or of the headings above, take the room that is left.
    static void grow(HBox columns) {
        columns.getChildren().stream()
                .filter(column -> column.getStyleClass().stream().anyMatch(GROWING::contains))
                .map(Region.class::cast)
                .forEach(column -> {
                    column.setMaxWidth(Double.MAX_VALUE);
                    HBox.setHgrow(column, Priority.ALWAYS);
                });
    }

    static <T extends Node> T styled(T node, String styleClass) {
        node.getStyleClass().add(styleClass);
        return node;
    }
}
