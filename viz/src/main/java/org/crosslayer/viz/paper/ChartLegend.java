package org.crosslayer.viz.paper;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.crosslayer.viz.chart.ChartColors;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.crosslayer.viz.chart.ChartDrawing;
import org.crosslayer.viz.chart.ChartSeries;
import org.crosslayer.viz.matrix.Surface.Align;

/// The names of a chart's series, each beside a sample of how it is drawn: in one line above the plot, or in columns
/// where one line is too short for all.
final class ChartLegend {
    /// Sizes in line heights: a marker, a piece of curve with its dashes, and the air after an entry.
    private static final double MARKER = 0.6;

    private static final double CURVE = 1.8;
    private static final double ENTRY_AIR = 0.8;

    private final PaperSurface surface;
    private final ChartData data;
    private final ChartDrawing drawing;
    private final List<String> names;

    ChartLegend(PaperSurface surface, ChartData data, ChartDrawing drawing) {
        this.surface = surface;
        this.data = data;
        this.drawing = drawing;
        List<String> all = data.series().stream().map(ChartSeries::name).toList();
        // A single series needs no legend: the axis names it.
        names = all.size() > 1 ? all : List.of();
    }

    /// Lines that it takes in a place so wide.
    int lines(double width) {
        return names.isEmpty() ? 0 : Math.ceilDiv(names.size(), columns(width));
    }

    /// Draws it so that its first line begins at `left` and `top`.
    void paint(double left, double top, double width) {
        double line = surface.lineHeight();
        int columns = columns(width);
        double x = left;
        for (int series = 0; series < names.size(); series++) {
            int column = series % columns;
            x = column == 0 ? left : x;
            int row = series / columns;
            paintEntry(series, x, top + (row + 0.5) * line);
            x += columns == names.size() ? room(series) : widest();
        }
    }

    private void paintEntry(int series, double x, double y) {
        double line = surface.lineHeight();
        double sample = sample();
        int argb = ChartColors.LIGHT.palette().of(series);
        if (data.mark() == Mark.BARS) {
            double side = MARKER * line;
            surface.fill(new Rectangle2D.Double(x, y - side / 2, side, side), argb);
        } else {
            if (data.mark() == Mark.LINES) {
                surface.draw(new Line2D.Double(x, y, x + sample, y), drawing.curve(series), argb);
            }
            AffineTransform place = AffineTransform.getTranslateInstance(x + sample / 2, y);
            Shape marker = place.createTransformedShape(drawing.marker(series, MARKER * line));
            surface.fill(marker, argb);
        }
        surface.text(names.get(series), x + sample + PanelPainter.AIR * line, y, Align.START, PanelPainter.TEXT);
    }

    /// As many as fit beside each other: all, or as many of the widest.
    private int columns(double width) {
        double air = ENTRY_AIR * surface.lineHeight();
        double all = -air;
        for (int series = 0; series < names.size(); series++) {
            all += room(series);
        }
        if (all <= width) {
            return names.size();
        }
        int most = Math.clamp((int) ((width + air) / widest()), 1, names.size());
        // As many lines as that takes, but the entries spread evenly over them.
        return Math.ceilDiv(names.size(), Math.ceilDiv(names.size(), most));
    }

    private double widest() {
        double widest = 0;
        for (int series = 0; series < names.size(); series++) {
            widest = Math.max(widest, room(series));
        }
        return widest;
    }

    private double room(int series) {
        double around = sample() + (PanelPainter.AIR + ENTRY_AIR) * surface.lineHeight();
        return around + surface.textWidth(names.get(series));
    }

    private double sample() {
        return (data.mark() == Mark.LINES ? CURVE : MARKER) * surface.lineHeight();
    }
}
