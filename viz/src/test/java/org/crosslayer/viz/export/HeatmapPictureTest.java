package org.crosslayer.viz.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.color.ValueRange;
import org.crosslayer.viz.matrix.Axis;
import org.crosslayer.viz.matrix.Box;
import org.crosslayer.viz.matrix.Caption;
import org.crosslayer.viz.matrix.Cell;
import org.crosslayer.viz.matrix.Figure;
import org.crosslayer.viz.matrix.FigureColors;
import org.crosslayer.viz.matrix.LabelledMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeatmapPictureTest {
    private static final int SIDE = 8;

    @Test
    void everyCellHasItsColourAndTheBarRunsFromLowToHigh() {
        LabelledMatrix matrix = matrix(SIDE);
        ColorScale scale = ColorScale.of(ColorMap.VIRIDIS, matrix.range());
        HeatmapPicture picture = HeatmapPicture.light(900);
        BufferedImage image = picture.image(matrix, scale);
        Figure figure = figure(picture, image, matrix, scale);
        Box plot = figure.plot();
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                int x = (int) (plot.x() + (column + 0.5) * plot.width() / SIDE);
                int y = (int) (plot.y() + (row + 0.5) * plot.height() / SIDE);
                assertEquals(scale.argb(matrix.valueAt(row, column)), image.getRGB(x, y), row + ", " + column);
            }
        }
        int middle = (int) (figure.bar().x() + figure.bar().width() / 2);
        assertEquals(ColorMap.VIRIDIS.entry(255), image.getRGB(middle, (int)
                figure.bar().y()));
        assertEquals(
                ColorMap.VIRIDIS.entry(0),
                image.getRGB(middle, (int) figure.bar().bottom() - 1));
        assertEquals(plot.width(), plot.height(), 1, "cells are square");
    }

    @Test
    void theBarEndsInAPointWhereValuesGoOnBeyondIt() {
        LabelledMatrix matrix = matrix(SIDE);
        ColorScale whole = ColorScale.of(ColorMap.VIRIDIS, matrix.range());
        double middle = (whole.low() + whole.high()) / 2;
        ColorScale clipped = ColorScale.of(ColorMap.VIRIDIS, new ValueRange(whole.low(), middle));
        HeatmapPicture picture = HeatmapPicture.light(900);
        for (boolean isClipped : new boolean[] {false, true}) {
            ColorScale scale = isClipped ? clipped : whole;
            BufferedImage image = picture.image(matrix, scale);
            Box bar = figure(picture, image, matrix, scale).bar();
            int x = (int) (bar.x() + bar.width() / 2);
            boolean hasPoint = image.getRGB(x, (int) bar.y() - 4) == ColorMap.VIRIDIS.entry(255);
            assertEquals(isClipped, hasPoint, "above the bar");
            assertEquals(FigureColors.LIGHT.background(), image.getRGB(x, (int) bar.bottom() + 4), "below the bar");
        }
    }

    /// Paper of one pixel is left on every side, so nothing was cut.
    @ParameterizedTest
    @ValueSource(ints = {300, 420, 900, 2400})
    void labelsStayInsideThePicture(int widthPx) {
        List<String> tokens = IntStream.range(0, 40)
                .mapToObj(i -> i % 3 == 0 ? "␣extraordinarily-long-token-" + i : "␣a")
                .toList();
        LabelledMatrix matrix = matrix(40).labelled(tokens, tokens).asCausal();
        BufferedImage image =
                HeatmapPicture.light(widthPx).image(matrix, ColorScale.of(ColorMap.CIVIDIS, matrix.range()));
        int paper = FigureColors.LIGHT.background();
        boolean hasInk = false;
        for (int x = 0; x < image.getWidth(); x++) {
            assertEquals(paper, image.getRGB(x, 0), "top at " + x);
            assertEquals(paper, image.getRGB(x, image.getHeight() - 1), "bottom at " + x);
        }
        for (int y = 0; y < image.getHeight(); y++) {
            assertEquals(paper, image.getRGB(0, y), "left at " + y);
            assertEquals(paper, image.getRGB(image.getWidth() - 1, y), "right at " + y);
            hasInk |= image.getRGB(widthPx / 30, y) != paper;
        }
        assertTrue(hasInk, "title or labels at the left are drawn");
    }

    @Test
    void marksLieOnTheirCells() {
        LabelledMatrix matrix = matrix(SIDE);
        ColorScale scale = ColorScale.of(ColorMap.VIRIDIS, matrix.range());
        HeatmapPicture picture = HeatmapPicture.light(900).marking(List.of(new Cell(2, 5)));
        BufferedImage image = picture.image(matrix, scale);
        Box plot = figure(picture, image, matrix, scale).plot();
        int x = (int) (plot.x() + 5.5 * plot.width() / SIDE);
        int y = (int) (plot.y() + 2.5 * plot.height() / SIDE);
        assertEquals(0xFFFFFFFF, image.getRGB(x, y));
    }

    @Test
    void theFileIsAPngOfThatWidthAndNoDraftIsLeft(@TempDir Path folder) throws IOException {
        LabelledMatrix matrix = matrix(SIDE);
        Path file = folder.resolve("figures/layers.png");
        HeatmapPicture.png(matrix, ColorScale.of(ColorMap.VIRIDIS, matrix.range()), 640, file);
        assertEquals(640, ImageIO.read(file.toFile()).getWidth());
        try (Stream<Path> files = Files.list(folder.resolve("figures"))) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void anUnwritablePlaceGivesASentenceThatNamesIt(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("a-file")).resolve("below-it.png");
        LabelledMatrix matrix = matrix(SIDE);
        ColorScale scale = ColorScale.of(ColorMap.GREY, matrix.range());
        IOException fault = assertThrows(IOException.class, () -> HeatmapPicture.png(matrix, scale, 640, file));
        assertTrue(String.valueOf(fault.getMessage()).startsWith("Cannot write " + file), fault.getMessage());
    }

    private static Figure figure(HeatmapPicture picture, BufferedImage image, LabelledMatrix matrix, ColorScale scale) {
        ImageSurface surface = new ImageSurface(image, picture.fontPx());
        return Figure.of(surface, matrix, scale, picture.colors(), image.getWidth(), image.getHeight());
    }

    private static LabelledMatrix matrix(int side) {
        double[] values =
                IntStream.range(0, side * side).mapToDouble(i -> i * 7 % 23).toArray();
        Caption caption = new Caption("Layers", Axis.of("layer"), Axis.of("layer"), "divergence", "nats");
        return LabelledMatrix.of(side, side, values).captioned(caption);
    }
}
