package org.crosslayer.engine.evaluation;

import org.jspecify.annotations.Nullable;

/// A perplexity and, with a plan, what the plan does to it on the same tokens.
///
/// @param protocol     how it was measured
/// @param windows      windows measured
/// @param windowsTotal windows that the text and protocol offer
/// @param scoredTokens tokens whose likelihood was taken
/// @param nll          mean negative log-likelihood in nats a token, of the plan
/// @param baselineNll  the same without sharing, on the same tokens
/// @param interval     of the ratio of perplexities, from paired differences; null where there is no plan or too
///     little text
/// @param extent       the scored text in words and bytes; null where nobody counted
/// @param divergence   how the plan's predictions differ from those without sharing; null where only
///     likelihoods were
///     compared
public record PerplexityReport(
        Protocol protocol,
        int windows,
        int windowsTotal,
        long scoredTokens,
        double nll,
        double baselineNll,
        @Nullable Interval interval,
        @Nullable TextExtent extent,
        @Nullable Divergence divergence) {
    /// A report of likelihoods alone.
    public PerplexityReport(
            Protocol protocol,
            int windows,
            int windowsTotal,
            long scoredTokens,
            double nll,
            double baselineNll,
            @Nullable Interval interval) {
        this(protocol, windows, windowsTotal, scoredTokens, nll, baselineNll, interval, null, null);
    }

    /// The same with the scored text counted.
    PerplexityReport withExtent(@Nullable TextExtent counted) {
        return new PerplexityReport(
                protocol, windows, windowsTotal, scoredTokens, nll, baselineNll, interval, counted, divergence);
    }

    /// The same with predictions compared.
    PerplexityReport withDivergence(@Nullable Divergence compared) {
        return new PerplexityReport(
                protocol, windows, windowsTotal, scoredTokens, nll, baselineNll, interval, extent, compared);
    }

    /// `exp(nll)`.
    public double perplexity() {
        return Math.exp(nll);
    }

    /// `exp(baselineNll)`.
    public double baselinePerplexity() {
        return Math.exp(baselineNll);
    }

    /// Perplexity of the plan over that without sharing; 1 where nothing changed.
    public double ratio() {
        return Math.exp(nll - baselineNll);
    }

    /// True once all windows were measured.
    public boolean isComplete() {
        return windows == windowsTotal;
    }

    /// The perplexities that lm-evaluation-harness gives, of the plan; null where nobody counted words and bytes.
    public @Nullable TextRates rates() {
        return extent == null ? null : TextRates.of(nll * scoredTokens, extent);
    }

    /// The same without sharing.
    public @Nullable TextRates baselineRates() {
        return extent == null ? null : TextRates.of(baselineNll * scoredTokens, extent);
    }
}
