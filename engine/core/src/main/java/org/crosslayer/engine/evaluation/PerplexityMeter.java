package org.crosslayer.engine.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NumericFaultException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;

/// Measures perplexity exactly: every window, from the first layer to the last.
public final class PerplexityMeter {
    /// Scores one window after the other.
    interface WindowScorer extends AutoCloseable {
        void score(int index, ScoredWindow window, PairedLosses paired, Cancellation cancellation)
                throws NumericFaultException;

        @Override
        void close();
    }

    private PerplexityMeter() {}

    /// Perplexity of a plan and without sharing on the same tokens, and how their predictions differ.
    ///
    /// Both run in lockstep, a few rows at a time, so that no more than a few rows of logits ever exist.
    ///
    /// @param windows   what [Windows#scored] made of the text
    /// @param protocol  how it did that, with nothing left to settle
    /// @param estimates hears the result so far after every window, on this thread; null if nobody waits for it
    /// @throws org.crosslayer.engine.error.NumericFaultException if a token's loss is not finite
    public static PerplexityReport measure(
            Decoder decoder,
            List<ScoredWindow> windows,
            Protocol protocol,
            AttentionPlan plan,
            @Nullable Consumer<PerplexityReport> estimates,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        boolean differs = !plan.changesNothing();
        PairedLosses paired = new PairedLosses();
        DivergenceTally tally = new DivergenceTally();
        try (WindowScorer scorer = differs
                ? DivergencePass.open(decoder, protocol, windows, plan, tally)
                : baseline(decoder, protocol, windows, plan)) {
            for (int i = 0; i < windows.size(); i++) {
                announce(progress, i, windows.size());
                scorer.score(i, windows.get(i), paired, cancellation);
                if (estimates != null) {
                    estimates.accept(report(paired, protocol, windows, i, differs ? tally : null));
                }
            }
        }
        progress.report("Perplexity", 1);
        return report(paired, protocol, windows, windows.size() - 1, differs ? tally : null);
    }

    /// What is known after window `last`.
    private static PerplexityReport report(
            PairedLosses paired,
            Protocol protocol,
            List<ScoredWindow> windows,
            int last,
            @Nullable DivergenceTally tally) {
        return paired.report(protocol, windows.size(), tally != null)
                .withExtent(windows.get(last).extent())
                .withDivergence(tally == null ? null : tally.divergence());
    }

    /// The loss of every scored token under a plan.
    ///
    /// @return one entry a window
    public static List<TokenLosses> losses(
            Decoder decoder,
            List<ScoredWindow> windows,
            Protocol protocol,
            AttentionPlan plan,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        List<TokenLosses> losses = new ArrayList<>(windows.size());
        try (LossPass pass = LossPass.open(decoder, protocol, windows)) {
            for (int i = 0; i < windows.size(); i++) {
                announce(progress, i, windows.size());
                losses.add(pass.run(i, windows.get(i), plan, ForwardObserver.NOBODY, cancellation));
            }
        }
        return losses;
    }

    private static WindowScorer baseline(
            Decoder decoder, Protocol protocol, List<ScoredWindow> windows, AttentionPlan none) throws EngineException {
        LossPass pass = LossPass.open(decoder, protocol, windows);
        return new WindowScorer() {
            @Override
            public void score(int index, ScoredWindow window, PairedLosses paired, Cancellation cancellation)
                    throws NumericFaultException {
                TokenLosses losses = pass.run(index, window, none, ForwardObserver.NOBODY, cancellation);
                paired.add(losses, losses);
            }

            @Override
            public void close() {
                pass.close();
            }
        };
    }

    private static void announce(Progress progress, int window, int windows) {
        progress.report("Perplexity: window " + (window + 1) + " of " + windows, (double) window / windows);
    }
}
