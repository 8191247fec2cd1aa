package org.crosslayer.engine.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.FileGuard;
import org.crosslayer.engine.task.Cancellation;

/// Perplexity that follows a changing plan.
///
/// Keeps the residual stream entering each layer for every window, so that after a change at layer l only layers
/// from l on run again. Where the memory is too small for all layers, every second is kept, or every third, and
/// so
/// on; a run then starts at the next kept layer below the change. The numbers are the same to the bit as those
/// of a
/// run from the bottom.
///
/// The baseline's losses are found once a window and kept, and so are those of the latest plans: undoing a switch
/// costs nothing. What a cancelled evaluation has done stays valid.
public final class LiveEvaluation implements AutoCloseable {
    private final FileGuard files;
    private final Protocol protocol;
    private final AttentionPlan none;
    private final KeptLayers kept;
    private final LossPass pass;
    private final Workspace workspace;
    private final List<LiveWindow> windows;

    private LiveEvaluation(
            Decoder decoder, List<ScoredWindow> windows, Protocol protocol, KeptLayers kept, LossPass pass) {
        files = decoder.files();
        this.protocol = protocol;
        this.kept = kept;
        this.pass = pass;
        none = AttentionPlan.none(decoder.config().nLayers());
        workspace = decoder.backend().workspace();
        this.windows = new ArrayList<>(windows.size());
        for (int i = 0; i < windows.size(); i++) {
            this.windows.add(new LiveWindow(i, windows.get(i), kept, decoder, workspace));
        }
    }

    /// Prepares an evaluation; nothing runs and no stream takes memory before the first [#evaluate].
    ///
    /// @param decoder     must outlive the evaluation
    /// @param windows     what [Windows#scored] made of the text
    /// @param budgetBytes memory for the residual streams; half of the device's memory is the most that is taken
    /// @throws EngineException if the windows are too long for the model or for the memory
    public static LiveEvaluation of(Decoder decoder, List<ScoredWindow> windows, Protocol protocol, long budgetBytes)
            throws EngineException {
        long budget = Math.min(budgetBytes, decoder.backend().memoryBytes() / 2);
        int rows = LossPass.longest(decoder, protocol, windows) - 1;
        KeptLayers kept = KeptLayers.within(budget, decoder.config(), windows.size(), rows);
        return new LiveEvaluation(decoder, windows, protocol, kept, LossPass.open(decoder, protocol, windows));
    }

    /// Measures a plan window by window and publishes a better estimate after each; the last one is complete.
    ///
    /// @param estimates called on this thread, first after one window
    /// @return the last estimate
    public PerplexityReport evaluate(
            AttentionPlan plan, Consumer<PerplexityReport> estimates, Cancellation cancellation)
            throws EngineException {
        return files.reading(() ->
                measure(plan, (window, asked) -> window.losses(asked, pass, cancellation), estimates, cancellation));
    }

    /// Measures a plan that is not to become the one in force, such as the present one with one layer changed.
    ///
    /// The kept streams stay those of the last [#evaluate]: asking about variants does not make the next switch
    /// slower.
    public PerplexityReport probe(AttentionPlan plan, Cancellation cancellation) throws EngineException {
        return files.reading(
                () -> measure(plan, (window, asked) -> window.probe(asked, pass, cancellation), _ -> {}, cancellation));
    }

    /// What each scored token costs under two plans, window by window.
    ///
    /// Asks as [#probe] does: plans measured before cost nothing, and the next switch stays as short as it was.
    ///
    /// @param reference what `plan` is compared with
    /// @param partial   hears of all windows so far after each one, on this thread
    public List<WindowLosses> losses(
            AttentionPlan reference,
            AttentionPlan plan,
            Consumer<List<WindowLosses>> partial,
            Cancellation cancellation)
            throws EngineException {
        return files.reading(() -> {
            List<WindowLosses> known = new ArrayList<>();
            for (LiveWindow window : windows) {
                cancellation.check();
                TokenLosses before = window.probe(reference, pass, cancellation);
                known.add(new WindowLosses(window.firstToken(), before, window.probe(plan, pass, cancellation)));
                partial.accept(List.copyOf(known));
            }
            return List.copyOf(known);
        });
    }

    /// How the losses of a window are found.
    @FunctionalInterface
    private interface Run {
        TokenLosses losses(LiveWindow window, AttentionPlan plan) throws EngineException;
    }

    private PerplexityReport measure(
            AttentionPlan plan, Run run, Consumer<PerplexityReport> estimates, Cancellation cancellation)
            throws EngineException {
        boolean differs = !plan.changesNothing();
        PairedLosses paired = new PairedLosses();
        PerplexityReport latest = null;
        for (LiveWindow window : windows) {
            cancellation.check();
            TokenLosses baseline = window.losses(none, pass, cancellation);
            paired.add(baseline, run.losses(window, plan));
            latest = paired.report(protocol, windows.size(), differs).withExtent(window.extent());
            estimates.accept(latest);
        }
        if (latest == null) {
            throw new IllegalStateException("an evaluation without windows");
        }
        return latest;
    }

    /// Every how many layers a stream is kept: 1 for all; the number of layers if none is.
    public int stride() {
        return kept.stride();
    }

    /// Bytes that the kept streams take on the device now.
    public long keptBytes() {
        return workspace.sizeBytes();
    }

    @Override
    public void close() {
        try {
            workspace.close();
        } finally {
            pass.close();
        }
    }
}
