package org.crosslayer.viz.color;

/// Arithmetic on packed `0xAARRGGBB` colours.
public final class Rgb {
    private Rgb() {}

    /// The opaque colour a `share` (0 to 1) of the way from one to the other, channel by channel.
    public static int mix(int from, int to, double share) {
        int argb = 0xFF;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = (from >>> shift) & 0xFF;
            int b = (to >>> shift) & 0xFF;
            argb = argb << 8 | (int) Math.round(a + (b - a) * share);
        }
        return argb;
    }

    /// Relative luminance in `[0, 1]` (WCAG 2.2, sRGB).
    public static double luminance(int argb) {
        return 0.2126 * linear(argb >>> 16) + 0.7152 * linear(argb >>> 8) + 0.0722 * linear(argb);
    }

    /// Contrast ratio of two colours in `[1, 21]` (WCAG 2.2).
    public static double contrast(int first, int second) {
        double a = luminance(first) + 0.05;
        double b = luminance(second) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    private static double linear(int channel) {
        double c = (channel & 0xFF) / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
