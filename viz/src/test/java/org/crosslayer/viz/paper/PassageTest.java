package org.crosslayer.viz.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// A text with its changes painted on it, as the files that papers take.
class PassageTest {
    private static final Venue NATURE = Venue.named("nature").orElseThrow();

    @TempDir
    private Path folder;

    private static Passage passage(List<List<Passage.Part>> lines, String caption) {
        return new Passage(lines, 1, "nats a token", caption, NATURE.single(), PaperStyle.of(NATURE));
    }

    private static Passage.Part part(String text, double change) {
        return new Passage.Part(text, change, false);
    }

    @Test
    void anSvgHasEveryTokenAsTextOnItsShade() throws Exception {
        Document svg = svg(passage(
                List.of(List.of(part("dear", 1), part(" cheap", -1), part(" plain", 0), part(" first", Double.NaN))),
                "mean +0.1 nats"));
        assertThat(words(svg)).contains("dear", "cheap", "plain", "first", "mean +0.1 nats", "+1 nats a token");
        List<String> fills = fills(svg);
        assertThat(fills).as("vermilion, half as strong as it can be").contains("#eaae7f");
        assertThat(fills).as("blue").contains("#7fb8d8");
    }

    @Test
    void longLinesAreWrappedAtTheEdgeAndNothingIsLost() throws Exception {
        List<Passage.Part> words = new ArrayList<>();
        IntStream.range(0, 200).forEach(index -> words.add(part("word" + index + " ", 0)));
        words.add(part("x".repeat(300), 1));
        Passage passage = passage(List.of(words), "");
        Document svg = svg(passage);
        NodeList texts = svg.getElementsByTagName("text");
        StringBuilder all = new StringBuilder();
        for (int index = 0; index < texts.getLength(); index++) {
            all.append(texts.item(index).getTextContent());
        }
        assertThat(all.toString().replace(" ", "")).contains("word0word1word2").contains("word199" + "x".repeat(20));
        assertThat(all.chars().filter(sign -> sign == 'x').count()).isEqualTo(300);
        BufferedImage picture = png(passage);
        assertThat(IntStream.range(0, picture.getHeight())
                        .allMatch(y -> picture.getRGB(picture.getWidth() - 2, y) == 0xFFFFFFFF))
                .as("the margin is white")
                .isTrue();
    }

    @Test
    void aPdfKeepsTextAndIsAsWideAsTheVenueWants() throws IOException {
        Path file = folder.resolve("text.pdf");
        PaperFormat.PDF.write(passage(List.of(List.of(part("dear", 1))), "a caption"), 300, file);
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            assertThat(new PDFTextStripper().getText(document)).contains("dear", "a caption");
            assertThat((double) document.getPage(0).getMediaBox().getWidth())
                    .isEqualTo(NATURE.single().points(), org.assertj.core.api.Assertions.within(0.1));
        }
    }

    @Test
    void theSamePassageGivesTheSameBytes() throws IOException {
        Passage passage = passage(List.of(List.of(part("dear", 1))), "");
        for (PaperFormat format : PaperFormat.values()) {
            Path one = folder.resolve("one" + format.suffix());
            Path other = folder.resolve("other" + format.suffix());
            format.write(passage, 72, one);
            format.write(passage, 72, other);
            assertThat(Files.readAllBytes(one)).isEqualTo(Files.readAllBytes(other));
        }
    }

    @Test
    void nothingAndNoScaleAreRefused() {
        assertThatThrownBy(() -> passage(List.of(), "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new Passage(List.of(List.of(part("a", 0))), 0, "", "", NATURE.single(), PaperStyle.of(NATURE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Document svg(Passage passage) throws Exception {
        Path file = folder.resolve("text.svg");
        PaperFormat.SVG.write(passage, 300, file);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    }

    private BufferedImage png(Passage passage) throws IOException {
        Path file = folder.resolve("text.png");
        PaperFormat.PNG.write(passage, 144, file);
        return ImageIO.read(file.toFile());
    }

    private static List<String> words(Document svg) {
        NodeList texts = svg.getElementsByTagName("text");
        return IntStream.range(0, texts.getLength())
                .mapToObj(index -> texts.item(index).getTextContent().strip())
                .toList();
    }

    private static List<String> fills(Document svg) {
        List<String> fills = new ArrayList<>();
        NodeList all = svg.getElementsByTagName("*");
        for (int index = 0; index < all.getLength(); index++) {
            String fill = ((Element) all.item(index)).getAttribute("fill");
            if (fill.startsWith("#")) {
                fills.add(fill);
            } else if (fill.startsWith("rgb")) {
                StringBuilder code = new StringBuilder("#");
                Matcher numbers = Pattern.compile("[0-9]+").matcher(fill);
                while (numbers.find()) {
                    code.append("%02x".formatted(Integer.parseInt(numbers.group())));
                }
                fills.add(code.toString());
            }
        }
        return fills;
    }
}
