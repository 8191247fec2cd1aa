package org.crosslayer.viz.paper;

import java.awt.Image;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.awt.image.renderable.RenderableImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.apache.batik.svggen.DefaultImageHandler;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGSyntax;
import org.w3c.dom.Element;

/// Puts the images of an SVG into the file itself, as PNG, marked as not to be smoothed.
final class InlineImages extends DefaultImageHandler {
    @Override
    protected void handleHREF(Image image, Element element, SVGGeneratorContext context) {
        if (!(image instanceof BufferedImage pixels)) {
            throw new IllegalArgumentException("only images in memory can be drawn on paper, got " + image);
        }
        handleHREF((RenderedImage) pixels, element, context);
    }

    @Override
    protected void handleHREF(RenderedImage image, Element element, SVGGeneratorContext context) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false);
            ImageIO.write(image, "png", png);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        String data = "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
        element.setAttributeNS(SVGSyntax.XLINK_NAMESPACE_URI, "xlink:href", data);
        element.setAttribute("style", "image-rendering:pixelated");
        element.setAttribute("image-rendering", "optimizeSpeed");
        element.setAttribute("preserveAspectRatio", "none");
    }

    @Override
    protected void handleHREF(RenderableImage image, Element element, SVGGeneratorContext context) {
        handleHREF(image.createDefaultRendering(), element, context);
    }
}
