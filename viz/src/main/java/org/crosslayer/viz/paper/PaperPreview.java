package org.crosslayer.viz.paper;

import java.awt.image.BufferedImage;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.image.Image;
import org.crosslayer.viz.color.ColorVision;

/// A sheet on the screen, by the painter that makes its file. May be made on any thread.
///
/// @param image    the whole sheet
/// @param widthPt  its width on paper, points
/// @param heightPt its height on paper, points
public record PaperPreview(Image image, double widthPt, double heightPt) {
    /// Draws a sheet.
    ///
    /// @param dpi    dots an inch
    /// @param vision whose eyes look at it
    /// @throws IllegalArgumentException if the sheet is too small for its labels or the picture too large;
    ///     the message is a sentence
    public static PaperPreview of(Sheet sheet, double dpi, ColorVision vision) {
        SheetPainter painter = SheetPainter.of(sheet);
        BufferedImage pixels = PngWriter.image(painter, dpi);
        if (vision != ColorVision.FULL) {
            int[] argb = pixels.getRGB(0, 0, pixels.getWidth(), pixels.getHeight(), null, 0, pixels.getWidth());
            for (int pixel = 0; pixel < argb.length; pixel++) {
                argb[pixel] = vision.seen(argb[pixel]);
            }
            pixels.setRGB(0, 0, pixels.getWidth(), pixels.getHeight(), argb, 0, pixels.getWidth());
        }
        return new PaperPreview(SwingFXUtils.toFXImage(pixels, null), painter.width(), painter.height());
    }
}
