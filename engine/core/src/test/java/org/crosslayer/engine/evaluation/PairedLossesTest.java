package org.crosslayer.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedLossesTest {
    @Test
    void theIntervalIsStudentsOverBlocksOfSixtyFour() {
        // Two windows of one block: differences 0.1 and 0.3, so mean 0.2, sd of the mean 0.1, t(1) = 12.7062.
        PairedLosses paired = new PairedLosses();
        paired.add(constant(64, 2), constant(64, 2.1));
        paired.add(constant(64, 3), constant(64, 3.3));
        Interval interval = paired.ratioInterval();
        assertNotNull(interval);
        assertEquals(Math.exp(0.2 - 1.27062047361747), interval.low(), 1e-9);
        assertEquals(Math.exp(0.2 + 1.27062047361747), interval.high(), 1e-9);
        assertEquals(0.95, interval.level());
    }

    @Test
    void aShortLastBlockCountsByItsTokens() {
        // 64 tokens with 0, 32 with 0.3: D = 0.1; deviations of the sums −6.4 and 6.4; sd = √(2 · 81.92) / 96.
        PairedLosses paired = new PairedLosses();
        double[] plan = new double[96];
        Arrays.fill(plan, 64, 96, 0.3);
        paired.add(constant(96, 0), TokenLosses.copyOf(plan));
        Interval interval = paired.ratioInterval();
        assertNotNull(interval);
        double half = 12.7062047361747 * Math.sqrt(2 * (6.4 * 6.4 + 6.4 * 6.4)) / 96;
        assertEquals(Math.exp(0.1 - half), interval.low(), 1e-9);
        assertEquals(Math.exp(0.1 + half), interval.high(), 1e-9);
    }

    @Test
    void blocksDoNotReachIntoTheNextWindow() {
        PairedLosses split = new PairedLosses();
        split.add(constant(32, 1), constant(32, 1.1));
        split.add(constant(32, 1), constant(32, 1.2));
        assertNotNull(split.ratioInterval());
    }

    @Test
    void oneBlockGivesNoInterval() {
        PairedLosses paired = new PairedLosses();
        paired.add(constant(64, 2), constant(64, 2.1));
        assertNull(paired.ratioInterval());
    }

    @Test
    void noDifferenceGivesExactlyOne() {
        PairedLosses paired = new PairedLosses();
        paired.add(constant(511, 2.3), constant(511, 2.3));
        assertEquals(new Interval(1, 1, 0.95), paired.ratioInterval());
    }

    @Test
    void theReportHasMeansOverAllTokens() {
        PairedLosses paired = new PairedLosses();
        paired.add(constant(3, 1), constant(3, 2));
        paired.add(constant(1, 5), constant(1, 6));
        PerplexityReport report = paired.report(Protocol.windows(4), 9, true);
        assertEquals(4, report.scoredTokens());
        assertEquals(2, report.windows());
        assertEquals(9, report.windowsTotal());
        assertEquals(2, report.baselineNll(), 1e-15);
        assertEquals(3, report.nll(), 1e-15);
        assertEquals(Math.E, report.ratio(), 1e-12);
        assertNull(paired.report(Protocol.windows(4), 9, false).interval(), "nothing shared, nothing to compare");
    }

    @Test
    void sidesOfDifferentLengthCannotBePaired() {
        assertThrows(IllegalArgumentException.class, () -> new PairedLosses().add(constant(3, 1), constant(4, 1)));
    }

    /// Differences with mean 0.05 that are correlated from token to token (AR(1), ρ = 0.5), four windows of 512.
    @Test
    void theTrueRatioIsCoveredAboutNineteenTimesOfTwenty() {
        Random random = new Random(20261123);
        double truth = Math.exp(0.05);
        int runs = 2000;
        int covered = 0;
        for (int run = 0; run < runs; run++) {
            PairedLosses paired = new PairedLosses();
            for (int window = 0; window < 4; window++) {
                paired.add(constant(511, 3), TokenLosses.copyOf(correlated(random, 511, 3.05, 0.5)));
            }
            Interval interval = paired.ratioInterval();
            assertNotNull(interval);
            covered += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
        }
        double share = (double) covered / runs;
        assertTrue(share > 0.925 && share < 0.965, "covered " + share);
    }

    private static double[] correlated(Random random, int count, double mean, double rho) {
        double[] values = new double[count];
        double state = random.nextGaussian() / Math.sqrt(1 - rho * rho);
        for (int i = 0; i < count; i++) {
            values[i] = mean + 0.4 * state;
            state = rho * state + random.nextGaussian();
        }
        return values;
    }

    private static TokenLosses constant(int count, double loss) {
        double[] losses = new double[count];
        Arrays.fill(losses, loss);
        return TokenLosses.copyOf(losses);
    }
}
