package org.crosslayer.viz.paper;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A sheet as pixels, with its resolution in the file so that programs place it at its size.
final class PngWriter {
    private static final double INCH_PT = 72;
    private static final double METRE_INCHES = 1 / 0.0254;

    /// Beyond so many pixels the image would not fit into memory comfortably.
    private static final long MOST_PIXELS = 200_000_000;

    private PngWriter() {}

    static void write(PaperPainter painter, double dpi, OutputStream out) throws IOException {
        BufferedImage image = image(painter, dpi);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
        metadata.mergeTree("javax_imageio_png_1.0", resolution(dpi));
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(new IIOImage(image, null, metadata));
        } finally {
            writer.dispose();
        }
    }

    /// The sheet in memory.
    static BufferedImage image(PaperPainter painter, double dpi) {
        double scale = dpi / INCH_PT;
        long width = Math.max(1, Math.round(painter.width() * scale));
        long height = Math.max(1, Math.round(painter.height() * scale));
        if (width * height > MOST_PIXELS) {
            throw new IllegalArgumentException("At " + (int) dpi + " dpi the picture would have " + width + " × "
                    + height + " pixels: choose a lower resolution, or PDF.");
        }
        BufferedImage image = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(width / painter.width(), height / painter.height());
        painter.paint(graphics, false);
        graphics.dispose();
        return image;
    }

    private static IIOMetadataNode resolution(double dpi) {
        IIOMetadataNode physical = new IIOMetadataNode("pHYs");
        String perMetre = Long.toString(Math.round(dpi * METRE_INCHES));
        physical.setAttribute("pixelsPerUnitXAxis", perMetre);
        physical.setAttribute("pixelsPerUnitYAxis", perMetre);
        physical.setAttribute("unitSpecifier", "meter");
        IIOMetadataNode root = new IIOMetadataNode("javax_imageio_png_1.0");
        root.appendChild(physical);
        return root;
    }
}
