package org.crosslayer.engine.evaluation;

import java.util.Arrays;
import java.util.List;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NumericFaultException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.task.Cancellation;

/// Runs windows through the decoder, one after the other, and scores their tokens.
///
/// Rows are always cut into the same chunks, so that a run that starts in the middle of the layers gives the same
/// bits as one that starts at the bottom. A window's last token is only ever a target and is not run.
final class LossPass implements AutoCloseable {
    /// Rows in a step: enough for the matrix products to run at full speed, few enough that score slabs stay in
    /// cache.
    static final int CHUNK = 256;

    /// Brings the next rows of the window through the layers.
    @FunctionalInterface
    private interface Step {
        Tensor run(int firstRow, int rows);
    }

    private final int longest;
    private final DecoderPass pass;
    private final LogitRows logits;

    private LossPass(int longest, DecoderPass pass, LogitRows logits) {
        this.longest = longest;
        this.pass = pass;
        this.logits = logits;
    }

    /// Makes room for the windows of a protocol.
    ///
    /// @throws UnsupportedModelException if the model has no positions for so many tokens
    static LossPass open(Decoder decoder, Protocol protocol, List<ScoredWindow> windows) throws EngineException {
        int longest = longest(decoder, protocol, windows);
        DecoderPass pass = pass(decoder, AttentionPlan.none(decoder.config().nLayers()), longest);
        return new LossPass(longest, pass, new LogitRows(decoder, Math.min(CHUNK, longest - 1)));
    }

    /// Tokens of the longest window.
    static int longest(Decoder decoder, Protocol protocol, List<ScoredWindow> windows)
            throws UnsupportedModelException {
        int nCtx = decoder.config().nCtx();
        if (protocol.window() > nCtx) {
            throw new UnsupportedModelException("This model has positions for " + nCtx + " tokens, so windows of "
                    + protocol.window() + " cannot be measured: choose at most " + nCtx + ".");
        }
        return windows.stream().mapToInt(ScoredWindow::length).max().orElseThrow();
    }

    /// A pass in the steps that all scoring takes.
    static DecoderPass pass(Decoder decoder, AttentionPlan plan, int longest) throws EngineException {
        return decoder.pass(plan, 1, longest - 1, CHUNK);
    }

    /// Losses of a window under a plan, from the bottom up.
    ///
    /// @param index which window this is, from 0, for sentences
    TokenLosses run(
            int index, ScoredWindow window, AttentionPlan plan, ForwardObserver observer, Cancellation cancellation)
            throws NumericFaultException {
        int[] ids = window.ids();
        Step step = (first, rows) ->
                pass.step(new int[][] {Arrays.copyOfRange(ids, first, first + rows)}, observer, cancellation);
        return score(index, window, plan, step, cancellation);
    }

    /// The same, given the residual streams that enter `fromLayer` and the lower layers that it and later ones
    /// take
    /// their patterns from.
    TokenLosses resume(
            int index,
            ScoredWindow window,
            AttentionPlan plan,
            int fromLayer,
            DecoderPass.Residuals residuals,
            ForwardObserver observer,
            Cancellation cancellation)
            throws NumericFaultException {
        Step step = (_, rows) -> pass.resume(fromLayer, rows, residuals, observer, cancellation);
        return score(index, window, plan, step, cancellation);
    }

    private TokenLosses score(int index, ScoredWindow window, AttentionPlan plan, Step step, Cancellation cancellation)
            throws NumericFaultException {
        if (window.length() > longest) {
            throw new IllegalArgumentException("a window of " + window.length() + " tokens in a pass for " + longest);
        }
        pass.restart(plan, index);
        double[] losses = new double[window.scored()];
        int allRows = window.length() - 1;
        for (int first = 0; first < allRows; first += CHUNK) {
            int rows = Math.min(CHUNK, allRows - first);
            Tensor finalRows = step.run(first, rows);
            for (LogitRows.Part part : logits.parts(window, first, rows)) {
                cancellation.check();
                logits.losses(logits.of(finalRows, part), window, part, losses);
            }
        }
        requireFinite(losses, index, window);
        return TokenLosses.copyOf(losses);
    }

    /// Refuses losses that are no numbers.
    static void requireFinite(double[] losses, int index, ScoredWindow window) throws NumericFaultException {
        for (int i = 0; i < losses.length; i++) {
            if (!Double.isFinite(losses[i])) {
                throw new NumericFaultException(
                        "the loss of token " + (window.firstScored() + i + 1) + " of window " + (index + 1));
            }
        }
    }

    @Override
    public void close() {
        try {
            logits.close();
        } finally {
            pass.close();
        }
    }
}
