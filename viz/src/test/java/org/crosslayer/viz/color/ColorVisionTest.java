package org.crosslayer.viz.color;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ColorVisionTest {
    private static final int RED = 0xFFD62728;
    private static final int GREEN = 0xFF5B8E00;

    @Property
    void greysLookAlikeToEverybody(@ForAll @IntRange(max = 255) int level) {
        int grey = 0xFF000000 | level << 16 | level << 8 | level;
        for (ColorVision vision : ColorVision.values()) {
            assertThat(distance(vision.seen(grey), grey)).isLessThanOrEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(ColorVision.class)
    void opacityIsKept(ColorVision vision) {
        assertThat(vision.seen(0x40112233) >>> 24).isEqualTo(0x40);
    }

    /// From the published matrices: pure green for a deuteranope, pure red for a protanope.
    @ParameterizedTest
    @EnumSource(ColorVision.class)
    void pureColoursBecomeWhatTheMatricesSay(ColorVision vision) {
        int green = vision.seen(0xFF00FF00);
        int expected =
                switch (vision) {
                    case FULL -> 0xFF00FF00;
                    case GREY -> 0xFFDCDCDC;
                    case DEUTERANOPIA -> 0xFFEFD63A;
                    case PROTANOPIA -> 0xFFFFE500;
                    case TRITANOPIA -> 0xFF00F7D9;
                };
        assertThat(distance(green, expected)).as(Integer.toHexString(green)).isLessThanOrEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"DEUTERANOPIA", "PROTANOPIA"})
    void redAndGreenComeCloseWhereTheConesAreMissing(ColorVision vision) {
        assertThat(hueDistance(vision.seen(RED), vision.seen(GREEN))).isLessThan(hueDistance(RED, GREEN) / 3);
    }

    /// What a figure needs: larger values stay lighter, to every reader.
    @ParameterizedTest
    @EnumSource(ColorVision.class)
    void theMapsStayOrderedInLightness(ColorVision vision) {
        for (ColorMap map : new ColorMap[] {ColorMap.VIRIDIS, ColorMap.CIVIDIS, ColorMap.GREY}) {
            double before = -1;
            for (int entry = 0; entry < ColorMap.SIZE; entry += 5) {
                double now = luminance(vision.seen(map.entry(entry)));
                assertThat(now).as(map + " at " + entry).isGreaterThan(before);
                before = now;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FULL", "DEUTERANOPIA", "PROTANOPIA", "TRITANOPIA"})
    void theSidesOfDifferencesAreNeverConfused(ColorVision vision) {
        int low = vision.seen(ColorMap.DIVERGING.entry(40));
        int high = vision.seen(ColorMap.DIVERGING.entry(ColorMap.SIZE - 41));
        assertThat(distance(low, high)).isGreaterThan(90);
    }

    private static int distance(int one, int other) {
        int most = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            most = Math.max(most, Math.abs(((one >> shift) & 0xFF) - ((other >> shift) & 0xFF)));
        }
        return most;
    }

    /// Between red and green alone.
    private static double hueDistance(int one, int other) {
        return Math.abs(redOverGreen(one) - redOverGreen(other));
    }

    private static double redOverGreen(int argb) {
        double red = ColorVision.linear((argb >> 16) & 0xFF);
        double green = ColorVision.linear((argb >> 8) & 0xFF);
        return (red - green) / (red + green);
    }

    private static double luminance(int argb) {
        return 0.2126 * ColorVision.linear((argb >> 16) & 0xFF)
                + 0.7152 * ColorVision.linear((argb >> 8) & 0xFF)
                + 0.0722 * ColorVision.linear(argb & 0xFF);
    }
}
