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
public record PerplexityReport(
        Protocol protocol,
        int windows,
        int windowsTotal,
        long scoredTokens,
        double nll,
        double baselineNll,
        @Nullable Interval interval) {
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
}
