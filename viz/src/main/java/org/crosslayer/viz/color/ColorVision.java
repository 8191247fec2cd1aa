package org.crosslayer.viz.color;

/// How a reader sees colours: to try a figure before one of them gets it.
///
/// The three kinds of colour blindness are simulated for full severity, after Machado, Oliveira and Fernandes, "A
/// Physiologically-based Model for Simulation of Color Vision Deficiency" (IEEE TVCG 15, 2009), table of matrices for
/// severity 1.0, applied in linear light. Grey is the luminance of ITU-R BT.709.
public enum ColorVision {
    /// As most people see.
    FULL("all colours", 1, 0, 0, 0, 1, 0, 0, 0, 1),
    /// A print without colour.
    GREY("grey print", 0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722),
    /// No green cones: the commonest kind, about 1 man of 80; with the milder forms 1 of 16.
    DEUTERANOPIA(
            "deuteranopia (no green cones)",
            0.367322,
            0.860646,
            -0.227968,
            0.280085,
            0.672501,
            0.047413,
            -0.011820,
            0.042940,
            0.968881),
    /// No red cones: about 1 man of 100.
    PROTANOPIA(
            "protanopia (no red cones)",
            0.152286,
            1.052583,
            -0.204868,
            0.114503,
            0.786281,
            0.099216,
            -0.003882,
            -0.048116,
            1.051998),
    /// No blue cones: rare.
    TRITANOPIA(
            "tritanopia (no blue cones)",
            1.255528,
            -0.076749,
            -0.178779,
            -0.078411,
            0.930809,
            0.147602,
            0.004733,
            0.691367,
            0.303900);

    private static final int CHANNEL = 0xFF;
    /// Steps of linear light that are told apart when it is turned into a channel again.
    private static final int STEPS = 4096;

    private static final double[] LIGHT = new double[CHANNEL + 1];
    private static final byte[] CODE = new byte[STEPS + 1];

    static {
        for (int code = 0; code <= CHANNEL; code++) {
            LIGHT[code] = linear(code);
        }
        for (int step = 0; step <= STEPS; step++) {
            CODE[step] = (byte) encoded((double) step / STEPS);
        }
    }

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // filled once here and never handed out
    private final double[] matrix;

    /// @param matrix from red, green, blue to red, green, blue in linear light, row after row
    ColorVision(String words, double... matrix) {
        this.words = words;
        this.matrix = matrix;
    }

    /// What a person knows it by.
    public String words() {
        return words;
    }

    /// The colour that looks to everybody as `argb` looks to this reader; as opaque as it.
    public int seen(int argb) {
        double red = LIGHT[(argb >> 16) & CHANNEL];
        double green = LIGHT[(argb >> 8) & CHANNEL];
        double blue = LIGHT[argb & CHANNEL];
        int seen = argb & 0xFF000000;
        for (int row = 0; row < 3; row++) {
            double light = matrix[3 * row] * red + matrix[3 * row + 1] * green + matrix[3 * row + 2] * blue;
            int step = (int) Math.round(Math.clamp(light, 0.0, 1.0) * STEPS);
            seen |= (CODE[step] & CHANNEL) << (16 - 8 * row);
        }
        return this == FULL ? argb : seen;
    }

    /// The transfer curve of sRGB (IEC 61966-2-1).
    static double linear(int code) {
        double value = (double) code / CHANNEL;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static int encoded(double light) {
        double value = light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
        return (int) Math.round(CHANNEL * value);
    }
}
