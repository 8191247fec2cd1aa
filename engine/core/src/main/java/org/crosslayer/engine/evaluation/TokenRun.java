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

/// Reads prompts and continues them token by token; what both generating and timing do.
final class TokenRun implements AutoCloseable {
    private final Decoder decoder;
    private final int batch;
    private final int chunk;
    private final NextToken nextToken;
    private final DecoderPass pass;
    private final Workspace workspace;
    private final Tensor lastRows;
    private final Tensor logits;
    /// The logits on the heap, `[batch × nVocab]`, of the step just done.
    private final float[] values;

    private TokenRun(Decoder decoder, int batch, int chunk, NextToken nextToken, DecoderPass pass) {
        this.decoder = decoder;
        this.batch = batch;
        this.chunk = chunk;
        this.nextToken = nextToken;
        this.pass = pass;
        workspace = decoder.backend().workspace();
        lastRows = workspace.allocate(batch, decoder.config().dModel());
        logits = workspace.allocate(batch, decoder.config().nVocab());
        values = new float[Math.multiplyExact(batch, logits.columns())];
    }

    /// Makes room.
    ///
    /// @param prompt   tokens of each prompt
    /// @param generate tokens to come after it
    /// @param chunk    rows of all sequences together in a step of reading
    /// @throws UnsupportedModelException if the model has no positions for so many
    static TokenRun open(Decoder decoder, AttentionPlan plan, int batch, int prompt, int generate, int chunk)
            throws EngineException {
        return open(decoder, plan, batch, prompt, generate, chunk, NextToken.LIKELIEST);
    }

    /// The same with another way to choose the next token than to take the likeliest.
    static TokenRun open(
            Decoder decoder, AttentionPlan plan, int batch, int prompt, int generate, int chunk, NextToken nextToken)
            throws EngineException {
        int nCtx = decoder.config().nCtx();
        if ((long) prompt + generate > nCtx) {
            throw new UnsupportedModelException("This model has positions for " + nCtx + " tokens; a prompt of "
                    + prompt + " and " + generate + " generated after it are more: shorten one of them.");
        }
        int rows = Math.max(1, chunk / batch);
        return new TokenRun(decoder, batch, rows, nextToken, decoder.pass(plan, batch, prompt + generate, rows));
    }

    /// Forgets what was read and follows `plan` from now on.
    void restart(AttentionPlan plan) {
        pass.restart(plan);
    }

    /// Reads the prompts.
    ///
    /// @param prompts `[batch][prompt]`
    /// @return `[batch]`, the next token of each
    int[] read(int[][] prompts, Cancellation cancellation) throws NumericFaultException {
        int length = prompts[0].length;
        int[] next = new int[0];
        for (int first = 0; first < length; first += chunk) {
            int from = first;
            int to = Math.min(first + chunk, length);
            int[][] rows = new int[batch][];
            Arrays.setAll(rows, sequence -> Arrays.copyOfRange(prompts[sequence], from, to));
            Tensor out = pass.step(rows, ForwardObserver.NOBODY, cancellation);
            if (to == length) {
                next = next(out, to - from);
            }
        }
        return next;
    }

    /// Appends one token to every sequence.
    ///
    /// @param tokens `[batch]`
    /// @return `[batch]`, the next token of each
    int[] append(int[] tokens, Cancellation cancellation) throws NumericFaultException {
        int[][] rows = new int[batch][];
        Arrays.setAll(rows, sequence -> new int[] {tokens[sequence]});
        return next(pass.step(rows, ForwardObserver.NOBODY, cancellation), 1);
    }

    /// Only the last row of each sequence goes through the unembedding.
    private int[] next(Tensor finalRows, int rows) throws NumericFaultException {
        Backend backend = decoder.backend();
        for (int sequence = 0; sequence < batch; sequence++) {
            backend.copy(finalRows.rows(sequence * rows + rows - 1, 1), lastRows.rows(sequence, 1));
        }
        decoder.logits(lastRows, logits);
        backend.read(logits, values);
        int nVocab = logits.columns();
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new NumericFaultException("the logits after token " + pass.position());
            }
        }
        int[] chosen = new int[batch];
        Arrays.setAll(chosen, sequence -> nextToken.choose(values, sequence * nVocab, nVocab));
        return chosen;
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
