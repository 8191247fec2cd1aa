package org.crosslayer.viz.paper;

import java.util.List;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.color.Tick;
import org.crosslayer.viz.color.Ticks;
import org.crosslayer.viz.matrix.Box;
import org.crosslayer.viz.matrix.Surface.Align;

/// The bar that says which colour is which value, with ticks and the name of the value read upwards.
final class ColorBar {
    private static final double GAP = 0.8;
    private static final double WIDTH = 0.8;

    /// Line heights of bar for one tick.
    private static final double TICK_ROOM = 2;

    private final PaperSurface surface;
    private final ColorScale scale;
    private final String title;

    ColorBar(PaperSurface surface, ColorScale scale, String title) {
        this.surface = surface;
        this.scale = scale;
        this.title = title;
    }

    /// Room it takes at the right of a plot so high.
    double room(double height) {
        double line = surface.lineHeight();
        double words = title.isEmpty() ? 0 : PanelPainter.TITLE * line;
        return (GAP + WIDTH + 2 * PanelPainter.AIR) * line + widest(ticks(height)) + words;
    }

    /// Draws it at the right of a plot.
    void paint(double right, double top, double height) {
        double line = surface.lineHeight();
        double air = PanelPainter.AIR * line;
        Box bar = new Box(right + GAP * line, top, WIDTH * line, height);
        int[] ramp = new int[ColorMap.SIZE];
        for (int entry = 0; entry < ramp.length; entry++) {
            ramp[entry] = scale.map().entry(ramp.length - 1 - entry);
        }
        surface.pixels(ramp, 1, ramp.length, bar.x(), bar.y(), bar.width(), bar.height());
        surface.frame(bar.x(), bar.y(), bar.width(), bar.height(), surface.lineWidth(), PanelPainter.LINE);
        List<Tick> ticks = ticks(height);
        for (Tick tick : ticks) {
            double y = bar.bottom() - tick.position() * bar.height();
            double thickness = surface.lineWidth();
            surface.fill(bar.right(), y - thickness / 2, air * 0.7, thickness, PanelPainter.LINE);
            surface.text(tick.label(), bar.right() + air, y, Align.START, PanelPainter.TEXT);
        }
        double x = bar.right() + 2 * air + widest(ticks) + PanelPainter.TITLE * line / 2;
        surface.textUpwards(surface.elided(title, height), x, top + height / 2, Align.MIDDLE, PanelPainter.TEXT);
    }

    private List<Tick> ticks(double height) {
        return scale.ticks((int) Math.clamp(height / (TICK_ROOM * surface.lineHeight()), 2, 7)).stream()
                .map(tick -> new Tick(tick.value(), tick.position(), Ticks.printed(tick.label())))
                .toList();
    }

    private double widest(List<Tick> ticks) {
        return ticks.stream()
                .mapToDouble(tick -> surface.textWidth(tick.label()))
                .max()
                .orElse(0);
    }
}
