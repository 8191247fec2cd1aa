package org.crosslayer.viz.chart;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
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
