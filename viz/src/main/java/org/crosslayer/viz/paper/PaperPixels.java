package org.crosslayer.viz.paper;

import java.awt.image.BufferedImage;
import org.crosslayer.viz.color.ColorVision;

/// A sheet as pixels, by the painter that makes its file. May be made on any thread, without a display.
public final class PaperPixels {
    private final int[] argb;
    private final int width;
    private final double widthPt;
    private final double heightPt;

    private PaperPixels(int[] argb, int width, double widthPt, double heightPt) {
        this.argb = argb;
        this.width = width;
        this.widthPt = widthPt;
        this.heightPt = heightPt;
    }

    /// Draws a sheet.
    ///
    /// @param dpi    dots an inch
    /// @param vision whose eyes look at it
    /// @throws IllegalArgumentException if the sheet is too small for its labels or the picture too large;
    ///     the message is a sentence
    public static PaperPixels of(Sheet sheet, double dpi, ColorVision vision) {
        SheetPainter painter = SheetPainter.of(sheet);
        BufferedImage drawn = PngWriter.image(painter, dpi);
        int[] argb = drawn.getRGB(0, 0, drawn.getWidth(), drawn.getHeight(), null, 0, drawn.getWidth());
        if (vision != ColorVision.FULL) {
            for (int pixel = 0; pixel < argb.length; pixel++) {
                argb[pixel] = vision.seen(argb[pixel]);
            }
        }
        return new PaperPixels(argb, drawn.getWidth(), painter.width(), painter.height());
    }

    /// The pixels, row after row, `0xAARRGGBB`; the caller's to keep and not to change.
    public int[] argb() {
        return argb;
    }

    /// Pixels in a row.
    public int width() {
        return width;
    }

    /// Rows.
    public int height() {
        return argb.length / width;
    }

    /// Its width on paper, points.
    public double widthPt() {
        return widthPt;
    }

    /// Its height on paper, points.
    public double heightPt() {
        return heightPt;
    }
}
