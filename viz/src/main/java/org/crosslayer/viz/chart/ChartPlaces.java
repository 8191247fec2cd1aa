package org.crosslayer.viz.chart;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jfree.chart.plot.XYPlot;
import org.jspecify.annotations.Nullable;

/// Where the points of a drawn chart stand, so that a mouse finds them.
///
/// @param places every point that was drawn
record ChartPlaces(List<Place> places) {
    /// Nothing was drawn.
    static final ChartPlaces NONE = new ChartPlaces(List.of());

    /// One point.
    ///
    /// @param choice what stands there
    /// @param x      pixels from the left
    /// @param y      pixels from the top
    record Place(ChartChoice choice, double x, double y) {}

    ChartPlaces {
        places = List.copyOf(places);
    }

    /// The places of a chart's points after it was drawn.
    ///
    /// @param area where the data stand
    static ChartPlaces of(ChartData data, XYPlot plot, Rectangle2D area) {
        List<Place> places = new ArrayList<>();
        for (ChartSeries series : data.series()) {
            for (ChartSeries.Point point : series.points()) {
                double x = plot.getDomainAxis().valueToJava2D(point.x(), area, plot.getDomainAxisEdge());
                double y = plot.getRangeAxis().valueToJava2D(point.y(), area, plot.getRangeAxisEdge());
                if (Double.isFinite(x) && Double.isFinite(y)) {
                    places.add(new Place(new ChartChoice(series.name(), point), x, y));
                }
            }
        }
        return new ChartPlaces(places);
    }

    /// Where a point stands; null if it was not drawn.
    @Nullable
    Place of(ChartChoice choice) {
        return places.stream()
                .filter(place -> place.choice().equals(choice))
                .findFirst()
                .orElse(null);
    }

    /// The next point from left to right, or from right to left; from null the first, and null where there is none
    /// further.
    @Nullable
    ChartChoice next(@Nullable ChartChoice from, int step) {
        List<ChartChoice> order = places.stream()
                .sorted(Comparator.comparingDouble(Place::x).thenComparingDouble(Place::y))
                .map(Place::choice)
                .toList();
        int at = from == null ? -1 : order.indexOf(from);
        int next = at < 0 ? 0 : at + step;
        return next >= 0 && next < order.size() ? order.get(next) : null;
    }

    /// The first point at a place along; null where there is none.
    @Nullable
    ChartChoice at(double x) {
        return places.stream()
                .map(Place::choice)
                .filter(choice -> choice.point().x() == x)
                .findFirst()
                .orElse(null);
    }

    /// The point furthest to the right; null where there is none.
    @Nullable
    ChartChoice last() {
        return places.stream()
                .max(Comparator.comparingDouble(Place::x).thenComparingDouble(Place::y))
                .map(Place::choice)
                .orElse(null);
    }

    /// The point nearest to a pixel; null if none is within `reach` pixels.
    @Nullable
    ChartChoice nearest(double x, double y, double reach) {
        Place nearest = null;
        double best = reach;
        for (Place place : places) {
            double distance = Math.hypot(place.x() - x, place.y() - y);
            if (distance <= best) {
                best = distance;
                nearest = place;
            }
        }
        return nearest == null ? null : nearest.choice();
    }
}
