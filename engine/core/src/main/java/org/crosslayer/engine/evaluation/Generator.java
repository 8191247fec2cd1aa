package org.crosslayer.engine.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tokenizer.Tokenizer;

/// Continues a prompt.
public final class Generator {
    private Generator() {}

    /// Reads the prompt in chunks, then goes token by token until there are enough of them or the end-of-text token
    /// comes, which is not part of the result.
    ///
    /// @param ids the prompt, at least one token; it and what is generated must fit the model's positions
    /// @throws EngineException if the prompt is empty, or too long together with what is to come
    public static Generation generate(
            Decoder decoder,
            Tokenizer tokenizer,
            int[] ids,
            GenerationOptions options,
            AttentionPlan plan,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        List<Integer> generated = ids(decoder, tokenizer.eosId(), ids, options, plan, progress, cancellation);
        return new Generation(Arrays.stream(ids).boxed().toList(), generated, tokenizer.decode(generated));
    }

    /// The ids alone, for a vocabulary that ends texts with `eosId` or not at all.
    static List<Integer> ids(
            Decoder decoder,
            OptionalInt eosId,
            int[] ids,
            GenerationOptions options,
            AttentionPlan plan,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        if (ids.length == 0) {
            throw new TooLittleTextException(0, 1, "generating", "give a prompt of at least one token");
        }
        List<Integer> generated = new ArrayList<>();
        int tokens = options.tokens();
        try (TokenRun run =
                TokenRun.open(decoder, plan, 1, ids.length, tokens, LossPass.CHUNK, NextToken.of(options))) {
            progress.report("Reading the prompt", 0);
            int[] next = run.read(new int[][] {ids}, cancellation);
            while (eosId.isEmpty() || next[0] != eosId.getAsInt()) {
                generated.add(next[0]);
                progress.report("Generating", (double) generated.size() / tokens);
                if (generated.size() == tokens) {
                    break;
                }
                cancellation.check();
                next = run.append(next, cancellation);
            }
        }
        return generated;
    }
}
