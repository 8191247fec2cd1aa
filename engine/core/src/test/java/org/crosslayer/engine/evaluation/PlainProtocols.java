package org.crosslayer.engine.evaluation;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/// The four protocols once more, each written straight after the program that it comes from, over a function
/// that gives
/// the loss of every token of a window but its first. Nothing here knows [Windows].
///
/// @param losses the model, ids `[n]` to nats `[n − 1]`
record PlainProtocols(Model losses) {
    /// A model in double precision.
    @FunctionalInterface
    interface Model {
        double[] losses(int[] ids);
    }

    /// Sum of losses and how many there were.
    record Sum(double nats, int tokens) {
        double mean() {
            return nats / tokens;
        }

        Sum plus(double more) {
            return new Sum(nats + more, tokens + 1);
        }
    }

    /// `for i in range(nsamples): batch = testenc[:, i * seqlen : (i + 1) * seqlen]`, labels shifted by one.
    Sum windows(int[] text, int seqlen, UnaryOperator<int[]> first) {
        Sum sum = new Sum(0, 0);
        for (int i = 0; i < text.length / seqlen; i++) {
            int[] batch = first.apply(Arrays.copyOfRange(text, i * seqlen, (i + 1) * seqlen));
            for (double loss : losses.losses(batch)) {
                sum = sum.plus(loss);
            }
        }
        return sum;
    }

    /// `perplexity()` of llama.cpp: tokens with BOS before them, `first = n_ctx / 2`, and the logits of positions
    /// `first … n_ctx − 2` are held against the tokens behind them.
    Sum llamaCpp(int[] text, int nCtx, int bos) {
        int[] tokens = new int[text.length + 1];
        tokens[0] = bos;
        System.arraycopy(text, 0, tokens, 1, text.length);
        Sum sum = new Sum(0, 0);
        for (int chunk = 0; chunk < tokens.length / nCtx; chunk++) {
            int[] batch = Arrays.copyOfRange(tokens, chunk * nCtx, (chunk + 1) * nCtx);
            batch[0] = bos;
            double[] all = losses.losses(batch);
            for (int position = nCtx / 2; position < nCtx - 1; position++) {
                sum = sum.plus(all[position]);
            }
        }
        return sum;
    }

    /// The loop of the page on perplexity in the Hugging Face documentation; each scored token counts once.
    Sum stride(int[] text, int maxLength, int stride) {
        Sum sum = new Sum(0, 0);
        int previousEnd = 0;
        for (int begin = 0; begin < text.length; begin += stride) {
            int end = Math.min(begin + maxLength, text.length);
            int targets = end - previousEnd;
            int[] inputs = Arrays.copyOfRange(text, begin, end);
            double[] all = inputs.length < 2 ? new double[0] : losses.losses(inputs);
            for (int label = Math.max(1, inputs.length - targets); label < inputs.length; label++) {
                sum = sum.plus(all[label - 1]);
            }
            previousEnd = end;
            if (end == text.length) {
                break;
            }
        }
        return sum;
    }

    /// `get_rolling_token_windows` and `make_disjoint_window` of lm-evaluation-harness with `context_len = 1`,
    /// then
    /// `_loglikelihood_tokens`: the model reads `(context + continuation)[:-1]`.
    Sum rolling(int[] text, int maxSeqLen, int prefix) {
        Sum sum = new Sum(0, 0);
        int predicted = Math.min(maxSeqLen, text.length);
        int[] input = new int[predicted];
        input[0] = prefix;
        System.arraycopy(text, 0, input, 1, predicted - 1);
        sum = score(sum, input, Arrays.copyOf(text, predicted));
        while (predicted < text.length) {
            int windowPredicted = Math.min(text.length - predicted, maxSeqLen);
            int windowEnd = predicted + windowPredicted;
            int[] before = Arrays.copyOfRange(text, windowEnd - maxSeqLen - 1, windowEnd - 1);
            int[] targets = Arrays.copyOfRange(text, windowEnd - windowPredicted, windowEnd);
            sum = score(sum, before, targets);
            predicted += windowPredicted;
        }
        return sum;
    }

    private Sum score(Sum sum, int[] input, int[] targets) {
        int[] context = Arrays.copyOf(input, input.length - (targets.length - 1));
        int[] whole = Arrays.copyOf(context, context.length + targets.length);
        System.arraycopy(targets, 0, whole, context.length, targets.length);
        double[] all = losses.losses(whole);
        Sum longer = sum;
        for (int i = 0; i < targets.length; i++) {
            longer = longer.plus(all[all.length - targets.length + i]);
        }
        return longer;
    }
}
