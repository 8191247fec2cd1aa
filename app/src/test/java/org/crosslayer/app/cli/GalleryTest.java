package org.crosslayer.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.crosslayer.samples.SampleModels;
import org.crosslayer.viz.paper.Length;
import org.crosslayer.viz.paper.Venue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The gallery of `docs/figures`: a figure of every kind, at the size of its venue, as its recipe makes it.
final class GalleryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENDING = ".recipe.json";
    private static final int WHITE = 0xFFFFFFFF;

    @TempDir
    private Path folder;

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(gallery())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyKindOfFigureIsThere() throws IOException {
        List<String> kinds = new ArrayList<>();
        for (String name : names()) {
            for (JsonNode panel : recipe(name).path("panels")) {
                JsonNode shown = panel.has("of") ? panel.path("of") : panel;
                kinds.add(shown.path("kind").asText() + " "
                        + shown.path("against").asText());
            }
        }
        assertThat(kinds.stream().map(String::strip))
                .contains(
                        "layers",
                        "heads",
                        "all-heads",
                        "bands",
                        "attention",
                        "difference",
                        "profile",
                        "influence",
                        "cost",
                        "trade-off cache",
                        "trade-off prefill",
                        "trade-off decode",
                        "fitting",
                        "scatter");
    }

    @ParameterizedTest
    @MethodSource("names")
    void aFigureHasTheWidthOfItsVenueAndNothingAtItsEdges(String name) throws IOException {
        JsonNode sheet = recipe(name).path("sheet");
        Venue venue = Venue.named(sheet.path("venue").asText()).orElseThrow();
        Length width = sheet.has("width")
                ? Length.parse(sheet.path("width").asText())
                : sheet.path("span").asText().equals("full") ? venue.full() : venue.single();
        try (PDDocument document =
                Loader.loadPDF(gallery().resolve(name + ".pdf").toFile())) {
            assertThat((double) document.getPage(0).getMediaBox().getWidth()).isCloseTo(width.points(), within(0.1));
        }
        // What is cut has ink at the edge of the paper.
        BufferedImage picture = ImageIO.read(gallery().resolve(name + ".png").toFile());
        for (int x = 0; x < picture.getWidth(); x++) {
            assertThat(picture.getRGB(x, 0)).as("top").isEqualTo(WHITE);
            assertThat(picture.getRGB(x, picture.getHeight() - 1)).as("bottom").isEqualTo(WHITE);
        }
        for (int y = 0; y < picture.getHeight(); y++) {
            assertThat(picture.getRGB(0, y)).as("left").isEqualTo(WHITE);
            assertThat(picture.getRGB(picture.getWidth() - 1, y)).as("right").isEqualTo(WHITE);
        }
        assertThat(Files.readString(gallery().resolve("README.md"))).contains("(" + name + ".png)");
    }

    /// Those whose numbers are kept, so that they are the same on every machine.
    @ParameterizedTest
    @ValueSource(strings = {"fitting", "trade-off-speed"})
    void keptNumbersGiveThePictureOfTheGallery(String name) throws IOException {
        Path out = folder.resolve(name + ".png");
        CommandRun run = CommandRun.of("figure", gallery().resolve(name + ENDING), "--out", out);
        assertThat(run.status()).as(run.err()).isZero();
        BufferedImage now = ImageIO.read(out.toFile());
        BufferedImage then = ImageIO.read(gallery().resolve(name + ".png").toFile());
        int width = then.getWidth();
        assertThat(now.getRGB(0, 0, width, now.getHeight(), null, 0, width))
                .isEqualTo(then.getRGB(0, 0, width, then.getHeight(), null, 0, width));

        Path drawn = folder.resolve("drawn.png");
        CommandRun redrawn = CommandRun.of(
                "figure",
                folder.resolve(name + ENDING),
                "--from-data",
                folder.resolve(name + ".npz"),
                "--out",
                drawn,
                "--alone");
        assertThat(redrawn.status()).as(redrawn.err()).isZero();
        assertThat(Files.readAllBytes(drawn)).isEqualTo(Files.readAllBytes(out));
    }

    private static JsonNode recipe(String name) throws IOException {
        return JSON.readTree(gallery().resolve(name + ENDING).toFile());
    }

    private static Path gallery() {
        return SampleModels.sampleText()
                .toAbsolutePath()
                .resolve("../../../docs/figures")
                .normalize();
    }
}
