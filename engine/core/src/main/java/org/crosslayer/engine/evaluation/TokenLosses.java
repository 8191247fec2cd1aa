package org.crosslayer.engine.evaluation;

/// What each scored token of one window cost: the raw numbers behind a perplexity.
public final class TokenLosses {
    private final double[] nats;

    private TokenLosses(double[] nats) {
        this.nats = nats;
    }

    /// Copies the losses of the scored tokens of a window, in nats.
    public static TokenLosses copyOf(double[] nats) {
        return new TokenLosses(nats.clone());
    }

    /// How many tokens were scored.
    public int count() {
        return nats.length;
    }

    /// Negative log-likelihood in nats of a scored token given those before it; the first one stands at
    /// [ScoredWindow#firstScored] of the window.
    public double at(int index) {
        return nats[index];
    }

    /// Sum in nats.
    public double sum() {
        double sum = 0;
        for (double loss : nats) {
            sum += loss;
        }
        return sum;
    }

    /// A copy of all of them.
    public double[] toArray() {
        return nats.clone();
    }
}
