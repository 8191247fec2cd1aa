package org.crosslayer.viz.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.color.ValueRange;
import org.junit.jupiter.api.Test;

class HeatmapRasterTest {
    private static final ColorScale GREY = ColorScale.of(ColorMap.GREY, new ValueRange(0, 1));

    @Test
    void largeCellsAreSharpRectanglesOfTheirOwnColour() {
        LabelledMatrix matrix = random(5, 7, 1);
        int[] argb = HeatmapRaster.paint(matrix, GREY, GridWindow.whole(5, 7), 70, 50);
        for (int y = 0; y < 50; y++) {
            for (int x = 0; x < 70; x++) {
                assertEquals(GREY.argb(matrix.valueAt(y / 10, x / 10)), argb[y * 70 + x], "pixel " + x + ", " + y);
            }
        }
    }

    @Test
    void aWindowShowsOnlyItsPart() {
        LabelledMatrix matrix = random(20, 20, 2);
        int[] argb = HeatmapRaster.paint(matrix, GREY, new GridWindow(4, 6, 3, 5), 50, 30);
        assertEquals(GREY.argb(matrix.valueAt(4, 6)), argb[0]);
        assertEquals(GREY.argb(matrix.valueAt(6, 10)), argb[argb.length - 1]);
    }

    /// Every pixel is at least as bright as the brightest cell it covers, whatever the sizes.
    @Property(tries = 100)
    void noPeakIsLostWhenCellsAreSmallerThanPixels(
            @ForAll @IntRange(min = 1, max = 90) int rows,
            @ForAll @IntRange(min = 1, max = 90) int columns,
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll int seed) {
        LabelledMatrix matrix = random(rows, columns, seed);
        int[] argb = HeatmapRaster.paint(matrix, GREY, GridWindow.whole(rows, columns), width, height);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int x = (int) ((column + 0.5) * width / columns);
                int y = (int) ((row + 0.5) * height / rows);
                int cell = GREY.argb(matrix.valueAt(row, column)) & 0xFF;
                boolean isCovered = width <= columns || height <= rows || cell == (argb[y * width + x] & 0xFF);
                assertTrue(isCovered, "cell has its own pixels");
                if (width <= columns && height <= rows) {
                    assertTrue((argb[y * width + x] & 0xFF) >= cell, row + ", " + column + " is lost");
                }
            }
        }
    }

    @Test
    void oneSpikeInAMillionCellsStaysVisible() {
        float[] values = new float[1024 * 1024];
        values[777 * 1024 + 333] = 1;
        LabelledMatrix matrix = LabelledMatrix.of(1024, 1024, values);
        int[] argb = HeatmapRaster.paint(matrix, GREY, GridWindow.whole(1024, 1024), 100, 100);
        assertEquals(0xFFFFFFFF, argb[75 * 100 + 32]);
        assertEquals(0xFF000000, argb[0]);
    }

    @Test
    void theLargerChangeWinsInADifferenceMap() {
        double[] values = new double[64 * 64];
        values[0] = 0.2;
        values[1] = -0.9;
        ColorScale scale = ColorScale.of(ColorMap.DIVERGING, new ValueRange(-1, 1));
        LabelledMatrix matrix = LabelledMatrix.of(64, 64, values);
        int[] argb = HeatmapRaster.paint(matrix, scale, GridWindow.whole(64, 64), 8, 8);
        assertEquals(scale.argb(-0.9), argb[0]);
    }

    @Test
    void missingValuesShowOnlyWhereNothingElseIs() {
        double[] values = new double[16];
        values[0] = Double.NaN;
        values[5] = 1;
        LabelledMatrix matrix = LabelledMatrix.of(4, 4, values);
        assertEquals(ColorScale.MISSING_ARGB, HeatmapRaster.paint(matrix, GREY, GridWindow.whole(4, 4), 4, 4)[0]);
        assertEquals(0xFFFFFFFF, HeatmapRaster.paint(matrix, GREY, GridWindow.whole(4, 4), 2, 2)[0]);
        assertEquals(0xFFFFFFFF, HeatmapRaster.paint(matrix, GREY, GridWindow.whole(4, 4), 1, 1)[0]);
    }

    @Test
    void cellsAboveTheDiagonalAreBackgroundAtEverySize() {
        double[] ones = new double[32 * 32];
        java.util.Arrays.fill(ones, 0.5);
        ones[31] = 99;
        LabelledMatrix matrix = LabelledMatrix.of(32, 32, ones).asCausal();
        for (int side : new int[] {4, 16, 32, 128}) {
            int[] argb = HeatmapRaster.paint(matrix, GREY, GridWindow.whole(32, 32), side, side);
            assertEquals(HeatmapRaster.BACKGROUND_ARGB, argb[side - 1], "top right at " + side);
            assertEquals(GREY.argb(0.5), argb[0], "the diagonal at " + side);
            assertEquals(GREY.argb(0.5), argb[(side - 1) * side], "bottom left at " + side);
            for (int color : argb) {
                assertNotEquals(GREY.argb(1), color, "a cell that does not exist shows at " + side);
            }
        }
        assertEquals(0.5, matrix.range().high());
    }

    private static LabelledMatrix random(int rows, int columns, int seed) {
        Random random = new Random(seed);
        return LabelledMatrix.of(
                rows, columns, random.doubles((long) rows * columns).toArray());
    }
}
