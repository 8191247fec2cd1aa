package org.crosslayer.viz.color;

import java.util.LinkedHashMap;
import java.util.Map;

/// The colours of a scale found by comparing, without a logarithm for each value: the same ones as
/// [ColorScale#argb], some twenty times as fast.
///
/// Holds the least value of every colour, found by halving, and where to begin looking for each leading half of a
/// `double`'s bits that matters.
public final class ColorLookup {
    private static final int SHIFT = 48;
    private static final int BUCKETS = 1 << 16;
    private static final int SIGN = BUCKETS / 2;
    private static final long REST = (1L << SHIFT) - 1;
    private static final int KEPT = 8;

    private static final Map<ColorScale, ColorLookup> LATELY = new LinkedHashMap<>(KEPT, 1, true);

    private final ColorScale scale;
    private final boolean isPlain;
    /// `[SIZE]`, the least value that has this colour or a later one; the first is −∞.
    private final double[] least = new double[ColorMap.SIZE];
    /// `[BUCKETS]`, the colour of the least value whose bits begin so.
    private final short[] first = new short[BUCKETS];

    private ColorLookup(ColorScale scale) {
        this.scale = scale;
        isPlain = scale.clip() && scale.low() < scale.high();
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
        int entry = first[(int) (Double.doubleToRawLongBits(value) >>> SHIFT)];
        while (entry + 1 < least.length && value >= least[entry + 1]) {
            entry++;
        }
        return scale.map().entry(entry);
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
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            // The least value of a bucket is the one nearest to 0 above it, and the one farthest away below it.
            double value = Double.longBitsToDouble((long) bucket << SHIFT | (bucket < SIGN ? 0 : REST));
            first[bucket] = (short) (Double.isNaN(value) ? 0 : search(value));
        }
    }

    private int search(double value) {
        int below = 0;
        int above = least.length;
        while (above - below > 1) {
            int middle = (below + above) / 2;
            if (value >= least[middle]) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return below;
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
