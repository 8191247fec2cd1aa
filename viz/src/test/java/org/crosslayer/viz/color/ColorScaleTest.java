package org.crosslayer.viz.color;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.crosslayer.viz.color.ColorScale.Transform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ColorScaleTest {
    @ParameterizedTest
    @EnumSource(
            value = ColorMap.class,
            names = {"VIRIDIS", "CIVIDIS", "GREY"})
    void sequentialMapsGrowLighterFromEntryToEntry(ColorMap map) {
        for (int entry = 8; entry < ColorMap.SIZE; entry += 8) {
            assertTrue(Rgb.luminance(map.entry(entry)) > Rgb.luminance(map.entry(entry - 8)), map + " at " + entry);
        }
        for (int entry = 1; entry < ColorMap.SIZE; entry++) {
            double step = Rgb.luminance(map.entry(entry)) - Rgb.luminance(map.entry(entry - 1));
            assertTrue(step > -0.002, map + " grows darker at " + entry);
        }
    }

    @Test
    void divergingMapIsLightestAtZeroAndAlikeOnBothSides() {
        ColorScale scale = ColorScale.of(ColorMap.DIVERGING, new ValueRange(-1, 3));
        assertEquals(-3, scale.low());
        assertEquals(0xFFF7F7F7, scale.argb(0));
        for (double value = 0.5; value <= 3; value += 0.5) {
            double above = Rgb.luminance(scale.argb(value));
            double below = Rgb.luminance(scale.argb(-value));
            assertTrue(above < Rgb.luminance(scale.argb(value - 0.5)), "lighter away from zero at " + value);
            assertEquals(above, below, 0.08);
        }
    }

    /// Entries of the published tables (matplotlib's `_cm_listed.py`), away from the knots.
    @ParameterizedTest
    @CsvSource({
        "VIRIDIS, 0, 440154", "VIRIDIS, 64, 3B528B", "VIRIDIS, 128, 21918C", "VIRIDIS, 192, 5EC962",
                "VIRIDIS, 255, FDE725",
        "CIVIDIS, 0, 00224E", "CIVIDIS, 64, 434E6C", "CIVIDIS, 128, 7D7C78", "CIVIDIS, 192, BCAE6C",
                "CIVIDIS, 255, FEE838"
    })
    void publishedColoursAreMetWithinOneOf255(ColorMap map, int entry, String published) {
        int expected = Integer.parseInt(published, 16);
        for (int shift = 0; shift <= 16; shift += 8) {
            assertEquals((expected >> shift) & 0xFF, (map.entry(entry) >> shift) & 0xFF, 1, map + " at " + entry);
        }
    }

    @Test
    void missingValuesHaveTheirOwnColour() {
        ColorScale clipped = ColorScale.of(ColorMap.VIRIDIS, new ValueRange(0, 1));
        assertEquals(ColorScale.MISSING_ARGB, clipped.argb(Double.NaN));
        assertEquals(ColorMap.VIRIDIS.entry(255), clipped.argb(Double.POSITIVE_INFINITY));
        assertEquals(ColorMap.VIRIDIS.entry(0), clipped.argb(-7));
        ColorScale open = new ColorScale(ColorMap.VIRIDIS, 0, 1, Transform.LINEAR, false);
        assertEquals(ColorScale.MISSING_ARGB, open.argb(1.01));
        assertEquals(ColorMap.VIRIDIS.entry(255), open.argb(1));
    }

    @Test
    void logarithmicScaleGivesEqualRatiosEqualDistances() {
        ColorScale scale = ColorScale.logarithmic(ColorMap.GREY, 1, 4);
        assertEquals(0.5, scale.position(0.01), 1e-12);
        assertEquals(0.75, scale.position(0.1), 1e-12);
        assertEquals(ColorMap.GREY.entry(0), scale.argb(0));
        assertEquals(List.of("0.0001", "0.001", "0.01", "0.1", "1"), labels(scale.ticks(6)));
        assertThrows(IllegalArgumentException.class, () -> ColorScale.logarithmic(ColorMap.GREY, 0, 3));
    }

    @Test
    void constantMatrixHasOneColourAndOneTick() {
        ColorScale scale = ColorScale.of(ColorMap.VIRIDIS, new ValueRange(0.25, 0.25));
        assertEquals(ColorMap.VIRIDIS.entry(128), scale.argb(0.25));
        assertEquals(List.of("0.25"), labels(scale.ticks(5)));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 6", "0, 0.35, 4", "-3, 3, 5", "0.00001, 0.00009, 5", "12, 98765, 7", "-1e-7, 1e-7, 3"})
    void ticksAreRoundFewAndWithinTheRange(double low, double high, int atMost) {
        List<Tick> ticks =
                ColorScale.of(ColorMap.VIRIDIS, new ValueRange(low, high)).ticks(atMost);
        assertTrue(ticks.size() >= 2 && ticks.size() <= atMost, ticks.toString());
        assertEquals(ticks.size(), labels(ticks).stream().distinct().count(), "labels differ: " + ticks);
        for (Tick tick : ticks) {
            assertTrue(tick.value() >= low - 1e-12 && tick.value() <= high * (1 + 1e-9), tick.toString());
            assertTrue(tick.position() >= 0 && tick.position() <= 1, tick.toString());
        }
    }

    @Test
    void valuesAreWrittenShortAndInANeutralLocale() {
        assertEquals("0.083", Ticks.text(0.083, 4));
        assertEquals("1234.5", Ticks.text(1234.5, 5));
        assertEquals("1.235e6", Ticks.text(1_234_567, 4));
        assertEquals("-2e-7", Ticks.text(-2e-7, 4));
        assertEquals("no value", Ticks.text(Double.NaN, 4));
        assertEquals("0", Ticks.text(0, 4));
    }

    private static List<String> labels(List<Tick> ticks) {
        return ticks.stream().map(Tick::label).toList();
    }
}
