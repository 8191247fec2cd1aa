package org.crosslayer.engine.experiment;

import java.util.List;
import java.util.OptionalInt;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.PerplexityMeter;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ScoredWindow;
import org.crosslayer.engine.evaluation.Windows;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// Three windows of a golden text, and what a plan costs on them measured the plain way.
final class Texts {
    static final Protocol PROTOCOL = Protocol.windows(13);
    static final long BUDGET = 1 << 20;

    private Texts() {}

    static List<ScoredWindow> windows(Goldens golden) throws EngineException {
        return Windows.scored(golden.ids(), PROTOCOL, OptionalInt.empty(), OptionalInt.empty());
    }

    static PerplexityReport measured(Goldens golden, AttentionPlan plan) throws EngineException {
        PerplexityReport report = PerplexityMeter.measure(
                golden.decoder(), windows(golden), PROTOCOL, plan, null, Progress.NONE, Cancellation.NEVER);
        return new PerplexityReport(
                report.protocol(),
                report.windows(),
                report.windowsTotal(),
                report.scoredTokens(),
                report.nll(),
                report.baselineNll(),
                report.interval());
    }

    static List<int[]> ids(Goldens golden) throws EngineException {
        return windows(golden).stream().map(ScoredWindow::ids).toList();
    }

    /// Gives up after some questions.
    static Cancellation after(int patience) {
        int[] asked = new int[1];
        return () -> ++asked[0] > patience;
    }
}
