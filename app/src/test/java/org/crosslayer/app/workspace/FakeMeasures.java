package org.crosslayer.app.workspace;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.crosslayer.engine.evaluation.Divergence;
import org.crosslayer.engine.evaluation.Interval;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.SpeedReport;
import org.crosslayer.engine.evaluation.SpeedRequest;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.task.Cancellation;

/// Perplexities and speeds without a model.
final class FakeMeasures {
    private static final int BATCH = 1;

    private FakeMeasures() {}

    /// Every shared layer adds 0.1 nats.
    static PerplexityReport report(Protocol protocol, AttentionPlan plan, int windows) {
        return report(protocol, FakeAnalyst.COST_OF_A_LAYER * plan.sharedCount(), windows);
    }

    /// So many nats more, on the first windows.
    static PerplexityReport report(Protocol protocol, double cost, int windows) {
        double nll = FakeAnalyst.BASELINE_NLL + cost;
        Interval interval = new Interval(1.01, 1.2, 0.95);
        return new PerplexityReport(
                protocol, windows, FakeAnalyst.WINDOWS, 511L * windows, nll, FakeAnalyst.BASELINE_NLL, interval);
    }

    /// The same on all windows, with how far predictions are from those without sharing.
    static PerplexityReport compared(Protocol protocol, AttentionPlan plan) {
        PerplexityReport likelihoods = report(protocol, plan, FakeAnalyst.WINDOWS);
        return new PerplexityReport(
                protocol,
                FakeAnalyst.WINDOWS,
                FakeAnalyst.WINDOWS,
                likelihoods.scoredTokens(),
                likelihoods.nll(),
                FakeAnalyst.BASELINE_NLL,
                likelihoods.interval(),
                null,
                new Divergence(1533, 0.125, 0.0031, List.of(new Divergence.Quantile(1, 4.5)), 0.875, 0.01));
    }

    /// A prefill that is faster by a fifth, and a decode that is not.
    ///
    /// @param isSlow whether it takes for ever
    static SpeedReport speed(String device, SpeedRequest request, BooleanSupplier isSlow, Cancellation cancellation) {
        while (isSlow.getAsBoolean()) {
            cancellation.check();
            Thread.onSpinWait();
        }
        SpeedReport.Samples baseline = new SpeedReport.Samples(List.of(1000.0, 1010.0, 990.0));
        SpeedReport.Samples faster = new SpeedReport.Samples(List.of(1200.0, 1210.0, 1190.0));
        SpeedReport.Samples same = new SpeedReport.Samples(List.of(990.0, 1020.0, 991.0));
        return new SpeedReport(
                new SpeedRequest(request.prompt(), request.generate(), BATCH, request.repeats()),
                device,
                new SpeedReport.Paired(baseline, faster),
                new SpeedReport.Paired(baseline, same));
    }
}
