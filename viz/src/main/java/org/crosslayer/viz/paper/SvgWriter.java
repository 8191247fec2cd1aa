package org.crosslayer.viz.paper;

import java.awt.Dimension;
import java.io.IOException;
import java.io.OutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.crosslayer.viz.color.Ticks;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// A sheet as SVG 1.1: its size in points, images inside the file, text as text or as outlines.
final class SvgWriter {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";

    private SvgWriter() {}

    static void write(PaperPainter painter, PaperStyle style, OutputStream out) throws IOException {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
        context.setComment("Crosslayer");
        context.setImageHandler(new InlineImages());
        context.setPrecision(4);
        SVGGraphics2D graphics = new SVGGraphics2D(context, style.outlines());
        graphics.setSVGCanvasSize(new Dimension((int) Math.ceil(painter.width()), (int) Math.ceil(painter.height())));
        painter.paint(graphics, true);
        Element root = graphics.getRoot();
        String width = Ticks.text(painter.width(), 7);
        String height = Ticks.text(painter.height(), 7);
        root.setAttribute("width", width + "pt");
        root.setAttribute("height", height + "pt");
        root.setAttribute("viewBox", "0 0 " + width + " " + height);
        nameSubstitutes(root, style.typeface());
        try {
            Transformer plain = TransformerFactory.newInstance().newTransformer();
            plain.transform(new DOMSource(root), new StreamResult(out));
        } catch (TransformerException fault) {
            throw new IOException(fault);
        }
    }

    /// A reader without our font takes one of the same widths.
    private static void nameSubstitutes(Element element, Typeface face) {
        String family = element.getAttribute("font-family");
        if (family.contains(face.family())) {
            element.setAttribute("font-family", "'" + face.family() + "', " + face.substitutes());
        }
        for (int index = 0; index < element.getChildNodes().getLength(); index++) {
            if (element.getChildNodes().item(index) instanceof Element child) {
                nameSubstitutes(child, face);
            }
        }
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(NAMESPACE, "svg", null);
        } catch (ParserConfigurationException fault) {
            throw new IllegalStateException("this Java has no XML parser", fault);
        }
    }
}
