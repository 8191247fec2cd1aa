package org.crosslayer.viz.paper;

/// Room that a panel needs around its plot, in points.
record Margins(double left, double top, double right, double bottom) {
    static final Margins NONE = new Margins(0, 0, 0, 0);

    /// The larger of each side, so that plots beside and above each other line up.
    Margins union(Margins other) {
        return new Margins(
                Math.max(left, other.left),
                Math.max(top, other.top),
                Math.max(right, other.right),
                Math.max(bottom, other.bottom));
    }
}
