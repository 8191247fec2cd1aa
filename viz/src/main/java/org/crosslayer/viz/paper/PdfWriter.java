package org.crosslayer.viz.paper;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/// A sheet as one page of PDF. The font is embedded as a TrueType subset; there is neither date nor random id.
final class PdfWriter {
    /// In place of the random part of a document's id.
    private static final long DOCUMENT_ID = 2408_01890L;

    private PdfWriter() {}

    static void write(PaperPainter painter, PaperStyle style, OutputStream out) throws IOException {
        float width = (float) painter.width();
        float height = (float) painter.height();
        try (PDDocument document = new PDDocument();
                PdfBoxGraphics2DFontTextDrawer fonts = new PdfBoxGraphics2DFontTextDrawer();
                InputStream font = style.typeface().open()) {
            document.setDocumentId(DOCUMENT_ID);
            document.getDocumentInformation().setCreator("Crosslayer");
            PDPage page = new PDPage(new PDRectangle(width, height));
            document.addPage(page);
            String name = style.typeface().font(style.pointSize()).getFontName();
            fonts.registerFont(name, PDType0Font.load(document, font, true));
            PdfBoxGraphics2D graphics = new PdfBoxGraphics2D(document, width, height);
            graphics.setFontTextDrawer(fonts);
            painter.paint(graphics, true);
            graphics.dispose();
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawForm(graphics.getXFormObject());
            }
            document.save(out);
        }
    }
}
