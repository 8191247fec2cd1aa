package org.crosslayer.app.shell;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javafx.scene.Cursor;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// Zones from left to right, with dividers between them that can be dragged. One of them takes what the others leave;
/// each other is as wide as it wants to be, or as wide as it was dragged.
///
/// A zone that is not shown stays in the window, unseen: it is not styled anew as it comes back, which for a zone
/// full of tables takes longer than a frame.
final class Columns extends Region {
    /// How far a place may be from where it was, as a fraction: two digits of it are kept.
    private static final double ROUNDED = 0.005;

    private final List<Region> zones;
    private final Region elastic;
    /// The divider at index i stands between the zone that is shown as number i and the next.
    private final List<Region> dividers;
    /// How wide zones were made by hand, in pixels.
    private final Map<Region, Double> dragged = new HashMap<>();
    /// Where dividers shall stand, as fractions of a width that is not known yet.
    private double[] wanted = {};
    /// The divider that is being dragged.
    private @Nullable Drag drag;

    /// @param zones   from left to right; all are shown
    /// @param elastic which of them takes the room that is left
    Columns(List<Region> zones, Region elastic) {
        this.zones = List.copyOf(zones);
        this.elastic = elastic;
        dividers = zones.stream().skip(1).map(_ -> new Region()).toList();
        dividers.forEach(this::letDrag);
        addEventFilter(MouseEvent.MOUSE_DRAGGED, event -> {
            if (drag != null) {
                drag.moveTo(event.getSceneX());
                event.consume();
            }
        });
        addEventFilter(MouseEvent.MOUSE_RELEASED, _ -> drag = null);
        getStyleClass().add("columns");
        getChildren().addAll(zones);
        getChildren().addAll(dividers);
    }

    /// Shows these zones, each as wide as it wants to be.
    void show(Collection<? extends Region> those) {
        dragged.clear();
        wanted = new double[0];
        for (Region zone : zones) {
            zone.setVisible(those.contains(zone));
            zone.setManaged(those.contains(zone));
        }
        requestLayout();
    }

    /// Where the dividers stand, as fractions of the width, from left to right; none while every zone is as wide as it
    /// wants to be.
    double[] positions() {
        if (dragged.isEmpty()) {
            return wanted.clone();
        }
        List<Region> shown = shown();
        double[] positions = new double[Math.max(0, shown.size() - 1)];
        for (int index = 0; index < positions.length; index++) {
            Region divider = dividers.get(index);
            positions[index] = (divider.getLayoutX() + divider.getWidth() / 2) / getWidth();
        }
        return positions;
    }

    /// Puts the dividers there, in the next layout; as many as there are.
    void setPositions(double... positions) {
        wanted = positions.clone();
        requestLayout();
    }

    private List<Region> shown() {
        return zones.stream().filter(Region::isVisible).toList();
    }

    @Override
    protected double computeMinWidth(double height) {
        return sum(zone -> zone.minWidth(height));
    }

    @Override
    protected double computePrefWidth(double height) {
        return sum(zone -> zone.prefWidth(height));
    }

    @Override
    protected double computeMinHeight(double width) {
        return shown().stream().mapToDouble(zone -> zone.minHeight(-1)).max().orElse(0);
    }

    @Override
    protected double computePrefHeight(double width) {
        return shown().stream().mapToDouble(zone -> zone.prefHeight(-1)).max().orElse(0);
    }

    private double sum(ToDoubleFunction<Region> width) {
        List<Region> shown = shown();
        return shown.stream().mapToDouble(width).sum() + Math.max(0, shown.size() - 1) * thickness();
    }

    private double thickness() {
        return dividers.isEmpty() ? 0 : dividers.getFirst().prefWidth(-1);
    }

    @Override
    protected void layoutChildren() {
        List<Region> shown = shown();
        double thickness = thickness();
        place(shown, thickness);
        double left = getWidth() - Math.max(0, shown.size() - 1) * thickness;
        double others = shown.stream()
                .filter(zone -> !zone.equals(elastic))
                .mapToDouble(this::width)
                .sum();
        // Where it is too narrow for what was dragged, the others give way to the least that the elastic one needs.
        double tooMuch = Math.max(0, others + elastic.minWidth(-1) - left);
        double x = 0;
        for (int index = 0; index < shown.size(); index++) {
            Region zone = shown.get(index);
            double width = width(zone);
            if (zone.equals(elastic)) {
                width = Math.max(left - others, elastic.minWidth(-1));
            } else {
                double less = Math.min(tooMuch, width - zone.minWidth(-1));
                tooMuch -= less;
                width -= less;
            }
            width = snapSizeX(width);
            zone.resizeRelocate(x, 0, width, getHeight());
            x += width;
            if (index < shown.size() - 1) {
                dividers.get(index).resizeRelocate(x, 0, thickness, getHeight());
                x += thickness;
            }
        }
        for (int index = 0; index < dividers.size(); index++) {
            dividers.get(index).setVisible(index < shown.size() - 1);
        }
    }

    private double width(Region zone) {
        return Math.max(zone.minWidth(-1), dragged.getOrDefault(zone, zone.prefWidth(-1)));
    }

    /// Makes widths of fractions, now that there is a width. A zone that is as wide as it wants to be, or would be but
    /// for the rounding of places, stays undragged: a few pixels less would cut what it shows.
    private void place(List<Region> shown, double thickness) {
        double[] centres = wanted;
        if (centres.length == 0 || centres.length != shown.size() - 1 || getWidth() == 0) {
            return;
        }
        wanted = new double[0];
        if (!Arrays.stream(centres).allMatch(Double::isFinite)) {
            return;
        }
        for (int index = 0; index < shown.size(); index++) {
            double from = index == 0 ? 0 : centres[index - 1] * getWidth() + thickness / 2;
            double to = index == centres.length ? getWidth() : centres[index] * getWidth() - thickness / 2;
            Region zone = shown.get(index);
            int ends = (index == 0 ? 0 : 1) + (index == centres.length ? 0 : 1);
            double rounded = ends * ROUNDED * getWidth() + 1;
            if (!zone.equals(elastic) && Math.abs(to - from - zone.prefWidth(-1)) > rounded) {
                dragged.put(zone, to - from);
            }
        }
    }

    private void letDrag(Region divider) {
        divider.setId("zones-divider-" + (dividers.indexOf(divider) + 1));
        divider.getStyleClass().add("divider");
        divider.setCursor(Cursor.H_RESIZE);
        divider.setOnMousePressed(event -> {
            drag = new Drag(dividers.indexOf(divider), event.getSceneX());
            event.consume();
        });
    }

    /// A divider under the mouse: makes the zone at its side wider or narrower that is not the elastic one. Heard of
    /// for all zones, since the mouse is faster than the divider.
    private final class Drag {
        private final Region zone;
        private final double direction;
        private final double began;
        private final double widthThen;

        /// @param index of the divider
        /// @param began where the mouse was, in the window's coordinates: the divider's own move with it
        Drag(int index, double began) {
            List<Region> shown = shown();
            boolean isLeft = index < shown.indexOf(elastic);
            zone = shown.get(isLeft ? index : index + 1);
            direction = isLeft ? 1 : -1;
            this.began = began;
            widthThen = zone.getWidth();
        }

        void moveTo(double x) {
            double least = zone.minWidth(-1);
            double most = Math.max(least, zone.getWidth() + elastic.getWidth() - elastic.minWidth(-1));
            dragged.put(zone, Math.clamp(widthThen + direction * (x - began), least, most));
            requestLayout();
        }
    }
}
