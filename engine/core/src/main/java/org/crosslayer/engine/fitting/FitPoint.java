package org.crosslayer.engine.fitting;

import org.jspecify.annotations.Nullable;

/// One point of the loss curve.
///
/// @param stage       where the fit is
/// @param step        updates done in this stage; 0 before the first
/// @param steps       updates of this stage in all
/// @param loss        mean divergence on the windows of this step, in nats; of patterns layer by layer, of logits
///     end to
///     end; NaN at step 0
/// @param heldOut     `KL(frozen ‖ shared)` of the logits on the held-out text, in nats a token; null where not
///     measured
/// @param seconds     since the fit was started
/// @param secondsLeft until this stage is over, estimated
public record FitPoint(
        FitStage stage,
        int step,
        int steps,
        double loss,
        @Nullable Double heldOut,
        double seconds,
        double secondsLeft) {}
