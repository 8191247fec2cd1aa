package org.crosslayer.engine.experiment;

import java.util.List;
import java.util.OptionalInt;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.PerplexityMeter;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
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

    static List<int[]> windows(Goldens golden) throws EngineException {
        return Windows.cut(golden.ids(), PROTOCOL, OptionalInt.empty());
    }

    static PerplexityReport measured(Goldens golden, AttentionPlan plan) throws EngineException {
        return PerplexityMeter.measure(
                golden.decoder(), windows(golden), PROTOCOL, plan, Progress.NONE, Cancellation.NEVER);
    }

    /// Gives up after some questions.
    static Cancellation after(int patience) {
        int[] asked = new int[1];
        return () -> ++asked[0] > patience;
    }
}
