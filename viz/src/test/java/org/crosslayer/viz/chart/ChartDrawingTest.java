package org.crosslayer.viz.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.crosslayer.viz.chart.ChartData.ChartAxis;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.junit.jupiter.api.Test;

class ChartDrawingTest {
    private static final int WIDTH = 400;
    private static final int HEIGHT = 240;

    private final ChartSeries rising = new ChartSeries(
            "rising",
            List.of(
                    ChartSeries.Point.between(1, 1, 0.5, 1.5),
                    ChartSeries.Point.at(2, 10),
                    ChartSeries.Point.at(3, 100).labelled("end")));
    private final ChartSeries falling = new ChartSeries(
            "falling",
            List.of(ChartSeries.Point.at(1, 90), ChartSeries.Point.at(2, Double.NaN), ChartSeries.Point.at(3, 2)));

    @Test
    void everySeriesIsDrawnInItsOwnColour() {
        for (Mark mark : Mark.values()) {
            BufferedImage image = draw(chart(mark, false, rising, falling));
            assertThat(count(image, ChartColors.LIGHT.palette().of(0)))
                    .as("%s", mark)
                    .isPositive();
            assertThat(count(image, ChartColors.LIGHT.palette().of(1)))
                    .as("%s", mark)
                    .isPositive();
            assertThat(count(image, ChartColors.LIGHT.palette().of(2)))
                    .as("%s", mark)
                    .isZero();
        }
    }

    @Test
    void aLogarithmicAxisPutsEqualRatiosAtEqualSteps() {
        ChartSeries decades = new ChartSeries(
                "decades",
                List.of(ChartSeries.Point.at(1, 1), ChartSeries.Point.at(2, 10), ChartSeries.Point.at(3, 100)));
        BufferedImage image = draw(chart(Mark.POINTS, true, decades));
        List<Integer> heights = marked(image, ChartColors.LIGHT.palette().of(0));
        int middle = (heights.getFirst() + heights.getLast()) / 2;
        assertThat(heights).anyMatch(y -> Math.abs(y - middle) <= 6);
    }

    @Test
    void titlesStandAboveAPictureThatIsTooLowForThem() {
        ChartData named = new ChartData(
                ChartAxis.counting("layer"), ChartAxis.of("attention on the first key"), Mark.LINES, List.of(rising));
        assertThat(wordsAbove(named, HEIGHT)).isZero();
        assertThat(wordsAbove(named, 90)).isPositive();
        assertThat(wordsAbove(chart(Mark.LINES, false, rising), 90)).isZero();
    }

    /// Pixels of words in the first line of a picture, where the plot would begin.
    private static long wordsAbove(ChartData data, int height) {
        BufferedImage image = blank();
        drawing().drawMarked(data, Double.NaN, image.createGraphics(), new Rectangle2D.Double(0, 0, WIDTH, height));
        long count = 0;
        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < WIDTH; x++) {
                count += image.getRGB(x, y) == ChartColors.LIGHT.text() ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void theDataStandWhereTheCallerWantsThem() {
        BufferedImage image = blank();
        Graphics2D graphics = image.createGraphics();
        Rectangle2D plot = new Rectangle2D.Double(80, 20, 200, 100);
        drawing().drawAround(chart(Mark.LINES, false, rising), graphics, plot, 60, 50, 10);
        int ink = ChartColors.LIGHT.palette().of(0);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                if (image.getRGB(x, y) == ink) {
                    assertThat(plot.contains(x, y)).as("%d, %d", x, y).isTrue();
                }
            }
        }
        assertThat(count(image, ink)).isPositive();
    }

    @Test
    void moreSeriesThanColoursAreRefused() {
        assertThatThrownBy(() ->
                        new ChartData(ChartAxis.of("x"), ChartAxis.of("y"), Mark.LINES, Collections.nCopies(9, rising)))
                .hasMessageContaining("at most 8");
    }

    private static ChartData chart(Mark mark, boolean logarithmic, ChartSeries... series) {
        ChartAxis up = logarithmic ? ChartAxis.logarithmic("cost") : ChartAxis.of("cost");
        return new ChartData(ChartAxis.counting("layer"), up, mark, List.of(series));
    }

    private static ChartDrawing drawing() {
        return new ChartDrawing(
                ChartColors.LIGHT, new Font(Font.SANS_SERIF, Font.PLAIN, 12), 1, IntUnaryOperator.identity());
    }

    private static BufferedImage draw(ChartData data) {
        BufferedImage image = blank();
        drawing().draw(data, image.createGraphics(), new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        return image;
    }

    private static BufferedImage blank() {
        return new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
    }

    private static long count(BufferedImage image, int argb) {
        long count = 0;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                count += image.getRGB(x, y) == argb ? 1 : 0;
            }
        }
        return count;
    }

    private static List<Integer> marked(BufferedImage image, int argb) {
        List<Integer> rows = new ArrayList<>();
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                if (image.getRGB(x, y) == argb) {
                    rows.add(y);
                    break;
                }
            }
        }
        return rows;
    }
}
