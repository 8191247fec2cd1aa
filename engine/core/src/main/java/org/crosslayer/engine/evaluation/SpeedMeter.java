package org.crosslayer.engine.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NumericFaultException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// Times prefill and decoding as a user feels them: nothing captured, the likeliest token picked each time.
///
/// Baseline and plan take turns, A B A B, after both have run for two seconds untimed: whatever slows the machine
/// down for a while then hits both sides, and the ratio of neighbours stays fair. Both run in the same memory.
public final class SpeedMeter {
    private static final double NANOS = 1e9;

    /// Both sides take turns for so long before the first timed run: the JVM compiles what decoding uses only
    /// after some thousand calls, and a first pair timed before that would make either side look faster by
    /// chance.
    private static final long WARM_UP_NANOS = 2_000_000_000L;

    private final Decoder decoder;
    private final SpeedRequest request;
    private final int[][] prompts;
    private final LongSupplier nanoTime;

    private SpeedMeter(Decoder decoder, SpeedRequest request, int[][] prompts, LongSupplier nanoTime) {
        this.decoder = decoder;
        this.request = request;
        this.prompts = prompts;
        this.nanoTime = nanoTime;
    }

    /// Times a plan against the model without sharing.
    ///
    /// @param ids at least one token of text; the prompts are cut from it one after the other, from its start again
    ///     where it ends
    /// @throws EngineException if prompt and generated tokens do not fit the model's positions or the memory
    public static SpeedReport measure(
            Decoder decoder,
            int[] ids,
            AttentionPlan plan,
            SpeedRequest request,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return measure(decoder, ids, plan, request, System::nanoTime, progress, cancellation);
    }

    /// As above, by a given clock.
    static SpeedReport measure(
            Decoder decoder,
            int[] ids,
            AttentionPlan plan,
            SpeedRequest request,
            LongSupplier nanoTime,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        if (ids.length == 0) {
            throw new TooLittleTextException(0, 1, "timing", "give a text of at least one token");
        }
        return new SpeedMeter(decoder, request, prompts(ids, request), nanoTime).measure(plan, progress, cancellation);
    }

    private SpeedReport measure(AttentionPlan plan, Progress progress, Cancellation cancellation)
            throws EngineException {
        Side baseline = new Side(AttentionPlan.none(plan.nLayers()));
        Side shared = new Side(plan);
        int rounds = request.repeats() + 1;
        try (TokenRun run =
                TokenRun.open(decoder, plan, request.batch(), request.prompt(), request.generate(), LossPass.CHUNK)) {
            progress.report("Speed: warming up", 0);
            long warm = 0;
            while (warm < WARM_UP_NANOS) {
                warm += baseline.time(run, false, cancellation) + shared.time(run, false, cancellation);
            }
            for (int round = 1; round < rounds; round++) {
                progress.report("Speed: round " + round + " of " + request.repeats(), (double) round / rounds);
                baseline.time(run, true, cancellation);
                shared.time(run, true, cancellation);
            }
        }
        progress.report("Speed", 1);
        return new SpeedReport(
                request,
                decoder.backend().description(),
                paired(baseline.prefill, shared.prefill),
                paired(baseline.decode, shared.decode));
    }

    /// One of the two plans, with its samples in tokens per second.
    private final class Side {
        private final AttentionPlan plan;
        private final List<Double> prefill = new ArrayList<>();
        private final List<Double> decode = new ArrayList<>();

        Side(AttentionPlan plan) {
            this.plan = plan;
        }

        /// Runs once and gives the nanoseconds that it took.
        long time(TokenRun run, boolean counts, Cancellation cancellation) throws NumericFaultException {
            run.restart(plan);
            long start = nanoTime.getAsLong();
            int[] next = run.read(prompts, cancellation);
            long read = nanoTime.getAsLong();
            for (int i = 0; i < request.generate(); i++) {
                cancellation.check();
                next = run.append(next, cancellation);
            }
            long end = nanoTime.getAsLong();
            if (counts) {
                prefill.add(perSecond(request.prompt(), read - start));
                decode.add(perSecond(request.generate(), end - read));
            }
            return end - start;
        }
    }

    private double perSecond(int tokens, long nanos) {
        return tokens * (double) request.batch() * NANOS / Math.max(1, nanos);
    }

    private static SpeedReport.Paired paired(List<Double> baseline, List<Double> plan) {
        return new SpeedReport.Paired(new SpeedReport.Samples(baseline), new SpeedReport.Samples(plan));
    }

    /// `[batch][prompt]`.
    private static int[][] prompts(int[] ids, SpeedRequest request) {
        int[][] prompts = new int[request.batch()][request.prompt()];
        int at = 0;
        for (int[] prompt : prompts) {
            for (int i = 0; i < prompt.length; i++) {
                prompt[i] = ids[at];
                at = (at + 1) % ids.length;
            }
        }
        return prompts;
    }
}
