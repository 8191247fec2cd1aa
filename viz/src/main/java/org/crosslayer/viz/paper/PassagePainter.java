package org.crosslayer.viz.paper;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.crosslayer.viz.color.Ticks;
import org.crosslayer.viz.matrix.Surface.Align;

/// Lays a passage out and draws it: shades behind the words, and beside the colour a line below whatever changes by
/// half of the scale or more, through for dearer and dashed for cheaper, so that grey prints say it too.
final class PassagePainter implements PaperPainter {
    private static final int DEARER = 0xD55E00;
    private static final int CHEAPER = 0x0072B2;
    /// Black text stays at 4.5 to 1 on it.
    private static final int STRONGEST_ALPHA = 128;

    private static final double UNDERLINED = 0.5;
    private static final double EDGE = 0.5;
    /// Shades of neighbouring lines do not touch.
    private static final double LEADING = 1.25;

    private static final double LEGEND_LINES = 1.8;
    private static final double LEGEND_WIDTH_LINES = 8;

    /// A part, or as much of it as stands on one line of the paper.
    private record Place(String text, double x, int row, Passage.Part part) {}

    private final Passage passage;
    private final List<Place> places = new ArrayList<>();
    private final List<String> caption;
    private final double line;
    private final double edge;
    private int rows;

    private PassagePainter(Passage passage, PaperSurface surface) {
        this.passage = passage;
        line = surface.lineHeight();
        edge = EDGE * line;
        for (List<Passage.Part> each : passage.lines()) {
            place(each, surface);
        }
        caption = wrapped(passage.caption(), surface);
    }

    /// Lays it out.
    static PassagePainter of(Passage passage) {
        BufferedImage nowhere = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        return new PassagePainter(passage, new PaperSurface(nowhere.createGraphics(), passage.style(), true));
    }

    @Override
    public double width() {
        return passage.width().points();
    }

    @Override
    public double height() {
        double words = rows * LEADING * line;
        double below = caption.isEmpty() ? 0 : (0.5 + caption.size()) * line;
        return 2 * edge + legendHeight() + words + below;
    }

    @Override
    public void paint(Graphics2D graphics, boolean vector) {
        PaperSurface surface = new PaperSurface(graphics, passage.style(), vector);
        surface.fill(0, 0, width(), height(), 0xFFFFFFFF);
        if (legendHeight() > 0) {
            paintLegend(surface);
        }
        places.forEach(place -> paintShade(place, surface));
        places.forEach(place -> surface.text(place.text(), place.x(), middle(place), Align.START, PanelPainter.TEXT));
        double y = edge + legendHeight() + rows * LEADING * line + line;
        for (String words : caption) {
            surface.text(words, edge, y, Align.START, PanelPainter.LINE);
            y += line;
        }
    }

    private double legendHeight() {
        return passage.legend().isEmpty() ? 0 : LEGEND_LINES * line;
    }

    /// Breaks at the edge of the paper: before a part that does not fit, and within one that is wider than a line.
    private void place(List<Passage.Part> parts, PaperSurface surface) {
        double right = width() - edge;
        double x = edge;
        for (Passage.Part part : parts) {
            if (x > edge && x + surface.textWidth(part.text().stripTrailing()) > right) {
                rows++;
                x = edge;
            }
            String rest = part.text();
            while (x + surface.textWidth(rest) > right && fitting(rest, right - x, surface) < rest.length()) {
                int cut = fitting(rest, right - x, surface);
                places.add(new Place(rest.substring(0, cut), x, rows, part));
                rest = rest.substring(cut);
                rows++;
                x = edge;
            }
            places.add(new Place(rest, x, rows, part));
            x += surface.textWidth(rest);
        }
        rows++;
    }

    /// How many characters fit; at least one sign.
    private static int fitting(String text, double room, PaperSurface surface) {
        int end = text.length();
        while (end > 0 && surface.textWidth(text.substring(0, end).stripTrailing()) > room) {
            end = text.offsetByCodePoints(end, -1);
        }
        return Math.max(end, text.isEmpty() ? 0 : text.offsetByCodePoints(0, 1));
    }

    private List<String> wrapped(String words, PaperSurface surface) {
        List<String> lines = new ArrayList<>();
        StringBuilder now = new StringBuilder();
        for (String word : words.isBlank() ? new String[0] : words.strip().split("\\s+")) {
            String longer = now.isEmpty() ? word : now + " " + word;
            if (!now.isEmpty() && surface.textWidth(longer) > width() - 2 * edge) {
                lines.add(now.toString());
                longer = word;
            }
            now.setLength(0);
            now.append(longer);
        }
        if (!now.isEmpty()) {
            lines.add(now.toString());
        }
        return lines;
    }

    private double middle(Place place) {
        return edge + legendHeight() + (place.row() + 0.5) * LEADING * line;
    }

    private void paintShade(Place place, PaperSurface surface) {
        double top = middle(place) - line / 2;
        double across = surface.textWidth(place.text());
        Double strength = passage.strength(place.part().change());
        if (strength != null && strength != 0) {
            surface.fill(place.x(), top, across, line, shade(strength));
        }
        if (strength != null && Math.abs(strength) >= UNDERLINED) {
            double y = top + line - surface.lineWidth();
            surface.draw(
                    new Line2D.Double(place.x(), y, place.x() + across, y),
                    strength > 0 ? new BasicStroke((float) (2 * surface.lineWidth())) : dashes(surface),
                    PanelPainter.TEXT);
        }
        if (place.part().framed()) {
            surface.frame(place.x(), top, across, line, 2 * surface.lineWidth(), PanelPainter.TEXT);
        }
    }

    private static BasicStroke dashes(PaperSurface surface) {
        float thick = (float) (2 * surface.lineWidth());
        return new BasicStroke(
                thick, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {2 * thick, 2 * thick}, 0);
    }

    /// Opaque, since paper is white: what transparency would give, in every format the same.
    private static int shade(double strength) {
        int full = strength > 0 ? DEARER : CHEAPER;
        double share = Math.abs(strength) * STRONGEST_ALPHA / 255;
        int argb = 0xFF;
        for (int shift = 16; shift >= 0; shift -= 8) {
            argb = argb << 8 | (int) Math.round(255 - share * (255 - (full >> shift & 0xFF)));
        }
        return argb;
    }

    private void paintLegend(PaperSurface surface) {
        double middle = edge + line / 2;
        String low = Ticks.text(-passage.strongest(), 3);
        String high = "+" + Ticks.text(passage.strongest(), 3) + " " + passage.legend();
        double left = edge + surface.textWidth(low) + PanelPainter.AIR * line;
        double step = LEGEND_WIDTH_LINES * line / 21;
        surface.text(low, edge, middle, Align.START, PanelPainter.TEXT);
        for (int index = -10; index <= 10; index++) {
            surface.fill(
                    left + (index + 10) * step,
                    middle - line / 2,
                    step,
                    line,
                    index == 0 ? 0xFFFFFFFF : shade(index / 10.0));
        }
        surface.frame(left, middle - line / 2, 21 * step, line, surface.lineWidth(), PanelPainter.LINE);
        surface.text(high, left + 21 * step + PanelPainter.AIR * line, middle, Align.START, PanelPainter.TEXT);
    }
}
