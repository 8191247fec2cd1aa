package org.crosslayer.engine.fitting;

import java.util.List;
import java.util.TreeSet;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;

/// What is fitted and how.
///
/// @param layers       layers that become LiSA layers, ascending, none of them 0
/// @param lisa         the open choices of the method
/// @param chained      true: each takes the layer below, whose corrected scores are used; false: each takes the last
///     ordinary layer below
/// @param start        what the alignment is before the first step
/// @param local        the first stage
/// @param distill      the second stage
/// @param window       tokens of a window; fit at the length that is evaluated, for rotary positions that were
///     never seen do not extrapolate
/// @param seed         of everything random
/// @param heldOutShare part of the text that is never fitted on but measured, in (0, 0.5]
/// @param outputWeight of the relative error of the attention's output beside the divergence of patterns, layer by
///     layer; 0 leaves it out
public record FitOptions(
        List<Integer> layers,
        LisaOptions lisa,
        boolean chained,
        StartMethod start,
        StageOptions local,
        StageOptions distill,
        int window,
        long seed,
        double heldOutShare,
        double outputWeight) {
    /// The largest of those tried in docs/results/lisa.md, where it was the best.
    private static final double OUTPUT_WEIGHT = 1;

    /// @throws IllegalArgumentException if there is no layer, or the share is no share
    public FitOptions {
        layers = List.copyOf(new TreeSet<>(layers));
        if (layers.isEmpty() || layers.getFirst() < 1) {
            throw new IllegalArgumentException("layers " + layers + " cannot be fitted: name some, but not layer 0");
        }
        if (!(outputWeight >= 0)) {
            throw new IllegalArgumentException("a weight of " + outputWeight + " for the output: from 0 on");
        }
        if (window < 2 || !(heldOutShare > 0 && heldOutShare <= 0.5)) {
            throw new IllegalArgumentException(
                    "windows of " + window + " tokens, a share of " + heldOutShare + " held out: cannot be run");
        }
    }

    /// The defaults for some layers of a model.
    public static FitOptions defaults(ModelConfig config, List<Integer> layers) {
        return defaults(layers, config.nHeads(), config.nCtx());
    }

    /// The defaults for some layers of a model with so many heads and positions.
    public static FitOptions defaults(List<Integer> layers, int nHeads, int nCtx) {
        return new FitOptions(
                layers,
                LisaOptions.defaults(nHeads),
                true,
                StartMethod.FACTORS,
                new StageOptions(200, 1, 1e-2),
                new StageOptions(0, 8, 3e-3),
                Math.min(512, nCtx),
                1,
                0.05,
                OUTPUT_WEIGHT);
    }

    /// Whether there are steps to take; false for an alignment without training.
    public boolean isTrained() {
        return local.steps() + distill.steps() > 0;
    }

    /// Whether patterns are handed on, not scores.
    boolean carriesPatterns() {
        return lisa.carrier() == LisaOptions.Carrier.PATTERN;
    }

    /// The options of one stage.
    public StageOptions of(FitStage stage) {
        return stage == FitStage.LOCAL ? local : distill;
    }

    /// These options with other choices of the method.
    public FitOptions withLisa(LisaOptions other) {
        return new FitOptions(layers, other, chained, start, local, distill, window, seed, heldOutShare, outputWeight);
    }

    /// These options with other stages.
    public FitOptions withStages(StageOptions otherLocal, StageOptions otherDistill) {
        return new FitOptions(
                layers, lisa, chained, start, otherLocal, otherDistill, window, seed, heldOutShare, outputWeight);
    }

    /// These options with each layer taking the layer below, or the last ordinary one below.
    public FitOptions withChained(boolean other) {
        return new FitOptions(layers, lisa, other, start, local, distill, window, seed, heldOutShare, outputWeight);
    }

    /// These options with another start.
    public FitOptions withStart(StartMethod other) {
        return new FitOptions(layers, lisa, chained, other, local, distill, window, seed, heldOutShare, outputWeight);
    }

    /// These options with another window.
    public FitOptions withWindow(int other) {
        return new FitOptions(layers, lisa, chained, start, local, distill, other, seed, heldOutShare, outputWeight);
    }

    /// These options with another seed.
    public FitOptions withSeed(long other) {
        return new FitOptions(layers, lisa, chained, start, local, distill, window, other, heldOutShare, outputWeight);
    }

    /// These options with another weight of the output.
    public FitOptions withOutputWeight(double other) {
        return new FitOptions(layers, lisa, chained, start, local, distill, window, seed, heldOutShare, other);
    }

    /// The layer that a fitted layer takes from.
    public int source(int layer) {
        int source = layer - 1;
        while (!chained && layers.contains(source)) {
            source--;
        }
        return source;
    }
}
