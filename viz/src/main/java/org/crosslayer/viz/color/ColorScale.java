package org.crosslayer.viz.color;

import java.util.List;
import java.util.stream.IntStream;

/// How a value becomes a colour: a map, the values at its two ends, and the way between them.
///
/// @param map       the colours
/// @param low       value of the first colour; above 0 for [Transform#LOG]
/// @param high      value of the last colour, not below `low`
/// @param transform linear, or equal steps for equal ratios
/// @param clip      whether values outside take the colour of the nearer end; else they are drawn as missing
public record ColorScale(ColorMap map, double low, double high, Transform transform, boolean clip) {
    /// Colour of NaN and, without clipping, of values out of range: a grey that neither sequential map holds.
    public static final int MISSING_ARGB = 0xFF9A9AA0;

    /// The way from the lowest value to the highest.
    public enum Transform {
        /// Equal differences, equal distances.
        LINEAR,
        /// Equal ratios, equal distances; for attention whose first key swallows the linear scale.
        LOG
    }

    public ColorScale {
        if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
            throw new IllegalArgumentException("a colour scale needs finite low <= high, got " + low + " and " + high);
        }
        if (transform == Transform.LOG && low <= 0) {
            throw new IllegalArgumentException("a logarithmic scale needs low > 0, got " + low);
        }
    }

    /// A linear, clipping scale over the range; symmetric about zero where the map is diverging.
    public static ColorScale of(ColorMap map, ValueRange range) {
        ValueRange used = map.isDiverging() ? range.symmetric() : range;
        return new ColorScale(map, used.low(), used.high(), Transform.LINEAR, true);
    }

    /// A logarithmic, clipping scale that ends `decades` powers of ten below the highest value.
    public static ColorScale logarithmic(ColorMap map, double high, double decades) {
        return new ColorScale(map, high * Math.pow(10, -decades), high, Transform.LOG, true);
    }

    /// The same scale with other colours.
    public ColorScale with(ColorMap other) {
        return new ColorScale(other, low, high, transform, clip);
    }

    /// Where the value lies between low (0) and high (1); outside of that for values out of range, NaN for NaN.
    ///
    /// Where low equals high, that one value lies in the middle.
    public double position(double value) {
        if (low == high) {
            return Double.isNaN(value) ? Double.NaN : value < low ? -1 : value > high ? 2 : 0.5;
        }
        if (transform == Transform.LINEAR) {
            return (value - low) / (high - low);
        }
        return value <= 0 ? -1 : Math.log(value / low) / Math.log(high / low);
    }

    /// The colour of a value, `0xAARRGGBB`, opaque; [#MISSING_ARGB] for NaN.
    public int argb(double value) {
        double position = position(value);
        if (Double.isNaN(position) || (!clip && (position < 0 || position > 1))) {
            return MISSING_ARGB;
        }
        return map.argb(position);
    }

    /// Round values for the colour bar, lowest first; at least two wherever the range allows.
    ///
    /// @param atMost the most ticks there is room for, at least 2
    public List<Tick> ticks(int atMost) {
        boolean isLog = transform == Transform.LOG;
        List<Double> values = isLog ? Ticks.log(low, high, atMost) : Ticks.nice(low, high, atMost);
        List<String> labels =
                isLog ? values.stream().map(value -> Ticks.text(value, 2)).toList() : Ticks.labels(values);
        return IntStream.range(0, values.size())
                .mapToObj(i -> new Tick(values.get(i), Math.clamp(position(values.get(i)), 0, 1), labels.get(i)))
                .toList();
    }
}
