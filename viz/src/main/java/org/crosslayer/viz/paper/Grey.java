package org.crosslayer.viz.paper;

/// What a colour becomes on a grey print: the grey of equal luminance (ITU-R BT.709 weights, sRGB transfer curve).
final class Grey {
    private Grey() {}

    /// The grey of a colour `0xAARRGGBB`, as opaque as it.
    static int of(int argb) {
        double luminance = 0.2126 * linear((argb >> 16) & 0xFF)
                + 0.7152 * linear((argb >> 8) & 0xFF)
                + 0.0722 * linear(argb & 0xFF);
        int level = (int) Math.round(255 * encoded(luminance));
        return (argb & 0xFF000000) | (level << 16) | (level << 8) | level;
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static double encoded(double light) {
        return light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
    }
}
