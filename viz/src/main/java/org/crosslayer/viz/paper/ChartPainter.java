package org.crosslayer.viz.paper;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.crosslayer.viz.chart.ChartColors;
import org.crosslayer.viz.chart.ChartDrawing;
import org.crosslayer.viz.chart.ChartSeries;
import org.crosslayer.viz.matrix.Box;
import org.crosslayer.viz.matrix.Surface.Align;

/// A chart on paper, by JFreeChart; the legend is ours, above the plot, so that plots beside each other line up.
final class ChartPainter implements PanelPainter {
    private static final double ASPECT = 0.62;

    /// Width of a legend's sample of colour, and the air after each entry, in line heights.
    private static final double SAMPLE = 0.6;

    private static final double ENTRY_AIR = 0.9;

    private final PaperSurface surface;
    private final Panel.Chart panel;
    private final ChartDrawing drawing;

    ChartPainter(PaperSurface surface, Panel.Chart panel) {
        this.surface = surface;
        this.panel = panel;
        PaperStyle style = surface.style();
        drawing = new ChartDrawing(ChartColors.LIGHT, surface.font(), style.lineWidthPt(), style::ink);
    }

    @Override
    public double aspect() {
        return ASPECT;
    }

    @Override
    public boolean isElastic() {
        return true;
    }

    /// JFreeChart's own, found by drawing once where nobody looks.
    @Override
    public Margins margins(double plotWidth, double plotHeight) {
        double spare = 12 * surface.lineHeight();
        BufferedImage nowhere = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        Rectangle2D area = new Rectangle2D.Double(0, 0, plotWidth + spare, plotHeight + spare);
        Rectangle2D data = drawing.measure(panel.data(), nowhere.createGraphics(), area);
        double half = surface.lineHeight() / 2;
        return new Margins(
                data.getX() - area.getX(),
                legendLines(plotWidth) * surface.lineHeight() + half,
                // The last number along is centred at the end of its axis.
                surface.lineHeight(),
                area.getMaxY() - data.getMaxY());
    }

    @Override
    public void paint(Box plot) {
        Margins margins = margins(plot.width(), plot.height());
        drawing.drawAround(
                panel.data(),
                surface.graphics(),
                new Rectangle2D.Double(plot.x(), plot.y(), plot.width(), plot.height()),
                margins.left(),
                margins.bottom(),
                margins.right());
        paintLegend(plot);
    }

    private void paintLegend(Box plot) {
        double line = surface.lineHeight();
        double x = plot.x();
        double y = plot.y() - (legendLines(plot.width()) + 0.5) * line;
        for (int series = 0; series < entries(); series++) {
            double width = entryWidth(series);
            if (x > plot.x() && x + width > plot.right()) {
                x = plot.x();
                y += line;
            }
            double side = SAMPLE * line;
            AffineTransform place = AffineTransform.getTranslateInstance(x + side / 2, y + line / 2);
            Shape marker = place.createTransformedShape(drawing.marker(series, side));
            surface.fill(marker, ChartColors.LIGHT.palette().of(series));
            surface.text(name(series), x + side + AIR * line, y + line / 2, Align.START, TEXT);
            x += width;
        }
    }

    private int legendLines(double width) {
        int lines = entries() == 0 ? 0 : 1;
        double x = 0;
        for (int series = 0; series < entries(); series++) {
            if (x > 0 && x + entryWidth(series) > width) {
                lines++;
                x = 0;
            }
            x += entryWidth(series);
        }
        return lines;
    }

    private double entryWidth(int series) {
        return (SAMPLE + AIR + ENTRY_AIR) * surface.lineHeight() + surface.textWidth(name(series));
    }

    private String name(int series) {
        ChartSeries one = panel.data().series().get(series);
        return one.name();
    }

    /// A single series needs no legend: the axis names it.
    private int entries() {
        int count = panel.data().series().size();
        return count > 1 ? count : 0;
    }
}
