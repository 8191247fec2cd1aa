package org.crosslayer.viz.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDType3Font;
import org.apache.pdfbox.text.PDFTextStripper;
import org.crosslayer.viz.color.ColorVision;
import org.crosslayer.viz.companion.FigureBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Figures opened by programs of others: Poppler, librsvg, TeX, matplotlib. Where one is not installed, its test says
/// so by name and counts as not run; what can be read in Java is held everywhere, by [PaperFormatTest].
class OtherProgramsTest {
    private static final int DPI = 150;

    /// Of 255: other smoothing of edges and letters.
    private static final double TOLERANCE = 4;

    @TempDir
    private Path folder;

    /// All kinds of figure on one sheet.
    private static Sheet everyKind(boolean outlines) {
        List<Panel> panels = GoldenPictures.all().values().stream()
                .map(Sheet::panels)
                .filter(alone -> alone.size() == 1)
                .map(List::getFirst)
                .toList();
        PaperStyle style = new PaperStyle(Typeface.SANS, 7, 0.5, PaperStyle.Cells.AUTO, outlines, false);
        return new Sheet(panels, 3, Length.mm(240), null, Sheet.Extent.FIGURE, Sheet.Bar.EACH, style);
    }

    @Test
    void popplerDrawsThePdfAsTheWindowDoes() throws Exception {
        OtherPrograms.require("popplerDrawsThePdfAsTheWindowDoes", "pdftoppm");
        Sheet sheet = everyKind(false);
        Path pdf = write(sheet, "figure.pdf");
        OtherPrograms.run(folder, "pdftoppm", "-r", DPI, "-png", "-singlefile", pdf, "poppler");
        assertThat(difference(sheet, "poppler.png")).isLessThan(TOLERANCE);
    }

    @Test
    void popplerFindsOnlyEmbeddedSubsetsOfTrueType() throws Exception {
        OtherPrograms.require("popplerFindsOnlyEmbeddedSubsetsOfTrueType", "pdffonts");
        Path pdf = write(everyKind(false), "figure.pdf");
        List<String> fonts =
                OtherPrograms.run(folder, "pdffonts", pdf).lines().skip(2).toList();
        assertThat(fonts).isNotEmpty().allSatisfy(font -> assertThat(font)
                .matches("[A-Z]{6}\\+LiberationSans +CID TrueType +Identity-H +yes +yes +yes .*"));
    }

    @Test
    void librsvgDrawsTheSvgAsTheWindowDoes() throws Exception {
        OtherPrograms.require("librsvgDrawsTheSvgAsTheWindowDoes", "rsvg-convert");
        Sheet outlines = everyKind(true);
        rsvg(write(outlines, "outlines.svg"), "outlines.png");
        assertThat(difference(outlines, "outlines.png")).isLessThan(TOLERANCE);
        // Letters come from the fonts of the machine; where they stand is ours.
        Sheet text = everyKind(false);
        rsvg(write(text, "text.svg"), "text.png");
        assertThat(difference(text, "text.png")).isLessThan(2 * TOLERANCE);
    }

    @Test
    void latexCompilesTheFigureItsTablesAndItsCaption() throws Exception {
        OtherPrograms.require("latexCompilesTheFigureItsTablesAndItsCaption", "pdflatex");
        for (String needed : List.of("pgfplots.sty", "standalone.cls", "booktabs.sty", "lmodern.sty")) {
            OtherPrograms.requireTex("latexCompilesTheFigureItsTablesAndItsCaption", needed, folder);
        }
        List<Path> files = FigureBundle.write(everyKind(false), folder.resolve("figure.pdf"));
        OtherPrograms.run(
                folder,
                "pdflatex",
                "-interaction=nonstopmode",
                "-halt-on-error",
                folder.resolve("figure-pgfplots.tex"));
        assertThat(words(folder.resolve("figure-pgfplots.pdf")))
                .contains("(a)", "(i)", "JSD(nats)", "lighter", "aligned", "held-outKL", "layers4");

        try (PDDocument document =
                Loader.loadPDF(folder.resolve("figure-pgfplots.pdf").toFile())) {
            assertThat(Pdfs.fonts(document.getPage(0).getResources()))
                    .isNotEmpty()
                    .noneMatch(PDType3Font.class::isInstance);
        }

        String tables = files.stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith("-table.tex"))
                .map(name -> "\\begin{table}\\tiny\\input{" + name + "}\\caption{Table}\\end{table}")
                .collect(Collectors.joining("\n\\clearpage\n"));
        Files.writeString(
                folder.resolve("tables.tex"),
                "\\documentclass{article}\n\\usepackage[T1]{fontenc}\n\\usepackage{lmodern}\n\\usepackage{booktabs}\n"
                        + "\\begin{document}\n"
                        + tables + "\n\\end{document}\n",
                StandardCharsets.UTF_8);
        OtherPrograms.run(folder, "pdflatex", "-interaction=nonstopmode", "-halt-on-error", "tables.tex");
        assertThat(words(folder.resolve("tables.pdf"))).contains("lighter", "copied", "[0.9,1.1]");
    }

    @Test
    void matplotlibDrawsTheFigureFromItsData() throws Exception {
        OtherPrograms.require("matplotlibDrawsTheFigureFromItsData", "python3");
        try {
            OtherPrograms.run(folder, "python3", "-c", "import matplotlib, numpy");
        } catch (AssertionError absent) {
            OtherPrograms.notRun("matplotlibDrawsTheFigureFromItsData", "matplotlib is not installed");
        }
        FigureBundle.write(everyKind(false), folder.resolve("figure.pdf"));
        OtherPrograms.run(folder, "python3", "figure.py", "drawn.pdf");
        assertThat(words(folder.resolve("drawn.pdf"))).contains("(a)", "(i)", "JSD(nats)", "aligned");
    }

    private void rsvg(Path svg, String png) throws IOException, InterruptedException {
        OtherPrograms.run(folder, "rsvg-convert", "-d", DPI, "-p", DPI, "-o", png, svg);
    }

    /// To the picture that the figure window shows.
    private double difference(Sheet sheet, String png) throws IOException {
        PaperPixels window = PaperPixels.of(sheet, DPI, ColorVision.FULL);
        BufferedImage shown = new BufferedImage(window.width(), window.height(), BufferedImage.TYPE_INT_RGB);
        shown.setRGB(0, 0, window.width(), window.height(), window.argb(), 0, window.width());
        BufferedImage other = ImageIO.read(folder.resolve(png).toFile());
        assertThat(Math.abs(other.getWidth() - shown.getWidth())).isLessThanOrEqualTo(1);
        assertThat(Math.abs(other.getHeight() - shown.getHeight())).isLessThanOrEqualTo(1);
        return Pdfs.meanDifference(shown, other);
    }

    private static String words(Path pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
            return new PDFTextStripper().getText(document).replaceAll("\\s", "");
        }
    }

    private Path write(Sheet sheet, String name) throws IOException {
        Path file = folder.resolve(name);
        PaperFormat.of(file).orElseThrow().write(sheet, DPI, file);
        return file;
    }
}
