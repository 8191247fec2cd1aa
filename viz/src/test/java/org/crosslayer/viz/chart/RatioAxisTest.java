package org.crosslayer.viz.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.junit.jupiter.api.Test;

/// The ticks are numbers that people expect, not powers of some base.
class RatioAxisTest {
    @Test
    void withinADecadeAllRoundNumbersHaveTicks() {
        assertEquals(List.of("1", "2", "3", "4", "5", "7"), ticks(0.95, 8));
    }

    @Test
    void overAFewDecadesTheDoublesAndFivefolds() {
        assertEquals(List.of("0.5", "1", "2", "5", "10", "20", "50"), ticks(0.4, 60));
    }

    @Test
    void overManyDecadesThePowersOfTen() {
        assertEquals(List.of("0.01", "0.1", "1", "10", "100"), ticks(0.005, 500));
    }

    private static List<String> ticks(double low, double high) {
        RatioAxis axis = new RatioAxis("ratio");
        axis.setRange(low, high);
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB).createGraphics();
        return axis.refreshTicks(graphics, new AxisState(), new Rectangle2D.Double(), RectangleEdge.LEFT).stream()
                .map(NumberTick::getText)
                .toList();
    }
}
