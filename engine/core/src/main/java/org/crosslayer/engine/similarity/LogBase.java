package org.crosslayer.engine.similarity;

/// The logarithm of a divergence; a divergence in base 2 is 1.44 times the one in nats.
public enum LogBase {
    /// Natural logarithm; the largest divergence is ln 2 = 0.693.
    E("e", 1),
    /// Base 2; the largest divergence is 1.
    TWO("2", 1 / Math.log(2));

    private final String label;
    private final double factor;

    LogBase(String label, double factor) {
        this.label = label;
        this.factor = factor;
    }

    /// How to print it beside a number: `e` or `2`.
    public String label() {
        return label;
    }

    /// Multiplies a value in nats.
    public double factor() {
        return factor;
    }
}
