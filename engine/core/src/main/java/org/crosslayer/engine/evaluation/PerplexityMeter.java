package org.crosslayer.engine.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// Measures perplexity exactly: every window, from the first layer to the last.
public final class PerplexityMeter {
    private PerplexityMeter() {}

    /// Perplexity of a plan and without sharing, window by window on the same tokens.
    ///
    /// @param windows what [Windows#cut] made of the text
    /// @throws org.crosslayer.engine.error.NumericFaultException if a token's loss is not finite
    public static PerplexityReport measure(
            Decoder decoder,
            List<int[]> windows,
            Protocol protocol,
            AttentionPlan plan,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        AttentionPlan none = AttentionPlan.none(plan.nLayers());
        boolean differs = !plan.changesNothing();
        PairedLosses paired = new PairedLosses();
        try (LossPass pass = LossPass.open(decoder, protocol.window())) {
            for (int i = 0; i < windows.size(); i++) {
                announce(progress, i, windows.size());
                int[] ids = windows.get(i);
                TokenLosses baseline = pass.run(i, ids, none, ForwardObserver.NOBODY, cancellation);
                paired.add(baseline, differs ? pass.run(i, ids, plan, ForwardObserver.NOBODY, cancellation) : baseline);
            }
        }
        progress.report("Perplexity", 1);
        return paired.report(protocol, windows.size(), differs);
    }

    /// The loss of every scored token under a plan.
    ///
    /// @return one entry a window
    public static List<TokenLosses> losses(
            Decoder decoder,
            List<int[]> windows,
            Protocol protocol,
            AttentionPlan plan,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        List<TokenLosses> losses = new ArrayList<>(windows.size());
        try (LossPass pass = LossPass.open(decoder, protocol.window())) {
            for (int i = 0; i < windows.size(); i++) {
                announce(progress, i, windows.size());
                losses.add(pass.run(i, windows.get(i), plan, ForwardObserver.NOBODY, cancellation));
            }
        }
        return losses;
    }

    private static void announce(Progress progress, int window, int windows) {
        progress.report("Perplexity: window " + (window + 1) + " of " + windows, (double) window / windows);
    }
}
