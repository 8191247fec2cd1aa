package org.crosslayer.viz.matrix;

import java.nio.IntBuffer;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.crosslayer.viz.color.Ticks;

/// A canvas in a window as a [Surface].
///
/// Pixels go through one image of the size of the visible part, so no texture limit is ever met.
final class FxSurface implements Surface {
    private final GraphicsContext context;
    private final TextRuler ruler;
    private final double pixelsPerUnit;

    FxSurface(Canvas canvas, TextRuler ruler, double pixelsPerUnit) {
        this.context = canvas.getGraphicsContext2D();
        this.ruler = ruler;
        this.pixelsPerUnit = pixelsPerUnit;
        context.setFont(ruler.font());
        context.setTextBaseline(VPos.CENTER);
        context.setImageSmoothing(false);
    }

    static Color color(int argb) {
        return Color.rgb((argb >> 16) & 0xFF, (argb >> 8) & 0xFF, argb & 0xFF, (argb >>> 24) / 255.0);
    }

    static int argb(Color color) {
        return (int) Math.round(color.getOpacity() * 255) << 24
                | (int) Math.round(color.getRed() * 255) << 16
                | (int) Math.round(color.getGreen() * 255) << 8
                | (int) Math.round(color.getBlue() * 255);
    }

    @Override
    public double lineHeight() {
        return ruler.lineHeight();
    }

    @Override
    public double textWidth(String text) {
        return ruler.width(text);
    }

    @Override
    public String number(String neutral) {
        return Ticks.local(neutral);
    }

    @Override
    public double pixelsPerUnit() {
        return pixelsPerUnit;
    }

    @Override
    public void text(String text, double x, double y, Align align, int argb) {
        context.setFill(color(argb));
        context.setFont(ruler.font());
        context.setTextAlign(
                switch (align) {
                    case START -> TextAlignment.LEFT;
                    case MIDDLE -> TextAlignment.CENTER;
                    case END -> TextAlignment.RIGHT;
                });
        context.fillText(text, x, y);
    }

    @Override
    public void textUpwards(String text, double x, double y, Align align, int argb) {
        context.save();
        context.translate(x, y);
        context.rotate(-90);
        text(text, 0, 0, align, argb);
        context.restore();
    }

    @Override
    public void fill(double x, double y, double width, double height, int argb) {
        context.setFill(color(argb));
        context.fillRect(x, y, width, height);
    }

    @Override
    public void pixels(int[] argb, int columns, int rows, double x, double y, double width, double height) {
        // Taken over as they are: every pixel is opaque or nothing at all, so it need not be multiplied by its alpha.
        PixelBuffer<IntBuffer> pixels =
                new PixelBuffer<>(columns, rows, IntBuffer.wrap(argb), PixelFormat.getIntArgbPreInstance());
        context.drawImage(new WritableImage(pixels), x, y, width, height);
    }
}
