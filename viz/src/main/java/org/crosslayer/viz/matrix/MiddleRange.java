package org.crosslayer.viz.matrix;

import org.crosslayer.viz.color.ValueRange;

/// The range of the values in the middle: where the outermost are few and far away, colours over all of them would
/// tell nothing else apart.
///
/// Values count as floats; the ends are values that occur, found in three passes without sorting (a histogram over
/// the upper half of the bits, then over the lower half within one bin).
public final class MiddleRange {
    private static final int HALF = 16;
    private static final int BINS = 1 << HALF;
    private static final int LOW_BITS = BINS - 1;

    private MiddleRange() {}

    /// The smallest range outside of which lie at most `share` of the finite values drawn on either side; 0 to 0 where
    /// there are none. Reads every cell three times.
    ///
    /// @param share from 0 (everything is inside) to below ½
    public static ValueRange of(MatrixSource matrix, double share) {
        if (!(share >= 0) || !(share < 0.5)) {
            throw new IllegalArgumentException("a share at either end is from 0 to below a half, got " + share);
        }
        int[] counts = new int[BINS];
        read(matrix, key -> counts[key >>> HALF]++);
        long all = 0;
        for (int count : counts) {
            all += count;
        }
        if (all == 0) {
            return new ValueRange(0, 0);
        }
        long below = (long) Math.floor(share * all);
        return new ValueRange(at(matrix, counts, below), at(matrix, counts, all - 1 - below));
    }

    /// The value with so many below it, in order.
    private static double at(MatrixSource matrix, int[] counts, long rank) {
        int bin = 0;
        long left = rank;
        while (left >= counts[bin]) {
            left -= counts[bin++];
        }
        int wanted = bin;
        int[] within = new int[BINS];
        read(matrix, key -> {
            if (key >>> HALF == wanted) {
                within[key & LOW_BITS]++;
            }
        });
        int low = 0;
        while (left >= within[low]) {
            left -= within[low++];
        }
        return value(wanted << HALF | low);
    }

    private interface Reader {
        void accept(int key);
    }

    private static void read(MatrixSource matrix, Reader reader) {
        for (int row = 0; row < matrix.rows(); row++) {
            int end = matrix.causal() ? Math.min(row + 1, matrix.columns()) : matrix.columns();
            for (int column = 0; column < end; column++) {
                float value = (float) matrix.valueAt(row, column);
                if (Float.isFinite(value)) {
                    reader.accept(key(value));
                }
            }
        }
    }

    /// Bits whose unsigned order is that of the values.
    private static int key(float value) {
        int bits = Float.floatToIntBits(value);
        return bits < 0 ? ~bits : bits | Integer.MIN_VALUE;
    }

    private static float value(int key) {
        return Float.intBitsToFloat(key < 0 ? key & Integer.MAX_VALUE : ~key);
    }
}
