package org.crosslayer.engine.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.crosslayer.engine.model.Deviation;

/// Which deviations the sensitivity experiment tries.
///
/// @param layers layers that deviate, one at a time, ascending
/// @param shares parts of the pattern that are spread evenly, each in (0, 1], ascending
/// @param sigmas sizes of the noise on the scores, each above 0, ascending
/// @param seed   of the noise
public record SensitivityOptions(List<Integer> layers, List<Double> shares, List<Double> sigmas, long seed) {
    /// From a change that one has to look for to one that nobody would call small.
    public static final List<Double> USUAL_SHARES = List.of(0.01, 0.03, 0.1, 0.3);

    /// Scores differ by a few units from key to key; a tenth of one is little, a whole one is much.
    public static final List<Double> USUAL_SIGMAS = List.of(0.1, 0.3, 1.0);

    /// @throws IllegalArgumentException if there is nothing to try, or a size is out of range
    public SensitivityOptions {
        layers = List.copyOf(new TreeSet<>(layers));
        shares = List.copyOf(new TreeSet<>(shares));
        sigmas = List.copyOf(new TreeSet<>(sigmas));
        if (layers.isEmpty() || layers.getFirst() < 0) {
            throw new IllegalArgumentException("layers " + layers + " cannot deviate: name some from 0 on");
        }
        if (shares.isEmpty() && sigmas.isEmpty()) {
            throw new IllegalArgumentException("no deviation at all: name a share or a size of noise");
        }
        for (double share : shares) {
            if (!(share > 0 && share <= 1)) {
                throw new IllegalArgumentException("a share lies above 0 and at most at 1, not " + share);
            }
        }
        for (double sigma : sigmas) {
            if (!(sigma > 0 && sigma < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("noise has a size above 0, not " + sigma);
            }
        }
    }

    /// All deviations: shares, then noise, each from small to large.
    public List<Deviation> deviations() {
        List<Deviation> deviations = new ArrayList<>();
        shares.forEach(share -> deviations.add(new Deviation.UniformMix(share)));
        sigmas.forEach(sigma -> deviations.add(new Deviation.ScoreNoise(sigma, seed)));
        return deviations;
    }
}
