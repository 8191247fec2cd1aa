package org.crosslayer.engine.evaluation;

import java.util.List;
import java.util.stream.Stream;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;

/// Measures many plans on the same windows, window by window, so that every plan has a first estimate early.
///
/// Only the residual streams of the window at work are kept, whatever the number of windows; each plan starts at
/// the lowest layer that they do not yet show. Plans that grow by one layer at a time should stand next to each
/// other. The numbers are the same to the bit as those of runs from the bottom.
///
/// What is done stays done: a sweep that was cancelled goes on where it stopped.
public final class PlanSweep implements AutoCloseable {
    /// Hears of every measured pair of plan and window.
    @FunctionalInterface
    public interface Listener {
        /// A better estimate of the plan with this index, called on the sweep's thread.
        void measured(int plan, PerplexityReport report);
    }

    private final Decoder decoder;
    private final List<ScoredWindow> windows;
    private final Protocol protocol;
    private final List<AttentionPlan> plans;
    private final AttentionPlan none;
    private final KeptLayers kept;
    private final LossPass pass;
    private final List<PairedLosses> tallies;
    private @Nullable Workspace workspace;
    private @Nullable LiveWindow open;
    private int window;
    private int next;

    private PlanSweep(
            Decoder decoder,
            List<ScoredWindow> windows,
            Protocol protocol,
            List<AttentionPlan> plans,
            KeptLayers kept,
            LossPass pass) {
        this.decoder = decoder;
        this.windows = List.copyOf(windows);
        this.protocol = protocol;
        this.plans = List.copyOf(plans);
        this.kept = kept;
        this.pass = pass;
        none = AttentionPlan.none(decoder.config().nLayers());
        tallies = Stream.generate(PairedLosses::new).limit(plans.size()).toList();
    }

    /// Prepares a sweep; nothing runs before [#run].
    ///
    /// @param decoder     must outlive the sweep
    /// @param windows     what [Windows#scored] made of the text
    /// @param budgetBytes memory for the residual streams of one window; half of the device's memory is the most
    ///     that is taken
    /// @throws EngineException if the windows are too long for the model or for the memory
    public static PlanSweep of(
            Decoder decoder, List<ScoredWindow> windows, Protocol protocol, List<AttentionPlan> plans, long budgetBytes)
            throws EngineException {
        long budget = Math.min(budgetBytes, decoder.backend().memoryBytes() / 2);
        int rows = LossPass.longest(decoder, protocol, windows) - 1;
        KeptLayers kept = KeptLayers.within(budget, decoder.config(), 1, rows);
        return new PlanSweep(decoder, windows, protocol, plans, kept, LossPass.open(decoder, protocol, windows));
    }

    /// Measures what is not yet measured; after it every plan was measured on every window.
    public void run(Listener listener, Progress progress, Cancellation cancellation) throws EngineException {
        while (window < windows.size()) {
            String stage = "window " + (window + 1) + " of " + windows.size();
            while (next < plans.size()) {
                progress.report(stage, fraction());
                cancellation.check();
                LiveWindow at = open();
                TokenLosses baseline = at.losses(none, pass, cancellation);
                TokenLosses losses = leadsOn(next)
                        ? at.losses(plans.get(next), pass, cancellation)
                        : at.probe(plans.get(next), pass, cancellation);
                tallies.get(next).add(baseline, losses);
                next++;
                listener.measured(next - 1, report(next - 1));
            }
            closeWindow();
            window++;
            next = 0;
        }
    }

    /// Done so far, in [0, 1].
    public double fraction() {
        int all = windows.size() * plans.size();
        return all == 0 ? 1 : (double) (window * plans.size() + next) / all;
    }

    /// True if the streams of this plan serve the next one better than those of the model as it is.
    private boolean leadsOn(int index) {
        if (index + 1 == plans.size()) {
            return false;
        }
        AttentionPlan following = plans.get(index + 1);
        return following.firstDifference(plans.get(index)) > following.firstDifference(none);
    }

    private PerplexityReport report(int index) {
        return tallies.get(index)
                .report(protocol, windows.size(), !plans.get(index).changesNothing());
    }

    private LiveWindow open() {
        if (open == null) {
            workspace = decoder.backend().workspace();
            open = new LiveWindow(window, windows.get(window), kept, decoder, workspace);
        }
        return open;
    }

    private void closeWindow() {
        open = null;
        if (workspace != null) {
            workspace.close();
            workspace = null;
        }
    }

    @Override
    public void close() {
        try {
            closeWindow();
        } finally {
            pass.close();
        }
    }
}
