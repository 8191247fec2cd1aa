package org.crosslayer.engine.evaluation;

import java.util.Arrays;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NumericFaultException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.task.Cancellation;

/// Runs windows of one length through the decoder, one after the other, and scores their tokens.
///
/// Rows are always cut into the same chunks, so that a run that starts in the middle of the layers gives the same
/// bits as one that starts at the bottom. A window's last token is only ever a target and is not run.
final class LossPass implements AutoCloseable {
    /// Rows in a step: enough for the matrix products to run at full speed, few enough that score slabs stay in cache.
    static final int CHUNK = 256;

    /// Logits are made for so many bytes of rows at once, whatever the vocabulary.
    private static final long LOGIT_BYTES = 64L << 20;

    /// Brings the next rows of the window through the layers.
    @FunctionalInterface
    private interface Step {
        Tensor run(int firstRow, int rows);
    }

    private final Decoder decoder;
    private final Backend backend;
    private final int window;
    private final DecoderPass pass;
    private final Workspace workspace;
    private final Tensor logits;

    private LossPass(Decoder decoder, int window, DecoderPass pass) {
        this.decoder = decoder;
        this.window = window;
        this.pass = pass;
        backend = decoder.backend();
        int nVocab = decoder.config().nVocab();
        long fitting = Math.max(1, LOGIT_BYTES / ((long) Float.BYTES * nVocab));
        workspace = backend.workspace();
        logits = workspace.allocate((int) Math.min(fitting, Math.min(CHUNK, window - 1)), nVocab);
    }

    /// Makes room for windows of `window` tokens.
    ///
    /// @throws UnsupportedModelException if the model has no positions for so many
    static LossPass open(Decoder decoder, int window) throws EngineException {
        int nCtx = decoder.config().nCtx();
        if (window > nCtx) {
            throw new UnsupportedModelException("This model has positions for " + nCtx + " tokens, so windows of "
                    + window + " cannot be measured: choose at most " + nCtx + ".");
        }
        AttentionPlan none = AttentionPlan.none(decoder.config().nLayers());
        return new LossPass(decoder, window, decoder.pass(none, 1, window - 1, CHUNK));
    }

    /// Losses of a window under a plan, from the bottom up.
    ///
    /// @param index which window this is, from 0, for sentences
    /// @param ids   `[window]`
    TokenLosses run(int index, int[] ids, AttentionPlan plan, ForwardObserver observer, Cancellation cancellation)
            throws NumericFaultException {
        Step step = (first, rows) ->
                pass.step(new int[][] {Arrays.copyOfRange(ids, first, first + rows)}, observer, cancellation);
        return score(index, ids, plan, step, cancellation);
    }

    /// The same, given the residual streams that enter `fromLayer` and the lower layers that it and later ones take
    /// their patterns from.
    TokenLosses resume(
            int index,
            int[] ids,
            AttentionPlan plan,
            int fromLayer,
            DecoderPass.Residuals residuals,
            ForwardObserver observer,
            Cancellation cancellation)
            throws NumericFaultException {
        Step step = (_, rows) -> pass.resume(fromLayer, rows, residuals, observer, cancellation);
        return score(index, ids, plan, step, cancellation);
    }

    private TokenLosses score(int index, int[] ids, AttentionPlan plan, Step step, Cancellation cancellation)
            throws NumericFaultException {
        if (ids.length != window) {
            throw new IllegalArgumentException("a window of " + ids.length + " tokens in a pass for " + window);
        }
        pass.restart(plan, index);
        double[] losses = new double[window - 1];
        for (int first = 0; first < losses.length; first += CHUNK) {
            int rows = Math.min(CHUNK, losses.length - first);
            scoreRows(step.run(first, rows), first, rows, ids, losses, cancellation);
        }
        for (int i = 0; i < losses.length; i++) {
            if (!Double.isFinite(losses[i])) {
                throw new NumericFaultException("the loss of token " + (i + 2) + " of window " + (index + 1));
            }
        }
        return TokenLosses.copyOf(losses);
    }

    private void scoreRows(
            Tensor finalRows, int first, int rows, int[] ids, double[] losses, Cancellation cancellation) {
        int most = logits.rows();
        for (int done = 0; done < rows; done += most) {
            cancellation.check();
            int count = Math.min(most, rows - done);
            Tensor out = logits.rows(0, count);
            decoder.logits(finalRows.rows(done, count), out);
            double[] part = new double[count];
            int from = first + done;
            backend.crossEntropy(out, Arrays.copyOfRange(ids, from + 1, from + 1 + count), part);
            System.arraycopy(part, 0, losses, from, count);
        }
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
