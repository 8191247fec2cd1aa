package org.crosslayer.viz.matrix;

/// A rectangle in the units of a surface.
public record Box(double x, double y, double width, double height) {
    /// The x after the last.
    public double right() {
        return x + width;
    }

    /// The y after the last.
    public double bottom() {
        return y + height;
    }

    /// Whether a point lies in it.
    public boolean contains(double px, double py) {
        return px >= x && px < right() && py >= y && py < bottom();
    }
}
