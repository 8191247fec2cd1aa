package org.crosslayer.viz.paper;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.matrix.Box;
import org.crosslayer.viz.matrix.MatrixSource;
import org.crosslayer.viz.matrix.Surface;

/// Paper as a [Surface]: one unit is one point, whatever writes the file.
///
/// Characters that the font does not have are drawn as `□`, so that their place is seen.
final class PaperSurface implements Surface {
    /// Whether metrics are rounded to pixels must not depend on the format, or the layout would.
    private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

    /// Cells reach so far under the next, or readers that smooth edges show the paper between them.
    private static final double OVERLAP_PT = 0.5;

    private static final char MISSING_GLYPH = '□';

    private final Graphics2D graphics;
    private final PaperStyle style;
    private final boolean vector;
    private final Font font;

    /// @param vector whether shapes stay shapes in the file
    PaperSurface(Graphics2D graphics, PaperStyle style, boolean vector) {
        this.graphics = graphics;
        this.style = style;
        this.vector = vector;
        this.font = style.typeface().font(style.pointSize());
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    /// What charts draw on.
    Graphics2D graphics() {
        return graphics;
    }

    PaperStyle style() {
        return style;
    }

    Font font() {
        return font;
    }

    @Override
    public double lineHeight() {
        return style.pointSize() * 1.2;
    }

    @Override
    public double lineWidth() {
        return style.lineWidthPt();
    }

    @Override
    public double textWidth(String text) {
        String shown = displayable(text);
        return shown.isEmpty() ? 0 : font.getStringBounds(shown, METRICS).getWidth();
    }

    @Override
    public double pixelsPerUnit() {
        return 1;
    }

    @Override
    public void text(String text, double x, double y, Align align, int argb) {
        write(text, x, y, align, argb, 0);
    }

    @Override
    public void textUpwards(String text, double x, double y, Align align, int argb) {
        write(text, x, y, align, argb, -Math.PI / 2);
    }

    @Override
    public void fill(double x, double y, double width, double height, int argb) {
        fill(new Rectangle2D.Double(x, y, width, height), argb);
    }

    /// Fills any shape.
    void fill(Shape shape, int argb) {
        graphics.setColor(new Color(style.ink(argb), true));
        graphics.fill(shape);
    }

    /// Draws the outline of a shape.
    void draw(Shape shape, double width, int argb) {
        draw(shape, new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER), argb);
    }

    /// Draws the outline of a shape with its own dashes.
    void draw(Shape shape, Stroke stroke, int argb) {
        graphics.setColor(new Color(style.ink(argb), true));
        graphics.setStroke(stroke);
        graphics.draw(shape);
    }

    @Override
    public void frame(double x, double y, double width, double height, double thickness, int argb) {
        double half = thickness / 2;
        draw(new Rectangle2D.Double(x + half, y + half, width - thickness, height - thickness), thickness, argb);
    }

    @Override
    public void pixels(int[] argb, int columns, int rows, double x, double y, double width, double height) {
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                image.setRGB(column, row, style.ink(argb[row * columns + column]));
            }
        }
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.scale(width / columns, height / rows);
        graphics.drawImage(image, place, null);
    }

    /// Draws the cells of a matrix over a box: shapes or one image with a pixel a cell, as the style wants it.
    ///
    /// @param empty colour of cells that do not exist
    void cells(MatrixSource matrix, ColorScale scale, int empty, Box plot) {
        long count = (long) matrix.rows() * matrix.columns();
        if (vector && style.drawsShapes(count)) {
            shapes(matrix, scale, empty, plot);
        } else {
            image(matrix, scale, empty, plot);
        }
    }

    private void shapes(MatrixSource matrix, ColorScale scale, int empty, Box plot) {
        fill(plot.x(), plot.y(), plot.width(), plot.height(), empty);
        double width = plot.width() / matrix.columns();
        double height = plot.height() / matrix.rows();
        for (int row = 0; row < matrix.rows(); row++) {
            int end = matrix.causal() ? Math.min(row + 1, matrix.columns()) : matrix.columns();
            for (int column = 0; column < end; column++) {
                double across = width + (column + 1 < end ? Math.min(OVERLAP_PT, width / 2) : 0);
                double down = height + (row + 1 < matrix.rows() ? Math.min(OVERLAP_PT, height / 2) : 0);
                int argb = scale.argb(matrix.valueAt(row, column));
                fill(plot.x() + column * width, plot.y() + row * height, across, down, argb);
            }
        }
    }

    private void image(MatrixSource matrix, ColorScale scale, int empty, Box plot) {
        int[] argb = new int[matrix.rows() * matrix.columns()];
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < matrix.columns(); column++) {
                boolean exists = !matrix.causal() || column <= row;
                argb[row * matrix.columns() + column] = exists ? scale.argb(matrix.valueAt(row, column)) : empty;
            }
        }
        pixels(argb, matrix.columns(), matrix.rows(), plot.x(), plot.y(), plot.width(), plot.height());
    }

    private void write(String text, double x, double y, Align align, int argb, double angle) {
        String shown = displayable(text);
        if (shown.isEmpty()) {
            return;
        }
        double shift =
                switch (align) {
                    case START -> 0;
                    case MIDDLE -> textWidth(shown) / 2;
                    case END -> textWidth(shown);
                };
        AffineTransform before = graphics.getTransform();
        graphics.setColor(new Color(style.ink(argb), true));
        graphics.setFont(font);
        graphics.translate(x, y);
        if (angle != 0) {
            graphics.rotate(angle);
        }
        LineMetrics line = font.getLineMetrics("x", METRICS);
        graphics.drawString(shown, (float) -shift, (line.getAscent() - line.getDescent()) / 2);
        graphics.setTransform(before);
    }

    private String displayable(String text) {
        if (font.canDisplayUpTo(text) < 0) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (font.canDisplay(point)) {
                shown.appendCodePoint(point);
            } else {
                shown.append(MISSING_GLYPH);
            }
        });
        return shown.toString();
    }
}
