package org.crosslayer.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.crosslayer.engine.backend.RopeLayout;
import org.junit.jupiter.api.Test;

class RopeTablesTest {
    private static RopeConfig rope(RopeConfig.Scaling scaling) {
        return new RopeConfig(10_000, 4, RopeLayout.HALF_SPLIT, scaling);
    }

    @Test
    void pairIOfDTurnsByThetaToTheMinusTwoIOverD() {
        float[] frequencies = RopeTables.frequencies(rope(new RopeConfig.Scaling.None()), 4);
        assertArrayEquals(new float[] {1, 0.01f}, frequencies, 1e-9f);
        assertEquals((float) Math.cos(3), RopeTables.cosines(frequencies, 4, 1)[3 * 2]);
        assertEquals((float) Math.sin(0.03f), RopeTables.sines(frequencies, 4, 1)[3 * 2 + 1], 1e-8f);
    }

    @Test
    void linearScalingSlowsEveryPair() {
        float[] frequencies = RopeTables.frequencies(rope(new RopeConfig.Scaling.Linear(4)), 4);
        assertArrayEquals(new float[] {0.25f, 0.0025f}, frequencies, 1e-9f);
    }

    @Test
    void llama3ScalingKeepsShortWavesAndSlowsLongOnes() {
        // Wavelengths 6.3 and 628 positions; short means below 64 / 4 = 16, long above 64.
        var scaling = new RopeConfig.Scaling.Llama3(8, 1, 4, 64);
        assertArrayEquals(new float[] {1, 0.01f / 8}, RopeTables.frequencies(rope(scaling), 4), 1e-9f);
    }

    @Test
    void llama3ScalingPassesSmoothlyBetween() {
        // Wavelength 6.283 with limits 5 and 20: smooth = (20 / 6.283 - 1) / (4 - 1).
        var scaling = new RopeConfig.Scaling.Llama3(8, 1, 4, 20);
        double smooth = (20 / (2 * Math.PI) - 1) / 3;
        double expected = (1 - smooth) / 8 + smooth;
        assertEquals(expected, RopeTables.frequencies(rope(scaling), 4)[0], 1e-6);
    }
}
