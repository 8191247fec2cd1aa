package org.crosslayer.viz.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDCIDFontType2;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class PaperFormatTest {
    private static final Venue NATURE = Venue.named("nature").orElseThrow();

    @TempDir
    private Path folder;

    @Test
    void pdfTextIsTextInAnEmbeddedTrueTypeSubset() throws IOException {
        try (PDDocument document = Loader.loadPDF(write(everything(), "all.pdf").toFile())) {
            String text = new PDFTextStripper().getText(document).replaceAll("\\s", "");
            assertThat(text)
                    .contains(
                            "(a)",
                            "(b)",
                            "(c)",
                            "(d)",
                            "JSD(nats)",
                            "lighter",
                            "copied",
                            "aligned",
                            "LiSA",
                            "Δperplexity");
            List<PDFont> fonts = Pdfs.fonts(document.getPage(0).getResources());
            assertThat(fonts).isNotEmpty().allSatisfy(font -> {
                assertThat(font).isInstanceOf(PDType0Font.class);
                assertThat(((PDType0Font) font).getDescendantFont()).isInstanceOf(PDCIDFontType2.class);
                assertThat(font.isEmbedded()).isTrue();
                assertThat(font.getName()).matches("[A-Z]{6}\\+LiberationSans");
            });
        }
    }

    @Test
    void aPageIsAsWideAsTheVenueWantsIt() throws IOException {
        for (Venue venue : Venue.PRESETS) {
            Path file = write(Sheet.of(Samples.layers(16), venue), venue.name() + ".pdf");
            try (PDDocument document = Loader.loadPDF(file.toFile())) {
                assertThat((double) document.getPage(0).getMediaBox().getWidth())
                        .as(venue.name())
                        .isCloseTo(venue.single().points(), within(0.1));
            }
        }
    }

    @Test
    void fewCellsAreShapesAndManyAreOneImageThatIsNotSmoothed() throws IOException {
        assertThat(images(Sheet.of(Samples.layers(16), NATURE))).isEqualTo(0);
        assertThat(images(Sheet.of(Samples.layers(71), NATURE))).isEqualTo(1);
        PaperStyle shapes = new PaperStyle(Typeface.SANS, 7, 0.5, PaperStyle.Cells.SHAPES, false, false);
        assertThat(images(styled(Samples.layers(71), shapes))).isEqualTo(0);
        PaperStyle image = new PaperStyle(Typeface.SANS, 7, 0.5, PaperStyle.Cells.IMAGE, false, false);
        assertThat(images(styled(Samples.layers(16), image))).isEqualTo(1);
    }

    @Test
    void theSameSheetGivesTheSameBytes() throws IOException {
        for (String name : List.of("a.pdf", "a.svg", "a.png")) {
            byte[] first = Files.readAllBytes(write(everything(), name));
            byte[] second = Files.readAllBytes(write(everything(), "again-" + name));
            assertThat(second).as(name).isEqualTo(first);
        }
    }

    @Test
    void svgKeepsTextOrTurnsItIntoOutlines() throws Exception {
        Document text = svg(write(everything(), "text.svg"));
        NodeList words = text.getElementsByTagName("text");
        assertThat(words.getLength()).isGreaterThan(40);
        assertThat(text.getDocumentElement().getAttribute("width")).endsWith("pt");
        PaperStyle outlined = new PaperStyle(Typeface.SANS, 7, 0.5, PaperStyle.Cells.AUTO, true, false);
        Document shapes = svg(write(styled(Samples.layers(5), outlined), "outlines.svg"));
        assertThat(shapes.getElementsByTagName("text").getLength()).isZero();
        assertThat(shapes.getElementsByTagName("path").getLength()).isGreaterThan(5);
    }

    @Test
    void pdfAndPngShowTheSamePicture() throws IOException {
        Sheet sheet = everything();
        BufferedImage png = ImageIO.read(write(sheet, "a.png").toFile());
        try (PDDocument document = Loader.loadPDF(write(sheet, "a.pdf").toFile())) {
            BufferedImage pdf = new PDFRenderer(document).renderImageWithDPI(0, (float) PaperFormat.PRINT_DPI);
            assertThat(Pdfs.meanDifference(png, pdf)).isLessThan(4.0);
        }
    }

    @Test
    void aPictureSaysHowManyDotsAnInchItHas() throws IOException {
        byte[] bytes = Files.readAllBytes(write(Sheet.of(Samples.layers(4), NATURE), "a.png"));
        String header = new String(bytes, 0, 200, java.nio.charset.StandardCharsets.ISO_8859_1);
        int at = header.indexOf("pHYs") + 4;
        int perMetre = java.nio.ByteBuffer.wrap(bytes, at, 4).getInt();
        assertThat(perMetre).isEqualTo((int) Math.round(300 / 0.0254));
    }

    @Test
    void aSheetTooSmallForItsLabelsSaysWhatItNeeds() {
        Sheet sheet = new Sheet(
                List.of(Samples.tokens()),
                1,
                Length.mm(20),
                null,
                Sheet.Extent.FIGURE,
                Sheet.Bar.EACH,
                PaperStyle.of(NATURE));
        assertThatThrownBy(() -> write(sheet, "small.pdf")).hasMessageContaining("too small for its labels");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void greyPrintHasNoColour() throws IOException {
        PaperStyle grey = new PaperStyle(Typeface.SERIF, 8, 0.5, PaperStyle.Cells.AUTO, false, true);
        Sheet sheet = new Sheet(
                List.of(Samples.layers(6), Samples.curves(Mark.LINES)),
                2,
                Length.inches(5.5),
                null,
                Sheet.Extent.FIGURE,
                Sheet.Bar.EACH,
                grey);
        BufferedImage image = ImageIO.read(write(sheet, "grey.png").toFile());
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int argb = image.getRGB(x, y);
                assertThat(argb & 0xFF).isEqualTo((argb >> 8) & 0xFF).isEqualTo((argb >> 16) & 0xFF);
            }
        }
    }

    private int images(Sheet sheet) throws IOException {
        try (PDDocument document = Loader.loadPDF(write(sheet, "images.pdf").toFile())) {
            int bars = 1;
            List<PDImageXObject> images = Pdfs.images(document.getPage(0).getResources());
            assertThat(images).noneMatch(PDImageXObject::getInterpolate);
            return images.size() - bars;
        }
    }

    private static Sheet styled(Panel panel, PaperStyle style) {
        return new Sheet(List.of(panel), 1, NATURE.single(), null, Sheet.Extent.FIGURE, Sheet.Bar.EACH, style);
    }

    private static Sheet everything() {
        return new Sheet(
                List.of(Samples.layers(16), Samples.tokens(), Samples.curves(Mark.LINES), Samples.heads()),
                2,
                NATURE.full(),
                null,
                Sheet.Extent.FIGURE,
                Sheet.Bar.EACH,
                PaperStyle.of(NATURE));
    }

    private Path write(Sheet sheet, String name) throws IOException {
        Path file = folder.resolve(name);
        PaperFormat.of(file).orElseThrow().write(sheet, PaperFormat.PRINT_DPI, file);
        return file;
    }

    private static Document svg(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    }
}
