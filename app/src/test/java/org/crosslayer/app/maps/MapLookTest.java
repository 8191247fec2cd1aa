package org.crosslayer.app.maps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.junit.jupiter.api.Test;

class MapLookTest {
    /// All `low` but for the last cell.
    private static MapMatrix map(int n, float low, float high) {
        float[] values = new float[n * n];
        java.util.Arrays.fill(values, low);
        values[n * n - 1] = high;
        return new MapMatrix(FloatMatrix.copyOf(n, n, values), Collections.nCopies(n, "x"), "attention");
    }

    @Test
    void mapsThatShareAScaleAreColouredOverBothRanges() {
        MapLook look = MapLook.USUAL.with(MapLook.Spread.LINEAR);
        ColorScale both = look.scale(List.of(map(3, 0.1f, 0.4f), map(3, 0, 0.2f)));
        assertEquals(0, both.low());
        assertEquals(0.4f, both.high());
        assertEquals(0.2f, look.scale(List.of(map(3, 0, 0.2f))).high());
    }

    @Test
    void aLogarithmicScaleEndsThreeDecadesBelowTheHighest() {
        ColorScale scale = MapLook.USUAL.scale(List.of(map(3, 0, 1)));
        assertEquals(1e-3, scale.low(), 1e-9);
        assertEquals(ColorScale.Transform.LOG, scale.transform());
        assertEquals(
                ColorScale.Transform.LINEAR,
                MapLook.USUAL.scale(List.of(map(3, 0, 0))).transform());
    }

    @Test
    void clippedColoursLeaveOutTheOutermostHundredth() {
        MapLook look = MapLook.USUAL.with(MapLook.Spread.CLIPPED).with(ColorMap.CIVIDIS);
        ColorScale scale = look.scale(List.of(map(20, 0.25f, 1)));
        assertEquals(ColorMap.CIVIDIS, scale.map());
        assertEquals(0.25f, scale.high());
        assertEquals(0.25, look.difference(map(20, -0.25f, 1)).high(), 1e-6);
    }
}
