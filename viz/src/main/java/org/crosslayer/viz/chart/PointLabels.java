package org.crosslayer.viz.chart;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jspecify.annotations.Nullable;

/// The words beside points, each where it meets no other words, no point and no curve, as far as there is such a place
/// in the plot.
@SuppressWarnings("serial") // never written
final class PointLabels extends AbstractXYAnnotation {
    @Serial
    private static final long serialVersionUID = 1;

    /// Places around a point, the best first: -1 is left or above, 1 right or below, 2 a line further.
    private static final int[][] SIDES = {
        {-1, -1}, {1, 1}, {1, -1}, {-1, 1}, {0, -1}, {0, 1}, {-1, 0}, {1, 0}, {1, -2}, {-1, -2}, {1, 2}, {-1, 2},
        {0, -2}, {0, 2}
    };

    /// How far a line further is, in heights of a line.
    private static final double FURTHER = 1.3;

    /// Air around a point, in font sizes.
    private static final double AIR = 0.35;

    private final transient ChartData data;
    private final transient ChartDrawing drawing;

    PointLabels(ChartData data, ChartDrawing drawing) {
        this.data = data;
        this.drawing = drawing;
    }

    @Override
    public void draw(
            Graphics2D graphics,
            XYPlot plot,
            Rectangle2D area,
            ValueAxis along,
            ValueAxis up,
            int renderer,
            @Nullable PlotRenderingInfo info) {
        graphics.setFont(drawing.font());
        graphics.setPaint(drawing.color(drawing.colors().text()));
        FontMetrics metrics = graphics.getFontMetrics();
        List<Rectangle2D> taken = new ArrayList<>();
        List<Line2D> curves = new ArrayList<>();
        List<ChartSeries.Point> labelled = new ArrayList<>();
        List<Point2D> places = new ArrayList<>();
        double air = AIR * drawing.font().getSize2D();
        for (ChartSeries series : data.series()) {
            List<ChartSeries.Point> points = series.points().stream()
                    .filter(point -> Double.isFinite(point.y()))
                    .toList();
            List<Point2D> here = points.stream()
                    .map(point -> place(point.x(), point.y(), plot, area, along, up))
                    .toList();
            here.forEach(at -> taken.add(around(at, air)));
            for (int index = 0; index < points.size(); index++) {
                ChartSeries.Point point = points.get(index);
                if (point.hasInterval()) {
                    curves.add(new Line2D.Double(
                            place(point.x(), point.low(), plot, area, along, up),
                            place(point.x(), point.high(), plot, area, along, up)));
                }
                if (!point.label().isEmpty()) {
                    labelled.add(point);
                    places.add(here.get(index));
                }
            }
            if (data.mark() == Mark.LINES) {
                IntStream.range(1, here.size())
                        .forEach(index -> curves.add(new Line2D.Double(here.get(index - 1), here.get(index))));
            }
        }
        for (int index = 0; index < labelled.size(); index++) {
            String words = labelled.get(index).label();
            double width = metrics.getStringBounds(words, graphics).getWidth();
            Rectangle2D box = free(places.get(index), width, metrics.getHeight(), air, area, taken, curves);
            taken.add(box);
            graphics.drawString(words, (float) box.getX(), (float) (box.getY() + metrics.getAscent()));
        }
    }

    /// The first place that is free; if none is, the first inside the plot; if none is, the first.
    private static Rectangle2D free(
            Point2D at,
            double width,
            double height,
            double air,
            Rectangle2D area,
            List<Rectangle2D> taken,
            List<Line2D> curves) {
        List<Rectangle2D> inside = new ArrayList<>();
        for (int[] side : SIDES) {
            double further = Math.abs(side[1]) > 1 ? FURTHER * height : 0;
            double away = height / 2 + further + (side[0] == 0 ? air : 0);
            Rectangle2D box = new Rectangle2D.Double(
                    at.getX() + side[0] * (width / 2 + air) - width / 2,
                    at.getY() + Integer.signum(side[1]) * away - height / 2,
                    width,
                    height);
            if (area.contains(box)) {
                inside.add(box);
            }
        }
        return inside.stream()
                .filter(box -> taken.stream().noneMatch(box::intersects)
                        && curves.stream().noneMatch(curve -> curve.intersects(box)))
                .findFirst()
                .or(() -> inside.stream()
                        .filter(box -> taken.stream().noneMatch(box::intersects))
                        .findFirst())
                .orElseGet(() -> inside.isEmpty() ? around(at, height / 2) : inside.getFirst());
    }

    private static Rectangle2D around(Point2D at, double reach) {
        return new Rectangle2D.Double(at.getX() - reach, at.getY() - reach, 2 * reach, 2 * reach);
    }

    private static Point2D place(double x, double y, XYPlot plot, Rectangle2D area, ValueAxis along, ValueAxis up) {
        return new Point2D.Double(
                along.valueToJava2D(x, area, plot.getDomainAxisEdge()),
                up.valueToJava2D(y, area, plot.getRangeAxisEdge()));
    }
}
