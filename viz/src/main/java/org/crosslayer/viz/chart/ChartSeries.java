package org.crosslayer.viz.chart;

import java.util.List;

/// Some numbers that belong together, drawn in one colour.
///
/// @param name   in the legend
/// @param points in the order that a line joins them
public record ChartSeries(String name, List<Point> points) {
    /// A number at a place, with what is known of its error.
    ///
    /// @param x     along
    /// @param y     up; NaN leaves a gap
    /// @param low   lower end of the interval; `y` for none
    /// @param high  upper end
    /// @param label stands beside the point; empty for none
    public record Point(double x, double y, double low, double high, String label) {
        /// A number without interval and label.
        public static Point at(double x, double y) {
            return new Point(x, y, y, y, "");
        }

        /// A number with an interval.
        public static Point between(double x, double y, double low, double high) {
            return new Point(x, y, low, high, "");
        }

        /// The same with a label beside it.
        public Point labelled(String words) {
            return new Point(x, y, low, high, words);
        }

        /// Whether there is an interval to draw.
        public boolean hasInterval() {
            return low < high;
        }
    }

    public ChartSeries {
        points = List.copyOf(points);
    }
}
