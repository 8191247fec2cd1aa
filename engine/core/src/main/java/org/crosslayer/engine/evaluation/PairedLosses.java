package org.crosslayer.engine.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.distribution.continuous.TDistribution;
import org.jspecify.annotations.Nullable;

/// Sums up the losses of a plan and of the baseline over the same tokens, and says how sure their ratio is.
///
/// The interval is Student's over the means of **blocks of 64 consecutive scored tokens**. Single tokens would make
/// it too narrow: neighbours share their context, so that a plan which misreads a sentence pays on many of its tokens,
/// and their differences are correlated. Whole windows would be safest, but the first estimate comes from one
/// window, and one window must already say how sure it is. Sixty-four tokens are a few sentences: longer than most of
/// the correlation, short enough for eight blocks in a window of 512.
///
/// A window's last block may be shorter and counts by its tokens. With `w_b` tokens and mean difference `m_b` in
/// each of `B` blocks, the mean over all tokens is `D = Σ w_b m_b / Σ w_b`, and its variance is that of a ratio of
/// sums (Cochran, *Sampling Techniques*, 3rd ed., section 6.5): `B/(B−1) · Σ w_b² (m_b − D)² / (Σ w_b)²`, which is
/// `s²/B` where all blocks are full. The interval of the ratio of perplexities is `exp(D ± t · sd)` with `B − 1`
/// degrees of freedom.
final class PairedLosses {
    /// Consecutive scored tokens in a block.
    static final int BLOCK = 64;

    private static final double LEVEL = 0.95;

    private record Block(int tokens, double sum) {}

    private final List<Block> blocks = new ArrayList<>();
    private int windows;
    private long tokens;
    private double planSum;
    private double baselineSum;

    /// Adds one window; both sides have scored the same tokens.
    void add(TokenLosses baseline, TokenLosses plan) {
        if (baseline.count() != plan.count()) {
            throw new IllegalArgumentException(
                    "losses of " + baseline.count() + " and of " + plan.count() + " tokens cannot be paired");
        }
        windows++;
        tokens += plan.count();
        planSum += plan.sum();
        baselineSum += baseline.sum();
        for (int start = 0; start < plan.count(); start += BLOCK) {
            int end = Math.min(start + BLOCK, plan.count());
            double sum = 0;
            for (int i = start; i < end; i++) {
                sum += plan.at(i) - baseline.at(i);
            }
            blocks.add(new Block(end - start, sum));
        }
    }

    /// What is known so far.
    ///
    /// @param windowsTotal windows there will be
    /// @param differs      whether the plan changes anything; without, there is no interval to give
    PerplexityReport report(Protocol protocol, int windowsTotal, boolean differs) {
        return new PerplexityReport(
                protocol,
                windows,
                windowsTotal,
                tokens,
                planSum / tokens,
                baselineSum / tokens,
                differs ? ratioInterval() : null);
    }

    /// 95 % interval of the ratio of perplexities; null with fewer than two blocks. No difference anywhere gives
    /// exactly [1, 1].
    @Nullable
    Interval ratioInterval() {
        int count = blocks.size();
        if (count < 2) {
            return null;
        }
        double sum = 0;
        for (Block block : blocks) {
            sum += block.sum();
        }
        double mean = sum / tokens;
        double squares = 0;
        for (Block block : blocks) {
            double deviation = block.sum() - block.tokens() * mean;
            squares += deviation * deviation;
        }
        double deviation = Math.sqrt(squares * count / (count - 1)) / tokens;
        double t = new TDistribution(count - 1).inverseCumulativeProbability((1 + LEVEL) / 2);
        return new Interval(Math.exp(mean - t * deviation), Math.exp(mean + t * deviation), LEVEL);
    }
}
