package org.crosslayer.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
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

    /// Written out by hand from the formulas of the YaRN paper, section 3, for 16 elements and 32 positions.
    @Test
    void yarnKeepsWhatTurnsOftenAndSlowsTheRest() {
        var whole = new RopeConfig.Scaling.Yarn(4, 32, 1, 32, 1.138629, true);
        float[] rounded = {1, 0.197642f, 0.025f, 0.00790569f, 0.0025f, 0.000790569f, 0.00025f, 0.0000790569f};
        assertArrayEquals(rounded, RopeTables.frequencies(wide(whole), 128), 1e-6f);
        var parts = new RopeConfig.Scaling.Yarn(4, 2, 0.5, 32, 1, false);
        float[] exact = RopeTables.frequencies(wide(parts), 128);
        assertEquals(0.27917455, exact[1], 1e-7);
        assertEquals(0.025996592, exact[2], 1e-7);
        assertEquals(
                (float) 1.138629, RopeTables.cosines(rounded, 1, wide(whole).attention())[0]);
    }

    @Test
    void dynamicScalingRaisesTheBaseBeyondTheTrainedContextOnly() {
        RopeConfig rope = wide(new RopeConfig.Scaling.Dynamic(2, 32));
        assertEquals(Math.sqrt(0.1), RopeTables.frequencies(rope, 32)[1], 1e-7);
        float[] longer = RopeTables.frequencies(rope, 64);
        assertEquals(0.27029613, longer[1], 1e-7);
        assertEquals(0.00010540925, longer[7], 1e-10);
    }

    @Test
    void everyPairMayHaveAFactorOfItsOwnAndAnotherForLongTexts() {
        var scaling = new RopeConfig.Scaling.PerPair(List.of(1.0, 2.0), List.of(4.0, 8.0), 16, 1.5);
        assertArrayEquals(new float[] {1, 0.005f}, RopeTables.frequencies(rope(scaling), 16), 1e-9f);
        assertArrayEquals(new float[] {0.25f, 0.00125f}, RopeTables.frequencies(rope(scaling), 17), 1e-9f);
        assertEquals(1.5, rope(scaling).attention());
    }

    private static RopeConfig wide(RopeConfig.Scaling scaling) {
        return new RopeConfig(10_000, 16, RopeLayout.HALF_SPLIT, scaling);
    }
}
