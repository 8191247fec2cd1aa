package org.crosslayer.viz.chart;

import java.util.List;
import java.util.stream.Stream;

/// A chart as numbers and words: what window, paper and data files share.
///
/// @param x      the axis along
/// @param y      the axis up
/// @param mark   how numbers are drawn
/// @param series at most as many as there are colours, [ChartColors#SERIES]
public record ChartData(ChartAxis x, ChartAxis y, Mark mark, List<ChartSeries> series) {
    /// An axis.
    ///
    /// @param title       what its values are, with the unit
    /// @param whole       only whole numbers have a tick, as for layers
    /// @param logarithmic equal steps for equal ratios; values not above 0 are left out
    public record ChartAxis(String title, boolean whole, boolean logarithmic) {
        /// Any numbers, evenly.
        public static ChartAxis of(String title) {
            return new ChartAxis(title, false, false);
        }

        /// Things that are counted, such as layers.
        public static ChartAxis counting(String title) {
            return new ChartAxis(title, true, false);
        }

        /// Equal steps for equal ratios.
        public static ChartAxis logarithmic(String title) {
            return new ChartAxis(title, false, true);
        }
    }

    /// How numbers are drawn.
    public enum Mark {
        /// Points joined by a line.
        LINES,
        /// Bars from zero, beside each other where there are several series.
        BARS,
        /// Points alone.
        POINTS
    }

    public ChartData {
        series = List.copyOf(series);
        if (series.size() > ChartColors.SERIES) {
            throw new IllegalArgumentException(
                    "a chart tells at most " + ChartColors.SERIES + " series apart, got " + series.size());
        }
    }

    /// All points of all series.
    public Stream<ChartSeries.Point> points() {
        return series.stream().flatMap(one -> one.points().stream());
    }
}
