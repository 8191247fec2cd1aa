package org.crosslayer.engine.fitting;

import java.util.Map;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LisaAdapter;

/// The best state that a fit has reached.
///
/// @param plan     the fitted layers as LiSA, all others as they were
/// @param adapters by layer
/// @param heldOut  `KL(frozen ‖ shared)` of the logits on the held-out text, in nats a token; NaN for a start that
///     was stopped before it was measured
/// @param stage    where it was reached
/// @param step     after how many updates of that stage
public record FitResult(
        AttentionPlan plan, Map<Integer, LisaAdapter> adapters, double heldOut, FitStage stage, int step) {
    public FitResult {
        adapters = Map.copyOf(adapters);
    }

    /// Whether the held-out text has been read with it.
    public boolean isMeasured() {
        return !Double.isNaN(heldOut);
    }
}
