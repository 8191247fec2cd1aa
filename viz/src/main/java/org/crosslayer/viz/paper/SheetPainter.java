package org.crosslayer.viz.paper;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.matrix.Surface.Align;
import org.jspecify.annotations.Nullable;

/// Draws a sheet on whatever a format gives: layout first, then panels, letters and the shared bar.
final class SheetPainter implements PaperPainter {
    private final Sheet sheet;
    private final SheetLayout layout;

    private SheetPainter(Sheet sheet, SheetLayout layout) {
        this.sheet = sheet;
        this.layout = layout;
    }

    /// Lays a sheet out.
    ///
    /// @throws IllegalArgumentException if it is too small for its labels; the message is a sentence
    static SheetPainter of(Sheet sheet) {
        BufferedImage nowhere = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        PaperSurface surface = new PaperSurface(nowhere.createGraphics(), sheet.style(), true);
        ColorBar bar = sharedBar(sheet, surface);
        double room = bar == null ? 0 : bar.room(sheet.width().points() / sheet.columns());
        boolean hasHeadings =
                sheet.panels().size() > 1 || !sheet.panels().getFirst().title().isEmpty();
        List<PanelPainter> painters = painters(sheet, surface);
        double heading = hasHeadings ? PanelPainter.TITLE : 0.5;
        return new SheetPainter(sheet, SheetLayout.of(sheet, painters, heading, room, surface.lineHeight()));
    }

    @Override
    public double width() {
        return layout.width();
    }

    @Override
    public double height() {
        return layout.height();
    }

    @Override
    public void paint(Graphics2D graphics, boolean vector) {
        PaperSurface surface = new PaperSurface(graphics, sheet.style(), vector);
        surface.fill(0, 0, width(), height(), 0xFFFFFFFF);
        List<PanelPainter> painters = painters(sheet, surface);
        for (int index = 0; index < painters.size(); index++) {
            painters.get(index).paint(layout.plots().get(index));
            double left = index % sheet.columns() == 0
                    ? SheetLayout.EDGE * surface.lineHeight()
                    : layout.plots().get(index).x();
            surface.text(heading(index), left, layout.tops().get(index), Align.START, PanelPainter.TEXT);
        }
        ColorBar bar = sharedBar(sheet, surface);
        if (bar != null) {
            bar.paint(layout.grid().right(), layout.grid().y(), layout.grid().height());
        }
    }

    private String heading(int index) {
        String title = sheet.panels().get(index).title();
        if (sheet.panels().size() == 1) {
            return title;
        }
        return ("(" + (char) ('a' + index) + ") " + title).strip();
    }

    private static List<PanelPainter> painters(Sheet sheet, PaperSurface surface) {
        boolean ownBar = sheet.bar() == Sheet.Bar.EACH;
        return sheet.panels().stream()
                .map(panel -> PanelPainter.of(panel, surface, ownBar))
                .toList();
    }

    private static @Nullable ColorBar sharedBar(Sheet sheet, PaperSurface surface) {
        if (sheet.bar() == Sheet.Bar.EACH) {
            return null;
        }
        ColorScale scale = Sheet.scales(sheet.panels()).findFirst().orElse(null);
        return scale == null
                ? null
                : new ColorBar(
                        surface,
                        scale,
                        sheet.panels().stream()
                                .map(SheetPainter::valueTitle)
                                .filter(title -> !title.isEmpty())
                                .findFirst()
                                .orElse(""));
    }

    private static String valueTitle(Panel panel) {
        return switch (panel) {
            case Panel.Heatmap heatmap -> heatmap.matrix().caption().valueTitle();
            case Panel.Bands bands -> bands.pairing().valueTitle();
            case Panel.Chart _ -> "";
        };
    }
}
