package org.crosslayer.viz.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Labels stay readable however many there are: those that would overlap are left out.
class AxisLabelsTest {
    private static final double LINE = 13;

    /// Every letter is 6 wide.
    private static final Surface SURFACE = new Surface() {
        @Override
        public double lineHeight() {
            return LINE;
        }

        @Override
        public double textWidth(String text) {
            return 6.0 * text.length();
        }

        @Override
        public double pixelsPerUnit() {
            return 1;
        }

        @Override
        public void text(String text, double x, double y, Align align, int argb) {}

        @Override
        public void textUpwards(String text, double x, double y, Align align, int argb) {}

        @Override
        public void fill(double x, double y, double width, double height, int argb) {}

        @Override
        public void pixels(int[] argb, int columns, int rows, double x, double y, double width, double height) {}
    };

    @ParameterizedTest
    @CsvSource({"32, 150", "32, 600", "64, 113", "4096, 113", "4096, 600", "4096, 1000", "1, 50"})
    void labelsDoNotOverlapAndTheFirstIsThere(int tokens, double length) {
        AxisLabels labels = new AxisLabels(tokens, index -> "·token" + index, SURFACE);
        List<Integer> shown = labels.shown(0, tokens, length, LINE);
        assertEquals(0, shown.getFirst());
        for (int at = 1; at < shown.size(); at++) {
            double apart = (shown.get(at) - shown.get(at - 1)) * length / tokens;
            assertTrue(apart >= LINE - 1e-9, shown.get(at) + " is " + apart + " from the one before");
        }
        assertTrue(tokens < 3 || shown.size() >= 3, "enough to find one's way: " + shown);
    }

    @Test
    void whereFewTokensAreInSightAllOfThemAreNamed() {
        AxisLabels labels = new AxisLabels(4096, index -> "·token" + index, SURFACE);
        assertEquals(List.of(2000, 2001, 2002, 2003, 2004, 2005, 2006, 2007), labels.shown(2000, 8, 120, LINE));
    }
}
