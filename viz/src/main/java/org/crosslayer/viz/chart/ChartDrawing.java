package org.crosslayer.viz.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Rectangle2D;
import java.util.DoubleSummaryStatistics;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.crosslayer.viz.chart.ChartData.ChartAxis;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/// Draws a [ChartData] with JFreeChart onto anything that Java2D draws on: window, image, PDF, SVG.
///
/// @param colors    of everything
/// @param font      of all text
/// @param lineWidth of axes; curves are twice as wide
/// @param ink       what a colour becomes at last, for grey prints
public record ChartDrawing(ChartColors colors, Font font, double lineWidth, IntUnaryOperator ink) {
    private static final Color CLEAR = new Color(0, true);
    private static final double MARGIN = 0.05;
    private static final double MARGIN_WITH_WORDS = 0.12;
    /// Between the labels of two ticks beside and above each other, in font sizes.
    private static final double AIR_BESIDE = 0.7;

    private static final double AIR_ABOVE = 0.5;
    /// What numbers and title below take of the height, and a line of words, in font sizes.
    private static final double LINES_BELOW = 3.5;

    private static final double LINE = 1.25;
    /// More than so many numbers along an axis help nobody.
    private static final double MOST_TICKS = 9;
    /// Beyond the first and the last of what is counted.
    private static final double COUNTED_AIR = 0.7;
    private static final int GRID_ALPHA = 0x60000000;
    private static final int BAND_ALPHA = 0x50000000;
    /// Width of the band behind a marked place, in what is counted along.
    private static final double BAND = 0.6;

    static {
        // Otherwise titles that read upwards become shapes, and in a PDF or SVG text is to stay text.
        TextUtils.setUseDrawRotatedStringWorkaround(false);
    }

    /// For a window: the logical font in pixels.
    public static ChartDrawing onScreen(ChartColors colors, int fontPx) {
        return new ChartDrawing(colors, new Font(Font.SANS_SERIF, Font.PLAIN, fontPx), 1, IntUnaryOperator.identity());
    }

    /// Draws into a rectangle; returns where the data stand in it.
    public Rectangle2D draw(ChartData data, Graphics2D graphics, Rectangle2D area) {
        ChartRenderingInfo info = new ChartRenderingInfo();
        chart(data).draw(graphics, area, info);
        return info.getPlotInfo().getDataArea();
    }

    /// Draws into a rectangle, a band behind the place that is marked; returns where the points stand.
    ///
    /// @param marked a place along; NaN for none
    ChartPlaces drawMarked(ChartData data, double marked, Graphics2D graphics, Rectangle2D area) {
        ChartRenderingInfo info = new ChartRenderingInfo();
        JFreeChart chart = chart(data);
        XYPlot plot = chart.getXYPlot();
        Rectangle2D left = withTitles(data, plot, graphics, area);
        if (Double.isFinite(marked)) {
            Color band = color((colors.line() & 0xFFFFFF) | BAND_ALPHA);
            plot.addDomainMarker(new IntervalMarker(marked - BAND / 2, marked + BAND / 2, band), Layer.BACKGROUND);
        }
        chart.draw(graphics, left, info);
        return ChartPlaces.of(data, plot, info.getPlotInfo().getDataArea());
    }

    /// Keeps room for half of the topmost and of the last number. Where the picture is too low for a title that
    /// reads upwards, both titles stand in a line above it instead; returns what is left of the area.
    private Rectangle2D withTitles(ChartData data, XYPlot plot, Graphics2D graphics, Rectangle2D area) {
        double size = font.getSize2D();
        // Within the area: what is drawn ends where the area does.
        plot.setInsets(new RectangleInsets(size / 2, 0, 0, size / 2));
        double above = 0;
        if (width(data.y().title(), graphics) > area.getHeight() - LINES_BELOW * size) {
            plot.getRangeAxis().setLabel(null);
            plot.getDomainAxis().setLabel(null);
            String upwards = data.y().title() + " ↑";
            String both = upwards + "  " + data.x().title() + " →";
            graphics.setFont(font);
            graphics.setPaint(color(colors.text()));
            graphics.drawString(
                    width(both, graphics) <= area.getWidth() ? both : ended(upwards, graphics, area.getWidth()),
                    (float) area.getX(),
                    (float) (area.getY() + size));
            above = LINE * size;
        }
        return new Rectangle2D.Double(area.getX(), area.getY() + above, area.getWidth(), area.getHeight() - above);
    }

    private double width(String words, Graphics2D graphics) {
        return font.getStringBounds(words, graphics.getFontRenderContext()).getWidth();
    }

    /// Words that end in a point where there is no room for all of them.
    private String ended(String words, Graphics2D graphics, double width) {
        String shown = words;
        int end = words.length();
        while (end > 1 && width(shown, graphics) > width) {
            end = words.offsetByCodePoints(end, -1);
            shown = words.substring(0, end).strip() + "…";
        }
        return shown;
    }

    /// Where the data would stand in a rectangle if there were no legend; what is drawn is of no use.
    public Rectangle2D measure(ChartData data, Graphics2D graphics, Rectangle2D area) {
        ChartRenderingInfo info = new ChartRenderingInfo();
        JFreeChart chart = chart(data);
        chart.removeLegend();
        chart.draw(graphics, area, info);
        return info.getPlotInfo().getDataArea();
    }

    /// Draws such that the data stand in `plot` and labels around it; without a legend, which belongs above.
    public void drawAround(
            ChartData data, Graphics2D graphics, Rectangle2D plot, double left, double bottom, double right) {
        JFreeChart chart = chart(data);
        chart.removeLegend();
        AxisSpace across = new AxisSpace();
        across.setLeft(left);
        across.setRight(right);
        AxisSpace below = new AxisSpace();
        below.setBottom(bottom);
        // What is drawn ends where the area does: half of a number at the very top of the axis would be cut.
        double top = font.getSize2D();
        below.setTop(top);
        chart.getXYPlot().setFixedRangeAxisSpace(across);
        chart.getXYPlot().setFixedDomainAxisSpace(below);
        Rectangle2D area = new Rectangle2D.Double(
                plot.getX() - left, plot.getY() - top, plot.getWidth() + left + right, plot.getHeight() + top + bottom);
        chart.draw(graphics, area);
    }

    /// The marker of a series around (0, 0), for a legend.
    public Shape marker(int series, double size) {
        return SeriesRenderers.marker(series, size);
    }

    /// How the curve of a series is drawn.
    public Stroke curve(int series) {
        return SeriesRenderers.stroke(series, (float) (2 * lineWidth));
    }

    /// Colour of a series as it is drawn.
    public Color seriesColor(int series) {
        return color(colors.palette().of(series));
    }

    private JFreeChart chart(ChartData data) {
        YIntervalSeriesCollection numbers = new YIntervalSeriesCollection();
        for (ChartSeries series : data.series()) {
            YIntervalSeries points = new YIntervalSeries(series.name());
            for (ChartSeries.Point point : series.points()) {
                points.add(point.x(), point.y(), point.low(), point.high());
            }
            numbers.addSeries(points);
        }
        ValueAxis along = axis(data.x(), false);
        ValueAxis up = axis(data.y(), data.mark() == Mark.BARS);
        double size = font.getSize2D();
        double small = size / 8;
        along.setTickLabelInsets(new RectangleInsets(small, size * AIR_BESIDE / 2, small, size * AIR_BESIDE / 2));
        up.setTickLabelInsets(new RectangleInsets(size * AIR_ABOVE / 2, small, size * AIR_ABOVE / 2, small));
        spanCounted(along, data);
        if (data.points().anyMatch(point -> !point.label().isEmpty())) {
            Stream.of(along, up).forEach(axis -> {
                axis.setLowerMargin(MARGIN_WITH_WORDS);
                axis.setUpperMargin(MARGIN_WITH_WORDS);
            });
        }
        XYPlot plot = new XYPlot(null, along, up, null);
        SeriesRenderers.fill(plot, data, numbers, this);
        number(along, data.x());
        number(up, data.y());
        plot.setBackgroundPaint(CLEAR);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(color((colors.line() & 0xFFFFFF) | GRID_ALPHA));
        plot.setRangeGridlineStroke(new BasicStroke((float) lineWidth / 2));
        plot.setRangeZeroBaselineVisible(data.mark() == Mark.BARS);
        plot.setRangeZeroBaselinePaint(color(colors.line()));
        plot.setRangeZeroBaselineStroke(new BasicStroke((float) lineWidth));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(RectangleInsets.ZERO_INSETS);
        JFreeChart chart = new JFreeChart(null, font, plot, false);
        chart.setBackgroundPaint(CLEAR);
        chart.setPadding(RectangleInsets.ZERO_INSETS);
        if (data.series().size() > 1) {
            chart.addLegend(legend(plot));
        }
        return chart;
    }

    private LegendTitle legend(XYPlot plot) {
        LegendTitle legend = new LegendTitle(plot);
        legend.setPosition(RectangleEdge.TOP);
        legend.setItemFont(font);
        legend.setItemPaint(color(colors.text()));
        legend.setBackgroundPaint(CLEAR);
        legend.setFrame(BlockBorder.NONE);
        return legend;
    }

    private ValueAxis axis(ChartAxis described, boolean fromZero) {
        ValueAxis axis;
        if (described.logarithmic()) {
            axis = new RatioAxis(described.title());
        } else {
            NumberAxis linear = new NumberAxis(described.title());
            linear.setAutoRangeIncludesZero(fromZero);
            // Points at zero are drawn whole, bars stand on it.
            linear.setAutoRangeStickyZero(fromZero);
            axis = linear;
        }
        axis.setLowerMargin(MARGIN);
        axis.setUpperMargin(MARGIN);
        axis.setLabelFont(font);
        axis.setTickLabelFont(font);
        axis.setLabelPaint(color(colors.text()));
        axis.setTickLabelPaint(color(colors.text()));
        axis.setAxisLinePaint(color(colors.line()));
        axis.setAxisLineStroke(new BasicStroke((float) lineWidth));
        axis.setTickMarkPaint(color(colors.line()));
        axis.setTickMarkStroke(new BasicStroke((float) lineWidth));
        double air = font.getSize2D() * 0.25;
        axis.setLabelInsets(new RectangleInsets(2 * air, 2 * air, 2 * air, 2 * air));
        return axis;
    }

    /// Round numbers along an axis whose range is known; layers and heads are all numbered where there is room.
    private static void number(ValueAxis axis, ChartAxis described) {
        if (axis instanceof NumberAxis linear) {
            double least = described.whole() ? 1 : axis.getRange().getLength() / MOST_TICKS;
            linear.setStandardTickUnits(new RoundUnits(described.whole(), least));
        }
    }

    /// What is counted has an end: no tick stands where there is nothing.
    private static void spanCounted(ValueAxis along, ChartData data) {
        DoubleSummaryStatistics places =
                data.points().mapToDouble(ChartSeries.Point::x).summaryStatistics();
        if (data.x().whole() && places.getCount() > 0) {
            along.setRange(places.getMin() - COUNTED_AIR, places.getMax() + COUNTED_AIR);
        }
    }

    /// A colour as it is drawn.
    Color color(int argb) {
        return new Color(ink.applyAsInt(argb), true);
    }
}
