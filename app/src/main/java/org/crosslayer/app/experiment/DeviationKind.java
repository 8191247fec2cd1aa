package org.crosslayer.app.experiment;

import org.crosslayer.engine.model.Deviation;

/// The deviations that are shown together.
public enum DeviationKind {
    /// A share of the pattern spread evenly.
    MIX("share ε spread evenly", "ε "),
    /// Normal noise on the scores.
    NOISE("noise σ on the scores", "σ ");

    private final String words;
    private final String symbol;

    DeviationKind(String words, String symbol) {
        this.words = words;
        this.symbol = symbol;
    }

    /// As it is offered.
    public String words() {
        return words;
    }

    /// True if this is a deviation of the kind.
    boolean holds(Deviation deviation) {
        return switch (deviation) {
            case Deviation.UniformMix _ -> this == MIX;
            case Deviation.ScoreNoise _ -> this == NOISE;
        };
    }

    /// A deviation of the kind in a few characters.
    String name(Deviation deviation) {
        return symbol + deviation.size();
    }
}
