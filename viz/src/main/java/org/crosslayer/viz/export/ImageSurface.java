package org.crosslayer.viz.export;

import java.awt.AWTError;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import org.crosslayer.viz.matrix.Surface;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An image in memory as a [Surface]; one unit is one pixel.
///
/// Rectangles and cells are written straight into the pixels; only text goes through Java2D. So a server without fonts
/// or without a working AWT still gets cells and colour bar.
final class ImageSurface implements Surface {
    private static final Logger LOG = LoggerFactory.getLogger(ImageSurface.class);

    private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);
    private static final @Nullable Font FONT = font();

    private final BufferedImage image;
    private final double fontPx;
    private final @Nullable Font font;

    ImageSurface(BufferedImage image, double fontPx) {
        this.image = image;
        this.fontPx = fontPx;
        this.font = FONT == null ? null : FONT.deriveFont((float) fontPx);
    }

    /// A font that has proved that it can measure text, or null where there is none.
    private static @Nullable Font font() {
        try {
            Font candidate = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
            return candidate.getStringBounds("0", METRICS).getWidth() > 0 ? candidate : null;
        } catch (RuntimeException | LinkageError | AWTError | InternalError fault) {
            LOG.warn("No font can be loaded, so pictures have no labels; install fontconfig and a font.", fault);
            return null;
        }
    }

    @Override
    public double lineHeight() {
        return Math.ceil(fontPx * 1.2);
    }

    @Override
    public double textWidth(String text) {
        return font == null || text.isEmpty()
                ? 0
                : font.getStringBounds(text, METRICS).getWidth();
    }

    @Override
    public double pixelsPerUnit() {
        return 1;
    }

    @Override
    public void text(String text, double x, double y, Align align, int argb) {
        draw(text, x, y, align, argb, 0);
    }

    @Override
    public void textUpwards(String text, double x, double y, Align align, int argb) {
        draw(text, x, y, align, argb, -Math.PI / 2);
    }

    @Override
    public void fill(double x, double y, double width, double height, int argb) {
        int left = clamp(x, image.getWidth());
        int top = clamp(y, image.getHeight());
        int right = clamp(x + width, image.getWidth());
        int bottom = clamp(y + height, image.getHeight());
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                image.setRGB(column, row, argb);
            }
        }
    }

    @Override
    public void pixels(int[] argb, int columns, int rows, double x, double y, double width, double height) {
        int left = clamp(x, image.getWidth());
        int top = clamp(y, image.getHeight());
        int right = clamp(x + width, image.getWidth());
        int bottom = clamp(y + height, image.getHeight());
        for (int row = top; row < bottom; row++) {
            int from = (int) ((long) (row - top) * rows / (bottom - top)) * columns;
            for (int column = left; column < right; column++) {
                int color = argb[from + (int) ((long) (column - left) * columns / (right - left))];
                if (color >>> 24 != 0) {
                    image.setRGB(column, row, color);
                }
            }
        }
    }

    private void draw(String text, double x, double y, Align align, int argb, double angle) {
        if (font == null || text.isEmpty()) {
            return;
        }
        double shift =
                switch (align) {
                    case START -> 0;
                    case MIDDLE -> textWidth(text) / 2;
                    case END -> textWidth(text);
                };
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setColor(new Color(argb, true));
        graphics.setFont(font);
        graphics.translate(x, y);
        graphics.rotate(angle);
        var line = font.getLineMetrics(text, METRICS);
        graphics.drawString(text, (float) -shift, (line.getAscent() - line.getDescent()) / 2);
        graphics.dispose();
    }

    private static int clamp(double value, int limit) {
        return Math.clamp(Math.round(value), 0, limit);
    }
}
