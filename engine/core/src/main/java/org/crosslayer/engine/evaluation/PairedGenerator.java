package org.crosslayer.engine.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NumericFaultException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tokenizer.Tokenizer;

/// Continues a prompt twice, as the model is and under a plan, a token of one and a token of the other in turns: both
/// can be read as they grow, and what disturbs the machine disturbs both.
public final class PairedGenerator {
    private final int[] prompt;
    private final GenerationOptions options;
    private final Tokenizer tokenizer;
    private final LongSupplier nanoTime;
    private final Cancellation cancellation;

    private PairedGenerator(
            int[] prompt,
            GenerationOptions options,
            Tokenizer tokenizer,
            LongSupplier nanoTime,
            Cancellation cancellation) {
        this.prompt = prompt;
        this.options = options;
        this.tokenizer = tokenizer;
        this.nanoTime = nanoTime;
        this.cancellation = cancellation;
    }

    /// Reads the prompt with both, then goes token by token.
    ///
    /// @param ids     the prompt, at least one token; it and what is generated must fit the model's positions
    /// @param partial hears of every token, on this thread
    /// @throws EngineException if the prompt is empty, or too long together with what is to come
    public static PairedGeneration generate(
            Decoder decoder,
            Tokenizer tokenizer,
            int[] ids,
            GenerationOptions options,
            AttentionPlan plan,
            Consumer<PairedGeneration> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        if (ids.length == 0) {
            throw new TooLittleTextException(0, 1, "generating", "give a prompt of at least one token");
        }
        PairedGenerator pair = new PairedGenerator(ids, options, tokenizer, System::nanoTime, cancellation);
        String device = decoder.backend().description();
        try (TokenRun own = open(decoder, AttentionPlan.none(plan.nLayers()), ids, options);
                TokenRun shared = open(decoder, plan, ids, options)) {
            Side baseline = pair.new Side(own);
            Side changed = pair.new Side(shared);
            progress.report("Reading the prompt", 0);
            while (!baseline.isEnded || !changed.isEnded) {
                baseline.advance();
                changed.advance();
                int done = Math.max(baseline.ids.size(), changed.ids.size());
                progress.report("Generating", (double) done / options.tokens());
                partial.accept(new PairedGeneration(options, device, baseline.continuation(), changed.continuation()));
            }
            return new PairedGeneration(options, device, baseline.continuation(), changed.continuation());
        }
    }

    private static TokenRun open(Decoder decoder, AttentionPlan plan, int[] ids, GenerationOptions options)
            throws EngineException {
        return TokenRun.open(decoder, plan, 1, ids.length, options.tokens(), LossPass.CHUNK, NextToken.of(options));
    }

    /// One of the two.
    private final class Side {
        private final TokenRun run;
        private final List<Integer> ids = new ArrayList<>();
        private long promptNanos;
        private long decodeNanos;
        private boolean isEnded;

        Side(TokenRun run) {
            this.run = run;
        }

        void advance() throws NumericFaultException {
            if (isEnded) {
                return;
            }
            cancellation.check();
            long start = nanoTime.getAsLong();
            int next;
            if (ids.isEmpty()) {
                next = run.read(new int[][] {prompt}, cancellation)[0];
                promptNanos = nanoTime.getAsLong() - start;
            } else {
                next = run.append(new int[] {ids.getLast()}, cancellation)[0];
                decodeNanos += nanoTime.getAsLong() - start;
            }
            OptionalInt eos = tokenizer.eosId();
            if (eos.isPresent() && eos.getAsInt() == next) {
                isEnded = true;
            } else {
                ids.add(next);
                isEnded = ids.size() == options.tokens();
            }
        }

        Continuation continuation() {
            return new Continuation(ids, tokenizer.decode(ids), isEnded, promptNanos, decodeNanos);
        }
    }
}
