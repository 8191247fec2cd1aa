package org.crosslayer.viz.color;

import java.util.LinkedHashMap;
import java.util.Map;

/// The colours of a scale found without a logarithm for each value: the same ones as [ColorScale#argb], many
/// times as fast.
///
/// Holds the least value of every colour, found by halving, and a guess from which one comparison is nearly always
/// enough: of a linear scale the place between its ends, of a logarithmic one what a table says for the leading bits
/// of a value.
public final class ColorLookup {
    /// Leaves a `double` eight bits of its fraction: steps of 0.4 %.
    private static final int SHIFT = 44;
    private static final int KEPT = 8;

    private static final Map<ColorScale, ColorLookup> LATELY = new LinkedHashMap<>(KEPT, 1, true);

    private final ColorScale scale;
    private final boolean isPlain;
    private final boolean isLinear;
    private final double perColor;
    /// `[SIZE]`, the least value that has this colour or a later one; the first is −∞.
    private final double[] least = new double[ColorMap.SIZE];
    /// `[SIZE]`
    private final int[] argb = new int[ColorMap.SIZE];
    /// The colour of the least value whose bits begin so, from those of the lower end on; empty for linear scales.
    private final short[] first;

    private final long firstBits;

    private ColorLookup(ColorScale scale) {
        this.scale = scale;
        isPlain = scale.clip() && scale.low() < scale.high();
        isLinear = scale.transform() == ColorScale.Transform.LINEAR;
        perColor = (ColorMap.SIZE - 1) / (scale.high() - scale.low());
        firstBits = bits(scale.low());
        first = isPlain && !isLinear ? new short[(int) (bits(scale.high()) - firstBits) + 1] : new short[0];
        if (isPlain) {
            fill();
        }
    }

    /// That of a scale; the ones asked for lately are kept. From any thread.
    public static ColorLookup of(ColorScale scale) {
        synchronized (LATELY) {
            ColorLookup known = LATELY.get(scale);
            if (known == null) {
                known = new ColorLookup(scale);
                LATELY.put(scale, known);
                if (LATELY.size() > KEPT) {
                    LATELY.remove(LATELY.keySet().iterator().next());
                }
            }
            return known;
        }
    }

    /// The colour of a value, as [ColorScale#argb] has it.
    public int argb(double value) {
        if (!isPlain || Double.isNaN(value)) {
            return scale.argb(value);
        }
        int entry = isLinear ? place(value) : tabled(value);
        while (entry + 1 < least.length && value >= least[entry + 1]) {
            entry++;
        }
        while (value < least[entry]) {
            entry--;
        }
        return argb[entry];
    }

    private int place(double value) {
        return (int) Math.clamp((value - scale.low()) * perColor + 0.5, 0, ColorMap.SIZE - 1);
    }

    private int tabled(double value) {
        return value <= scale.low() ? 0 : first[(int) Math.min(first.length - 1, bits(value) - firstBits)];
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value) >>> SHIFT;
    }

    private void fill() {
        least[0] = Double.NEGATIVE_INFINITY;
        long from = ordered(scale.low());
        for (int entry = 1; entry < least.length; entry++) {
            long below = from - 1;
            long above = ordered(scale.high());
            while (below + 1 < above) {
                // Their mean, rounded down, without leaving the range of whole numbers.
                long middle = (below & above) + ((below ^ above) >> 1);
                if (entry(value(middle)) >= entry) {
                    above = middle;
                } else {
                    below = middle;
                }
            }
            from = above;
            least[entry] = value(above);
        }
        for (int entry = 0; entry < argb.length; entry++) {
            argb[entry] = scale.map().entry(entry);
        }
        int entry = 0;
        for (int bucket = 0; bucket < first.length; bucket++) {
            double value = Double.longBitsToDouble((firstBits + bucket) << SHIFT);
            while (entry + 1 < least.length && value >= least[entry + 1]) {
                entry++;
            }
            first[bucket] = (short) entry;
        }
    }

    private int entry(double value) {
        return (int) Math.round(Math.clamp(scale.position(value), 0.0, 1.0) * (ColorMap.SIZE - 1));
    }

    /// A whole number for each value, in the order of the values.
    private static long ordered(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return bits < 0 ? Long.MIN_VALUE - bits : bits;
    }

    private static double value(long ordered) {
        return Double.longBitsToDouble(ordered < 0 ? Long.MIN_VALUE - ordered : ordered);
    }
}
