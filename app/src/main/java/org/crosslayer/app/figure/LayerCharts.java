package org.crosslayer.app.figure;

import java.util.ArrayList;
import java.util.List;
import org.crosslayer.engine.evaluation.Interval;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.similarity.LayerInfluence;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.LogBase;
import org.crosslayer.engine.similarity.Metric;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartData.ChartAxis;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.crosslayer.viz.chart.ChartSeries;
import org.crosslayer.viz.chart.ChartSeries.Point;

/// One number a layer as a chart, the same in window and figure.
public final class LayerCharts {
    private static final double PER_CENT = 100;
    /// Standard errors to both sides of a mean that hold it 19 times of 20.
    private static final double NINETEEN_OF_TWENTY = 1.96;

    private LayerCharts() {}

    /// Each layer from 1 on against the one below it; intervals of 1.96 standard errors over windows.
    public static ChartData divergence(LayerSimilarity similarity) {
        List<Point> points = new ArrayList<>();
        for (int layer = 1; layer < similarity.values().rows(); layer++) {
            double value = similarity.values().at(layer, layer - 1);
            double reach = NINETEEN_OF_TWENTY * similarity.standardError().at(layer, layer - 1);
            points.add(Point.between(layer, value, value - reach, value + reach));
        }
        String unit = unit(similarity.options());
        return chart(valueName(similarity.options()) + (unit.isEmpty() ? "" : " (" + unit + ")"), Mark.LINES, points);
    }

    /// Block influence of each layer.
    public static ChartData influence(LayerInfluence influence) {
        List<Point> points = new ArrayList<>();
        for (int layer = 0; layer < influence.layers().size(); layer++) {
            points.add(Point.at(layer, influence.layers().get(layer).block()));
        }
        return chart("block influence", Mark.LINES, points);
    }

    /// What each layer costs that shares alone; intervals from paired differences.
    ///
    /// @param points as [#cost] makes them
    public static ChartData costs(List<Point> points) {
        return chart("Δ perplexity (%)", Mark.BARS, points);
    }

    /// One measured layer: the ratio of perplexities less 1, in per cent.
    public static Point cost(double x, PerplexityReport report) {
        Interval interval = report.interval();
        double cost = PER_CENT * (report.ratio() - 1);
        return interval == null
                ? Point.at(x, cost)
                : Point.between(x, cost, PER_CENT * (interval.low() - 1), PER_CENT * (interval.high() - 1));
    }

    static String valueName(SimilarityOptions options) {
        return switch (options.metric()) {
            case JSD -> "JSD";
            case COSINE -> "cosine similarity";
            case TV -> "total variation";
        };
    }

    static String unit(SimilarityOptions options) {
        return options.metric() != Metric.JSD ? "" : options.logBase() == LogBase.E ? "nats" : "bits";
    }

    private static ChartData chart(String title, Mark mark, List<Point> points) {
        return new ChartData(
                ChartAxis.counting("layer"), ChartAxis.of(title), mark, List.of(new ChartSeries("", points)));
    }
}
