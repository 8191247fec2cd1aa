package org.crosslayer.viz.chart;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.ClusteredXYBarRenderer;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.data.xy.IntervalXYDataset;
import org.jfree.data.xy.XYBarDataset;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/// How each series is told from the others: colour, marker and dashes, so that grey print keeps them apart.
final class SeriesRenderers {
    /// Share of the room between two positions that bars take.
    private static final double BAR_WIDTH = 0.8;

    private static final float[][] DASHES = {{}, {4, 2}, {1, 1.5f}, {6, 2, 1, 2}};

    private SeriesRenderers() {}

    static void fill(XYPlot plot, ChartData data, YIntervalSeriesCollection numbers, ChartDrawing drawing) {
        if (data.mark() == Mark.BARS) {
            plot.setDataset(0, new XYBarDataset(numbers, BAR_WIDTH));
            plot.setRenderer(0, bars(data, drawing));
            plot.setDataset(1, intervals(data));
            plot.setRenderer(1, errors(data, drawing, false, false));
            // Usually the first is drawn last, and bars would hide the lower half of every interval.
            plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        } else {
            plot.setDataset(0, numbers);
            plot.setRenderer(0, errors(data, drawing, data.mark() == Mark.LINES, true));
        }
        plot.addAnnotation(new PointLabels(data, drawing));
    }

    /// Each interval in the middle of its bar; bars of several series stand beside each other.
    private static IntervalXYDataset intervals(ChartData data) {
        YIntervalSeriesCollection all = new YIntervalSeriesCollection();
        double bar = BAR_WIDTH / data.series().size();
        for (int index = 0; index < data.series().size(); index++) {
            double aside = (index - (data.series().size() - 1) / 2.0) * bar;
            YIntervalSeries series =
                    new YIntervalSeries(data.series().get(index).name());
            for (ChartSeries.Point point : data.series().get(index).points()) {
                if (point.hasInterval()) {
                    series.add(point.x() + aside, point.y(), point.low(), point.high());
                }
            }
            all.addSeries(series);
        }
        return all;
    }

    private static ClusteredXYBarRenderer bars(ChartData data, ChartDrawing drawing) {
        ClusteredXYBarRenderer bars = new ClusteredXYBarRenderer();
        bars.setBarPainter(new StandardXYBarPainter());
        bars.setShadowVisible(false);
        bars.setDrawBarOutline(false);
        for (int series = 0; series < data.series().size(); series++) {
            bars.setSeriesPaint(series, drawing.seriesColor(series));
        }
        return bars;
    }

    private static XYErrorRenderer errors(ChartData data, ChartDrawing drawing, boolean joined, boolean marked) {
        XYErrorRenderer errors = new XYErrorRenderer();
        errors.setDrawXError(false);
        errors.setDefaultLinesVisible(joined);
        errors.setDefaultShapesVisible(marked);
        double size = drawing.font().getSize2D() * 0.45;
        errors.setCapLength(size);
        float width = (float) (2 * drawing.lineWidth());
        errors.setErrorStroke(new BasicStroke((float) drawing.lineWidth()));
        if (!marked) {
            errors.setErrorPaint(drawing.color(drawing.colors().text()));
            errors.setDefaultSeriesVisibleInLegend(false);
        }
        for (int series = 0; series < data.series().size(); series++) {
            errors.setSeriesPaint(series, drawing.seriesColor(series));
            errors.setSeriesShape(series, marker(series, size));
            errors.setSeriesStroke(series, stroke(series, width));
        }
        return errors;
    }

    /// Of a curve so wide.
    static BasicStroke stroke(int series, float width) {
        float[] dashes = DASHES[series % DASHES.length].clone();
        if (dashes.length == 0) {
            return new BasicStroke(width);
        }
        for (int i = 0; i < dashes.length; i++) {
            dashes[i] *= width;
        }
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes, 0);
    }

    static Shape marker(int series, double size) {
        double half = size / 2;
        return switch (series % 4) {
            case 0 -> new Ellipse2D.Double(-half, -half, size, size);
            case 1 -> new Rectangle2D.Double(-half, -half, size, size);
            case 2 -> polygon(half, 3);
            default -> polygon(half, 4);
        };
    }

    private static Shape polygon(double radius, int corners) {
        Path2D path = new Path2D.Double();
        for (int corner = 0; corner < corners; corner++) {
            double angle = 2 * Math.PI * corner / corners - Math.PI / 2;
            double x = radius * 1.2 * Math.cos(angle);
            double y = radius * 1.2 * Math.sin(angle);
            if (corner == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        path.closePath();
        return path;
    }
}
