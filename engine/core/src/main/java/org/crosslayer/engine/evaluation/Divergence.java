package org.crosslayer.engine.evaluation;

import java.util.List;

/// How a plan's predictions differ from those without sharing, over all scored tokens; what llama.cpp prints
/// under
/// `--kl-divergence`.
///
/// Standard errors are over tokens as if they were independent, as llama.cpp has them. Neighbouring tokens are
/// not, so
/// they are a little too small; the interval of the perplexity ratio is not made that way.
///
/// @param tokens            how many were compared
/// @param mean              mean of KL(without sharing ‖ plan) in nats
/// @param meanError         its standard error
/// @param quantiles         of the KL of single tokens, from the maximum down to the minimum
/// @param sameTop           share of tokens with the same likeliest next token, in [0, 1]
/// @param sameTopError      its standard error
public record Divergence(
        long tokens, double mean, double meanError, List<Quantile> quantiles, double sameTop, double sameTopError) {
    private static final double[] FRACTIONS = {1, 0.999, 0.99, 0.95, 0.9, 0.5, 0.1, 0.05, 0.01, 0};

    /// A share `fraction` of all tokens has at most `nats`.
    public record Quantile(double fraction, double nats) {}

    public Divergence {
        quantiles = List.copyOf(quantiles);
    }

    /// Sums up the divergences of single tokens.
    ///
    /// @param sorted in nats, ascending, at least one
    /// @param same   tokens whose likeliest next token stayed
    static Divergence of(double[] sorted, long same) {
        int n = sorted.length;
        double sum = 0;
        for (double nats : sorted) {
            sum += nats;
        }
        double mean = sum / n;
        double squares = 0;
        for (double nats : sorted) {
            squares += (nats - mean) * (nats - mean);
        }
        double freedom = Math.max(1, n - 1);
        double sameTop = (double) same / n;
        return new Divergence(
                n,
                mean,
                Math.sqrt(squares / n / freedom),
                java.util.Arrays.stream(FRACTIONS)
                        .mapToObj(fraction -> new Quantile(fraction, quantile(sorted, fraction)))
                        .toList(),
                sameTop,
                Math.sqrt(sameTop * (1 - sameTop) / freedom));
    }

    /// Between two neighbours in proportion, as llama.cpp does.
    private static double quantile(double[] sorted, double fraction) {
        double place = fraction * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /// The largest of a single token, in nats.
    public double max() {
        return quantiles.getFirst().nats();
    }

    /// What half of the tokens stay below, in nats.
    public double median() {
        return quantiles.stream()
                .filter(quantile -> quantile.fraction() == 0.5)
                .findFirst()
                .orElseThrow()
                .nats();
    }
}
