package org.crosslayer.viz.matrix;

/// Numbers as whole numbers in the order of their distance from zero, so that the farther one of two is found by
/// `Math.max`, which the processor does for many at once.
///
/// The bits of a `float` with the sign at the end; of `x` and `-x` the negative one counts as farther. All is moved up
/// so far that the infinities come last and what is no number, beyond it, begins again before all others.
final class Distance {
    /// That of NaN, or before it.
    static final int NONE = Integer.MIN_VALUE;

    private static final int SHIFT = Integer.MIN_VALUE + 0x00FFFFFE;

    private Distance() {}

    static int of(float value) {
        return Integer.rotateLeft(Float.floatToRawIntBits(value), 1) + SHIFT;
    }

    /// As a `float` that is no nearer to zero.
    static float rounded(double value) {
        float near = (float) value;
        if (Math.abs((double) near) < Math.abs(value)) {
            return value > 0 ? Math.nextUp(near) : Math.nextDown(near);
        }
        return near;
    }

    static float value(int distance) {
        return Float.intBitsToFloat(Integer.rotateRight(distance - SHIFT, 1));
    }
}
