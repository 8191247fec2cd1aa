package org.crosslayer.app.sharing;

import java.util.List;
import org.crosslayer.app.workspace.OpenText;
import org.crosslayer.engine.fitting.FitOptions;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.jspecify.annotations.Nullable;

/// How LiSA layers are made when one is switched on.
///
/// @param lisa         the open choices of the method
/// @param chained      whether a layer takes the layer below, fitted or not; else the last ordinary one below
/// @param stepsLocal   steps layer by layer
/// @param stepsDistill steps end to end after that
/// @param calibration  the text to fit on; null for the open text
record LisaSettings(
        LisaOptions lisa,
        boolean chained,
        int stepsLocal,
        int stepsDistill,
        @Nullable OpenText calibration) {
    /// The engine's defaults for this model.
    static LisaSettings defaults(ModelConfig config) {
        FitOptions options = FitOptions.defaults(config, List.of(1));
        return new LisaSettings(
                options.lisa(),
                options.chained(),
                options.local().steps(),
                options.distill().steps(),
                null);
    }

    LisaSettings with(LisaOptions other) {
        return new LisaSettings(other, chained, stepsLocal, stepsDistill, calibration);
    }

    LisaSettings withChained(boolean other) {
        return new LisaSettings(lisa, other, stepsLocal, stepsDistill, calibration);
    }

    LisaSettings withSteps(int local, int distill) {
        return new LisaSettings(lisa, chained, local, distill, calibration);
    }

    LisaSettings withCalibration(@Nullable OpenText other) {
        return new LisaSettings(lisa, chained, stepsLocal, stepsDistill, other);
    }

    /// The engine's options for fitting these layers.
    FitOptions options(ModelConfig config, List<Integer> layers) {
        FitOptions defaults = FitOptions.defaults(config, layers);
        return defaults.withLisa(lisa)
                .withChained(chained)
                .withStages(
                        defaults.local().withSteps(stepsLocal),
                        defaults.distill().withSteps(stepsDistill));
    }

    /// Whether layers that are fitted already must be fitted along with new ones: end to end all go together, and
    /// where all take the last ordinary layer, which one that is depends on the others.
    boolean takesAllLayers() {
        return stepsDistill > 0 || !chained;
    }
}
