package org.crosslayer.viz.color;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Round axis values (Heckbert, "Nice Numbers for Graph Labels", Graphics Gems, 1990) and their labels.
public final class Ticks {
    /// Beyond these magnitudes plain digits get longer than `1e-5`.
    private static final double SMALLEST_PLAIN = 1e-3;

    private static final double LARGEST_PLAIN = 1e5;

    /// What stands before negative numbers in print.
    public static final char MINUS = '−';

    private Ticks() {}

    /// Multiples of 1, 2 or 5 times a power of ten within the range, both ends included, at most `atMost`.
    public static List<Double> nice(double low, double high, int atMost) {
        if (low == high) {
            return List.of(low);
        }
        double step = step((high - low) / Math.max(1, atMost));
        List<Double> values = multiples(low, high, step);
        while (values.size() > atMost) {
            step = step(step * 1.01);
            values = multiples(low, high, step);
        }
        return values.size() >= 2 || atMost < 2 ? values : List.of(low, high);
    }

    /// Powers of ten within the range, thinned to `atMost`; with 2 and 5 between where the range is short.
    public static List<Double> log(double low, double high, int atMost) {
        if (low == high) {
            return List.of(low);
        }
        int first = (int) Math.ceil(Math.log10(low) - 1e-9);
        int last = (int) Math.floor(Math.log10(high) + 1e-9);
        int decades = last - first + 1;
        if (decades < 2) {
            return nice(low, high, atMost);
        }
        int stride = Math.ceilDiv(decades, Math.max(2, atMost));
        List<Double> values = new ArrayList<>();
        for (int exponent = last; exponent >= first; exponent -= stride) {
            values.addFirst(power(exponent));
        }
        return values;
    }

    /// The smallest of 1, 2, 5 times a power of ten that is not below the raw step (above 0).
    public static double step(double raw) {
        int exponent = (int) Math.floor(Math.log10(raw));
        for (int tries = exponent; ; tries++) {
            for (int digit : new int[] {1, 2, 5}) {
                double candidate = digit * power(tries);
                if (candidate >= raw * (1 - 1e-12)) {
                    return candidate;
                }
            }
        }
    }

    /// Labels of evenly spaced values: all with the same number of decimals.
    static List<String> labels(List<Double> values) {
        int decimals = 0;
        boolean isPlain = true;
        for (double value : values) {
            double size = Math.abs(value);
            isPlain &= size == 0 || (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN);
            decimals = Math.max(decimals, rounded(value, 3).stripTrailingZeros().scale());
        }
        String format = "%." + decimals + "f";
        boolean isFixed = isPlain;
        return values.stream()
                .map(value -> isFixed ? String.format(Locale.ROOT, format, value) : text(value, 2))
                .toList();
    }

    /// A value in a neutral locale with at most so many significant digits and no trailing zeros.
    public static String text(double value, int significant) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "no value" : value > 0 ? "∞" : "−∞";
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = rounded(value, significant).stripTrailingZeros();
        double size = Math.abs(rounded.doubleValue());
        if (size >= SMALLEST_PLAIN / 10 && size < LARGEST_PLAIN) {
            return rounded.toPlainString();
        }
        String mantissa = rounded.unscaledValue().toString();
        int exponent = rounded.precision() - rounded.scale() - 1;
        int lead = rounded.signum() < 0 ? 2 : 1;
        String fraction = mantissa.length() > lead ? "." + mantissa.substring(lead) : "";
        return mantissa.substring(0, lead) + fraction + "e" + exponent;
    }

    /// A neutral number as the user's locale writes it, for the screen.
    public static String local(String neutral) {
        char point = DecimalFormatSymbols.getInstance(Locale.getDefault(Locale.Category.FORMAT))
                .getDecimalSeparator();
        return neutral.replace('.', point);
    }

    /// A label as it is printed: with a minus sign, not with the hyphen that files have.
    public static String printed(String label) {
        return label.replace('-', MINUS);
    }

    private static BigDecimal rounded(double value, int significant) {
        return new BigDecimal(value).round(new MathContext(significant));
    }

    private static List<Double> multiples(double low, double high, double step) {
        List<Double> values = new ArrayList<>();
        double slack = 1e-9;
        for (double n = Math.ceil(low / step - slack); n <= high / step + slack; n++) {
            values.add(n == 0 ? 0 : rounded(n * step, 12).doubleValue());
        }
        return values;
    }

    private static double power(int exponent) {
        return Double.parseDouble("1e" + exponent);
    }
}
