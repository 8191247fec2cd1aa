package org.crosslayer.viz.color;

/// The lowest and highest value that a colour scale has to tell apart, both finite, `low <= high`.
public record ValueRange(double low, double high) {
    public ValueRange {
        if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
            throw new IllegalArgumentException("a range needs finite low <= high, got " + low + " and " + high);
        }
    }

    /// The range of the same size on both sides of zero, so that a diverging map shows zero as white.
    public ValueRange symmetric() {
        double reach = Math.max(Math.abs(low), Math.abs(high));
        return new ValueRange(-reach, reach);
    }

    /// The smallest range that holds this one and another; linked pictures share it.
    public ValueRange union(ValueRange other) {
        return new ValueRange(Math.min(low, other.low), Math.max(high, other.high));
    }
}
