package org.crosslayer.viz.companion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.crosslayer.viz.export.NpzArray;
import org.crosslayer.viz.export.NpzFile;
import org.crosslayer.viz.paper.Panel;
import org.crosslayer.viz.paper.PaperFormat;
import org.crosslayer.viz.paper.Samples;
import org.crosslayer.viz.paper.Sheet;
import org.crosslayer.viz.paper.Venue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureBundleTest {
    private static final Venue VENUE = Venue.named("ICML").orElseThrow();

    @TempDir
    private Path folder;

    private static List<Panel> panels() {
        return List.of(
                Samples.layers(5),
                Samples.tokens(),
                Samples.curves(Mark.LINES),
                Samples.curves(Mark.BARS),
                Samples.heads());
    }

    @Test
    void whatIsReadBackDrawsTheSameFigure() throws IOException {
        for (Panel panel : panels()) {
            Path npz = folder.resolve("data.npz");
            FigureArrays.write(List.of(panel), npz);
            Path first = folder.resolve("first.pdf");
            Path again = folder.resolve("again.pdf");
            PaperFormat.PDF.write(Sheet.of(panel, VENUE), 300, first);
            PaperFormat.PDF.write(Sheet.of(FigureArrays.read(npz).getFirst(), VENUE), 300, again);
            assertThat(Files.readAllBytes(again)).as(panel.toString()).isEqualTo(Files.readAllBytes(first));
        }
    }

    @Test
    void everyPanelHasItsFiles() throws IOException {
        Sheet sheet = sheet(panels().subList(0, 3));
        List<Path> files = FigureBundle.write(sheet, folder.resolve("fig.pdf"));
        for (Path file : files) {
            assertThat(Files.size(file)).as("%s", file).isPositive();
        }
        assertThat(files.stream().map(file -> file.getFileName().toString()))
                .contains("fig.npz", "fig-a.csv", "fig-c-table.md", "fig-b-table.tex", "fig.py", "fig-pgfplots.tex");
    }

    @Test
    void longCsvHoldsEveryCellThatExistsOnce() throws IOException {
        FigureBundle.write(sheet(List.of(Samples.tokens())), folder.resolve("map.pdf"));
        List<String> lines = Files.readAllLines(folder.resolve("map.csv"));
        assertThat(lines).hasSize(1 + 7 * 8 / 2).contains("2,1,lighter,lamp," + 1.0 / 3);
    }

    @Test
    void tablesAreReadable() {
        PanelTable table = PanelTable.of(Samples.curves(Mark.LINES));
        assertThat(table.rows()).hasSize(9);
        assertThat(table.rows().get(1))
                .containsExactly("1", "1 [0.9, 1.1]", "0.5 [0.45, 0.55]", "0.3333 [0.3, 0.3667]");
        assertThat(table.latex()).contains("\\toprule", "\\midrule", "\\bottomrule", "copied & aligned & LiSA");
        assertThat(table.markdown()).startsWith("| layer | copied | aligned | LiSA |\n| --- | ---: | ---: | ---: |\n");
        assertThat(Latex.escaped("50 % of a_b & {c}")).isEqualTo("50 \\% of a\\_b \\& \\{c\\}");
    }

    @Test
    void wordsOfAllScriptsSurviveNumPysFormat() throws IOException {
        Map<String, NpzArray> arrays = new LinkedHashMap<>();
        arrays.put("words", NpzArray.of(List.of("", "Δ", "日本", "🙂 a", "naïve")));
        arrays.put("numbers", NpzArray.of(new double[] {1, Double.NaN, -0.0, 1e300, 5, 6}, 3, 2));
        arrays.put("none", NpzArray.of(new double[0], 0, 2));
        Path file = folder.resolve("words.npz");
        try (var out = Files.newOutputStream(file)) {
            NpzFile.write(arrays, out);
        }
        assertThat(NpzFile.read(file)).isEqualTo(arrays);
    }

    @Test
    void damagedDataIsNamedInOneSentence() throws IOException {
        Path file = folder.resolve("broken.npz");
        Files.writeString(file, "no zip");
        assertThatThrownBy(() -> FigureArrays.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broken.npz");
        FigureArrays.write(List.of(Samples.layers(3)), file);
        Map<String, NpzArray> arrays = new LinkedHashMap<>(NpzFile.read(file));
        arrays.remove("a_row_labels");
        try (var out = Files.newOutputStream(file)) {
            NpzFile.write(arrays, out);
        }
        assertThatThrownBy(() -> FigureArrays.read(file)).hasMessageContaining("row_labels is missing");
        arrays.clear();
        arrays.put("x", NpzArray.of(List.of("y")));
        try (var out = Files.newOutputStream(file)) {
            NpzFile.write(arrays, out);
        }
        assertThatThrownBy(() -> FigureArrays.read(file)).hasMessageContaining("not the data of a figure");
    }

    @Test
    void latexNamesTheDataFilesBesideIt() throws IOException {
        FigureBundle.write(sheet(panels().subList(0, 3)), folder.resolve("fig.pdf"));
        String tex = Files.readString(folder.resolve("fig-pgfplots.tex"), StandardCharsets.UTF_8);
        assertThat(tex).contains("{fig-a.csv}", "{fig-b.csv}", "\\addlegendentry{LiSA}");
        String python = Files.readString(folder.resolve("fig.py"));
        assertThat(python)
                .contains("\"fig.npz\"")
                .doesNotContain("@DATA@", "@WIDTH@", "@COLUMNS@", "@FAMILY@", "@POINTS@");
    }

    @Test
    void cellsTooManyForTexAreAPictureBesideIt() throws IOException {
        int side = 71;
        Panel.Heatmap large = Samples.layers(side);
        List<Path> files = FigureBundle.write(sheet(List.of(large)), folder.resolve("large.pdf"));
        assertThat(files.getLast().getFileName()).hasToString("large-cells.png");
        assertThat(Files.readString(folder.resolve("large-pgfplots.tex")))
                .contains("{large-cells.png}", "xmax=70.5, ymin=-0.5, ymax=70.5")
                .doesNotContain("matrix plot");
        BufferedImage picture = ImageIO.read(files.getLast().toFile());
        assertThat(picture.getWidth()).isEqualTo(side);
        for (int column : new int[] {0, 1, 13, side - 1}) {
            int expected = large.scale().argb(large.matrix().valueAt(2, column));
            assertThat(picture.getRGB(column, 2)).isEqualTo(expected);
        }
    }

    private static Sheet sheet(List<Panel> panels) {
        Sheet one = Sheet.of(panels.getFirst(), VENUE);
        return new Sheet(new ArrayList<>(panels), 1, one.width(), null, one.extent(), one.bar(), one.style());
    }
}
