package org.crosslayer.app.workspace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.crosslayer.engine.evaluation.Continuation;
import org.crosslayer.engine.evaluation.GenerationOptions;
import org.crosslayer.engine.evaluation.PairedGeneration;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.TokenLosses;
import org.crosslayer.engine.evaluation.WindowLosses;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.similarity.HeadLikeness;
import org.crosslayer.engine.similarity.HeadStatistics;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.tensor.DoubleMatrix;

/// What [FakeAnalyst] says about single heads and tokens.
final class FakeDetails {
    /// Of a hundred tokens this one suffers most from sharing.
    private static final int WORST = 42;
    /// This one is predicted better.
    private static final int BETTER = 43;

    private static final int SAME_TOKENS = 5;

    private FakeDetails() {}

    /// Every token costs 3 nats and 0.1 a shared layer; of a hundred, number 42 costs twenty times that more, and
    /// number 43 five times that less.
    static List<WindowLosses> losses(
            OpenText text,
            Protocol protocol,
            AttentionPlan reference,
            AttentionPlan plan,
            Consumer<List<WindowLosses>> partial,
            Cancellation cancellation) {
        int window = protocol.window();
        List<WindowLosses> all = new ArrayList<>();
        for (int start = 0; start + window <= text.ids().size() && all.size() < FakeAnalyst.WINDOWS; start += window) {
            cancellation.check();
            all.add(new WindowLosses(
                    start + 1,
                    of(start + 1, window - 1, reference.sharedCount()),
                    of(start + 1, window - 1, plan.sharedCount())));
            partial.accept(List.copyOf(all));
        }
        return List.copyOf(all);
    }

    private static TokenLosses of(int first, int count, int shared) {
        double[] nats = new double[count];
        for (int index = 0; index < count; index++) {
            int place = (first + index) % 100;
            double factor = place == WORST ? 20 : place == BETTER ? -5 : 1;
            nats[index] = FakeAnalyst.BASELINE_NLL + factor * FakeAnalyst.COST_OF_A_LAYER * shared;
        }
        return TokenLosses.copyOf(nats);
    }

    /// Entropy is the layer and a tenth a head; the sink falls with the layer.
    static List<HeadStatistics> headStatistics() {
        List<HeadStatistics> heads = new ArrayList<>();
        for (int layer = 0; layer < FakeAnalyst.LAYERS; layer++) {
            for (int head = 0; head < FakeAnalyst.HEADS; head++) {
                heads.add(new HeadStatistics(
                        layer,
                        head,
                        layer + head / 10.0,
                        1.0 / (1 + layer),
                        10 - layer,
                        head / 10.0,
                        0.25,
                        layer / 10.0));
            }
        }
        return heads;
    }

    /// A tenth of a nat a layer of distance, a hundredth a head.
    static HeadLikeness headsLike(
            int layer, int head, int windows, Consumer<HeadLikeness> partial, Cancellation cancellation) {
        double[] values = new double[FakeAnalyst.LAYERS * FakeAnalyst.HEADS];
        Arrays.setAll(
                values,
                at -> Math.abs(at / FakeAnalyst.HEADS - layer) / 10.0
                        + Math.abs(at % FakeAnalyst.HEADS - head) / 100.0);
        DoubleMatrix matrix = DoubleMatrix.copyOf(FakeAnalyst.LAYERS, FakeAnalyst.HEADS, values);
        for (int done = 1; done < windows; done++) {
            cancellation.check();
            partial.accept(new HeadLikeness(layer, head, matrix, done, windows));
        }
        return new HeadLikeness(layer, head, matrix, windows, windows);
    }

    /// `abcde…` against `abcdeFGH…`.
    static PairedGeneration generate(
            GenerationOptions options,
            AttentionPlan plan,
            Consumer<PairedGeneration> partial,
            BooleanSupplier isSlow,
            Cancellation cancellation) {
        PairedGeneration pair = generated(options, plan, 0);
        for (int tokens = 1; tokens <= options.tokens(); tokens++) {
            do {
                cancellation.check();
            } while (isSlow.getAsBoolean() && tokens > SAME_TOKENS + 1);
            pair = generated(options, plan, tokens);
            partial.accept(pair);
        }
        return pair;
    }

    private static PairedGeneration generated(GenerationOptions options, AttentionPlan plan, int tokens) {
        boolean isEnded = tokens == options.tokens();
        return new PairedGeneration(
                options,
                "no device",
                continuation(tokens, false, isEnded),
                continuation(tokens, plan.sharedCount() > 0, isEnded));
    }

    private static Continuation continuation(int tokens, boolean differs, boolean isEnded) {
        List<Integer> ids = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int token = 0; token < tokens; token++) {
            int id = (differs && token >= SAME_TOKENS ? 'A' : 'a') + token % 26;
            ids.add(id);
            text.append((char) id);
        }
        return new Continuation(ids, text.toString(), isEnded, 1_000_000, 2_000_000L * Math.max(0, tokens - 1));
    }
}
