package org.crosslayer.viz.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Paint;
import java.io.Serial;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;
import org.jfree.data.xy.IntervalXYDataset;
import org.jfree.data.xy.XYBarDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// Builds the JFreeChart of one profile.
final class ProfileChart {
    private static final Color CLEAR = new Color(0, true);
    private static final double BAR_WIDTH = 0.8;
    private static final int MOST_POSITION_LABELS = 16;

    private ProfileChart() {}

    /// @param fontPx size of the labels in pixels
    static JFreeChart of(Profile profile, ProfileView.Kind kind, ChartColors colors, int fontPx) {
        XYSeries series = new XYSeries(profile.valueTitle());
        for (int position = 0; position < profile.values().size(); position++) {
            double value = profile.values().get(position);
            series.add(position, Double.isNaN(value) ? null : value);
        }
        IntervalXYDataset data = new XYBarDataset(new XYSeriesCollection(series), BAR_WIDTH);
        NumberAxis positions = new NumberAxis(profile.positionTitle());
        int count = Math.max(1, profile.values().size());
        positions.setTickUnit(new NumberTickUnit(Math.ceilDiv(count, MOST_POSITION_LABELS)));
        positions.setRange(new Range(-0.5, count - 0.5));
        NumberAxis values = new NumberAxis(profile.valueTitle());
        values.setAutoRangeIncludesZero(kind == ProfileView.Kind.BARS);
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, fontPx);
        dress(positions, colors, font);
        dress(values, colors, font);
        XYPlot plot = new XYPlot(data, positions, values, renderer(profile, kind, colors));
        plot.setBackgroundPaint(CLEAR);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(color(colors.line()));
        plot.setRangeZeroBaselineVisible(true);
        plot.setRangeZeroBaselinePaint(color(colors.line()));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        JFreeChart chart = new JFreeChart(null, font, plot, false);
        chart.setBackgroundPaint(CLEAR);
        return chart;
    }

    private static void dress(ValueAxis axis, ChartColors colors, Font font) {
        axis.setLabelFont(font);
        axis.setTickLabelFont(font);
        axis.setLabelPaint(color(colors.text()));
        axis.setTickLabelPaint(color(colors.text()));
        axis.setAxisLinePaint(color(colors.line()));
        axis.setTickMarkPaint(color(colors.line()));
    }

    private static XYItemRenderer renderer(Profile profile, ProfileView.Kind kind, ChartColors colors) {
        return switch (kind) {
            case BARS -> new Bars(profile, colors);
            case LINE -> new Line(profile, colors);
        };
    }

    private static Paint paint(Profile profile, ChartColors colors, int position) {
        return color(profile.highlighted().contains(position) ? colors.highlight() : colors.series());
    }

    private static Color color(int argb) {
        return new Color(argb, true);
    }

    private static final class Bars extends XYBarRenderer {
        @Serial
        private static final long serialVersionUID = 1;

        private final transient Profile profile;
        private final transient ChartColors colors;

        Bars(Profile profile, ChartColors colors) {
            this.profile = profile;
            this.colors = colors;
            setBarPainter(new StandardXYBarPainter());
            setShadowVisible(false);
            setDrawBarOutline(false);
        }

        @Override
        public Paint getItemPaint(int row, int column) {
            return paint(profile, colors, column);
        }
    }

    private static final class Line extends XYLineAndShapeRenderer {
        @Serial
        private static final long serialVersionUID = 1;

        private final transient Profile profile;
        private final transient ChartColors colors;

        Line(Profile profile, ChartColors colors) {
            super(true, true);
            this.profile = profile;
            this.colors = colors;
            setSeriesStroke(0, new BasicStroke(1.5f));
        }

        @Override
        public Paint getItemPaint(int row, int column) {
            return paint(profile, colors, column);
        }
    }
}
