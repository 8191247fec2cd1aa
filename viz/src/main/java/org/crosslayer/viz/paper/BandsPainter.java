package org.crosslayer.viz.paper;

import java.awt.geom.CubicCurve2D;
import java.util.Comparator;
import java.util.List;
import org.crosslayer.viz.matrix.Box;
import org.crosslayer.viz.matrix.Surface.Align;

/// Matched pairs as curved bands between two columns of names; the colour says how well a pair fits.
final class BandsPainter implements PanelPainter {
    /// Width of the whole over the height of one row of names.
    private static final double ROW_LINES = 1.6;

    private static final double USUAL_WIDTH_LINES = 16;
    private static final double BAND_SHARE = 0.3;

    private final PaperSurface surface;
    private final Panel.Bands panel;
    private final ColorBar bar;
    private final boolean ownBar;

    BandsPainter(PaperSurface surface, Panel.Bands panel, boolean ownBar) {
        this.surface = surface;
        this.panel = panel;
        this.ownBar = ownBar;
        bar = new ColorBar(surface, panel.scale(), panel.pairing().valueTitle());
    }

    @Override
    public double aspect() {
        return Math.clamp(rows() * ROW_LINES / USUAL_WIDTH_LINES, 0.4, 1.6);
    }

    @Override
    public boolean isElastic() {
        return true;
    }

    @Override
    public Margins margins(double plotWidth, double plotHeight) {
        double line = surface.lineHeight();
        double labels = AIR * line + widest(panel.pairing().right());
        return new Margins(
                AIR * line + widest(panel.pairing().left()),
                TITLE * line,
                labels + (ownBar ? bar.room(plotHeight) : 0),
                // The bar's lowest number is centred at its end.
                ownBar ? line / 2 : 0);
    }

    @Override
    public void paint(Box plot) {
        double line = surface.lineHeight();
        Pairing pairing = panel.pairing();
        paintTitles(plot);
        double thickness = Math.max(surface.lineWidth(), BAND_SHARE * plot.height() / rows());
        // The best last, on top.
        List<Pairing.Pair> order = pairing.pairs().stream()
                .sorted(Comparator.comparingDouble(Pairing.Pair::value).reversed())
                .toList();
        for (Pairing.Pair pair : order) {
            double from = place(plot, pair.left(), pairing.left().size());
            double to = place(plot, pair.right(), pairing.right().size());
            double middle = plot.x() + plot.width() / 2;
            CubicCurve2D curve = new CubicCurve2D.Double(plot.x(), from, middle, from, middle, to, plot.right(), to);
            // The edge keeps pale bands apart from the paper, and shows which of two lies above.
            surface.draw(curve, thickness + 2 * surface.lineWidth(), LINE);
            surface.draw(curve, thickness, panel.scale().argb(pair.value()));
        }
        names(pairing.left(), plot, plot.x() - AIR * line, Align.END);
        names(pairing.right(), plot, plot.right() + AIR * line, Align.START);
        if (ownBar) {
            bar.paint(plot.right() + AIR * line + widest(pairing.right()), plot.y(), plot.height());
        }
    }

    /// Above the ends of the bands; where there is no room for both, they begin above the outer ends of the names.
    private void paintTitles(Box plot) {
        Pairing pairing = panel.pairing();
        double line = surface.lineHeight();
        double titles = surface.textWidth(pairing.leftTitle()) + surface.textWidth(pairing.rightTitle());
        boolean fits = titles + line <= plot.width();
        double left = fits ? plot.x() : plot.x() - AIR * line - widest(pairing.left());
        double right = fits ? plot.right() : plot.right() + AIR * line + widest(pairing.right());
        double room = (right - left - line) / 2;
        double y = plot.y() - TITLE * line / 2;
        surface.text(surface.elided(pairing.leftTitle(), room), left, y, Align.START, TEXT);
        surface.text(surface.elided(pairing.rightTitle(), room), right, y, Align.END, TEXT);
    }

    private void names(List<String> names, Box plot, double x, Align align) {
        for (int index = 0; index < names.size(); index++) {
            surface.text(names.get(index), x, place(plot, index, names.size()), align, TEXT);
        }
    }

    private int rows() {
        return Math.max(
                1,
                Math.max(panel.pairing().left().size(), panel.pairing().right().size()));
    }

    private static double place(Box plot, int index, int count) {
        return plot.y() + (index + 0.5) * plot.height() / count;
    }

    private double widest(List<String> names) {
        return names.stream().mapToDouble(surface::textWidth).max().orElse(0);
    }
}
