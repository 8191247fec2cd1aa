package org.crosslayer.app.sharing;

import java.util.List;
import org.crosslayer.app.workspace.OpenText;
import org.crosslayer.engine.fitting.FitOptions;
import org.crosslayer.engine.fitting.StartMethod;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.jspecify.annotations.Nullable;

/// How LiSA layers are made when one is switched on.
///
/// @param chosen      the open choices of the method, for layers that are trained
/// @param trained     false: aligned without training, which leaves out the low-rank part and the net
/// @param chained     whether a layer takes the layer below, fitted or not; else the last ordinary one below
/// @param start       what a layer is before the first step
/// @param stepsLocal  steps layer by layer
/// @param stepsDistill steps end to end after that
/// @param seed        of everything random
/// @param calibration the text to fit on; null for the open text
record LisaSettings(
        LisaOptions chosen,
        boolean trained,
        boolean chained,
        StartMethod start,
        int stepsLocal,
        int stepsDistill,
        long seed,
        @Nullable OpenText calibration) {
    /// The engine's defaults for this model.
    static LisaSettings defaults(ModelConfig config) {
        FitOptions options = FitOptions.defaults(config, List.of(1));
        return new LisaSettings(
                options.lisa(),
                true,
                options.chained(),
                options.start(),
                options.local().steps(),
                options.distill().steps(),
                options.seed(),
                null);
    }

    LisaSettings withChosen(LisaOptions other) {
        return new LisaSettings(other, trained, chained, start, stepsLocal, stepsDistill, seed, calibration);
    }

    LisaSettings withTrained(boolean other) {
        return new LisaSettings(chosen, other, chained, start, stepsLocal, stepsDistill, seed, calibration);
    }

    LisaSettings withChained(boolean other) {
        return new LisaSettings(chosen, trained, other, start, stepsLocal, stepsDistill, seed, calibration);
    }

    LisaSettings withStart(StartMethod other) {
        return new LisaSettings(chosen, trained, chained, other, stepsLocal, stepsDistill, seed, calibration);
    }

    LisaSettings withSteps(int local, int distill) {
        return new LisaSettings(chosen, trained, chained, start, local, distill, seed, calibration);
    }

    LisaSettings withSeed(long other) {
        return new LisaSettings(chosen, trained, chained, start, stepsLocal, stepsDistill, other, calibration);
    }

    LisaSettings withCalibration(@Nullable OpenText other) {
        return new LisaSettings(chosen, trained, chained, start, stepsLocal, stepsDistill, seed, other);
    }

    /// The parts that a layer gets: as chosen, or the alignment alone.
    LisaOptions lisa() {
        return trained
                ? chosen
                : new LisaOptions(
                        0, 0, chosen.activation(), true, chosen.rope(), chosen.carrier(), LisaOptions.Combine.ADD);
    }

    /// The engine's options for fitting these layers.
    FitOptions options(ModelConfig config, List<Integer> layers) {
        FitOptions defaults = FitOptions.defaults(config, layers);
        return defaults.withLisa(lisa())
                .withChained(chained)
                .withStart(start)
                .withSeed(seed)
                .withStages(
                        defaults.local().withSteps(trained ? stepsLocal : 0),
                        defaults.distill().withSteps(trained ? stepsDistill : 0));
    }

    /// Whether layers that are fitted already must be fitted along with new ones: end to end all go together, and
    /// where all take the last ordinary layer, which one that is depends on the others.
    boolean takesAllLayers() {
        return (trained && stepsDistill > 0) || !chained;
    }
}
