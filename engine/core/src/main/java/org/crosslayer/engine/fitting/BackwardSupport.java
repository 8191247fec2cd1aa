package org.crosslayer.engine.fitting;

import java.util.Optional;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.model.AttentionConfig.HeadNorm;
import org.crosslayer.engine.model.MlpConfig;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.model.NormConfig;
import org.crosslayer.engine.model.ScaleConfig;

/// Which architectures the way back through the whole model is written for.
///
/// Fitting layer by layer needs none of it and works for all.
final class BackwardSupport {
    private BackwardSupport() {}

    /// What an architecture has that the way back does not know; empty if nothing.
    static Optional<String> missing(ModelConfig config) {
        NormConfig norm = config.norm();
        if (norm.kind() != NormConfig.Kind.RMS || norm.place() != NormConfig.Place.BEFORE) {
            return Optional.of("norms other than root mean squares before attention and MLP");
        }
        if (config.attention().headNorm() != HeadNorm.NONE) {
            return Optional.of("norms of queries and keys");
        }
        if (config.positions().distanceBias()) {
            return Optional.of("distance biases");
        }
        if (config.attention().scoreCap() > 0 || config.scales().logitCap() > 0) {
            return Optional.of("soft caps");
        }
        if (!config.scales().equals(new ScaleConfig(config.scales().embedding(), 1, 1, 0))) {
            return Optional.of("multipliers of residuals or logits");
        }
        if (!config.mlp().gated() || config.mlp().place() != MlpConfig.Place.AFTER_ATTENTION) {
            return Optional.of("an MLP without a gate, or beside attention");
        }
        return Optional.empty();
    }

    /// @throws UnsupportedModelException if the way back does not know the architecture
    static void require(ModelConfig config) throws UnsupportedModelException {
        Optional<String> missing = missing(config);
        if (missing.isPresent()) {
            throw new UnsupportedModelException("Fitting end to end does not know " + missing.get() + ", which "
                    + config.architecture() + " models have: fit layer by layer only, with 0 steps end to end.");
        }
    }
}
