package org.crosslayer.viz.paper;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.crosslayer.viz.chart.ChartColors;
import org.crosslayer.viz.chart.ChartDrawing;
import org.crosslayer.viz.matrix.Box;

/// A chart on paper, by JFreeChart; the legend is ours, above the plot, so that plots beside each other line up.
final class ChartPainter implements PanelPainter {
    private static final double ASPECT = 0.62;

    private final PaperSurface surface;
    private final Panel.Chart panel;
    private final ChartDrawing drawing;
    private final ChartLegend legend;

    ChartPainter(PaperSurface surface, Panel.Chart panel) {
        this.surface = surface;
        this.panel = panel;
        PaperStyle style = surface.style();
        drawing = new ChartDrawing(ChartColors.LIGHT, surface.font(), style.lineWidthPt(), style::ink);
        legend = new ChartLegend(surface, panel.data(), drawing);
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
                legend.lines(legendWidth(plotWidth)) * surface.lineHeight() + half,
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
        double room = legendWidth(plot.width());
        legend.paint(plot.x(), plot.y() - (legend.lines(room) + 0.5) * surface.lineHeight(), room);
    }

    /// It may reach over the margin at the right.
    private double legendWidth(double plotWidth) {
        return plotWidth + surface.lineHeight();
    }
}
