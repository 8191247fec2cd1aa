package org.crosslayer.engine.model;

/// Independent standard normal numbers that are looked up instead of drawn in turn.
///
/// The same place always has the same number, in whatever order places are visited.
///
/// @param seed chooses the numbers
public record GaussianNoise(long seed) {
    /// Of SplitMix64: 2⁶⁴ over the golden ratio, odd.
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private static final double TWO_TO_MINUS_53 = 0x1p-53;

    /// The row of numbers that belongs to one query of one head.
    ///
    /// @param text which text it is, so that no two of them get the same noise
    public Row row(int text, int layer, int head, int query) {
        return new Row(after(after(after(after(mixed(seed), text), layer), head), query));
    }

    /// The numbers of one row.
    ///
    /// @param state where its sequence of SplitMix64 begins
    public record Row(long state) {
        /// The number that belongs to a key.
        public double at(int key) {
            long bits = mixed(state + (key + 1) * STEP);
            return quantile(((bits >>> 11) + 0.5) * TWO_TO_MINUS_53);
        }
    }

    private static long after(long state, int index) {
        return mixed(state + (index + 1) * STEP);
    }

    /// Brings every bit to bear on every other: the finaliser of SplitMix64 (Steele, Lea and Flood 2014), with the
    /// constants of Stafford's variant 13.
    private static long mixed(long z) {
        long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }

    /// The standard normal number below which a share `p` in (0, 1) of all lies, to about 7 digits.
    ///
    /// PPND7 of Wichura, algorithm AS 241, Applied Statistics 37 (1988). Its logarithm is the strict one, which is
    /// the same everywhere.
    static double quantile(double p) {
        double q = p - 0.5;
        if (Math.abs(q) <= 0.425) {
            double r = 0.180625 - q * q;
            return q
                    * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
                    / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1);
        }
        double tail = Math.sqrt(-StrictMath.log(q < 0 ? p : 1 - p));
        double value;
        if (tail <= 5) {
            double r = tail - 1.6;
            value = (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777)
                    / ((0.12021132975 * r + 0.73700164250) * r + 1);
        } else {
            double r = tail - 5;
            value = (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150)
                    / ((0.012258202635 * r + 0.24197894225) * r + 1);
        }
        return q < 0 ? -value : value;
    }
}
