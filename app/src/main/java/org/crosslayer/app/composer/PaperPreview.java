package org.crosslayer.app.composer;

import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import org.crosslayer.viz.paper.PaperPixels;

/// A sheet on the screen. May be made on any thread.
///
/// @param image    the whole sheet
/// @param widthPt  its width on paper, points
/// @param heightPt its height on paper, points
public record PaperPreview(Image image, double widthPt, double heightPt) {
    static PaperPreview of(PaperPixels drawn) {
        WritableImage image = new WritableImage(drawn.width(), drawn.height());
        image.getPixelWriter()
                .setPixels(
                        0,
                        0,
                        drawn.width(),
                        drawn.height(),
                        PixelFormat.getIntArgbInstance(),
                        drawn.argb(),
                        0,
                        drawn.width());
        return new PaperPreview(image, drawn.widthPt(), drawn.heightPt());
    }
}
