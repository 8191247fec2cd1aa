package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Plain loops with the bits of the vector kernels of the same names, for a process that has just begun; see
/// [VectorStart]. Sums are kept lane by lane and folded in the same order.
final class PlainRows {
    private static final int LANES = VectorMath.LANES;

    private PlainRows() {}

    /// A copy: before it is compiled well, code reads arrays many times as fast as segments.
    private static float[] row(MemorySegment x, long at, int length) {
        float[] values = new float[length];
        MemorySegment.copy(x, ValueLayout.JAVA_FLOAT_UNALIGNED, at, values, 0, length);
        return values;
    }

    private static void put(float[] values, MemorySegment out, long at) {
        MemorySegment.copy(values, 0, out, ValueLayout.JAVA_FLOAT_UNALIGNED, at, values.length);
    }

    /// As [RowKernels#addScaled].
    static void addScaled(MemorySegment x, long xAt, MemorySegment y, long yAt, float factor, int length) {
        float[] sum = row(x, xAt, length);
        float[] more = row(y, yAt, length);
        for (int j = 0; j < length; j++) {
            sum[j] = (sum[j] + more[j]) * factor;
        }
        put(sum, x, xAt);
    }

    /// As [RowKernels#add].
    static void add(MemorySegment x, long xAt, MemorySegment y, long yAt, int length) {
        float[] sum = row(x, xAt, length);
        float[] more = row(y, yAt, length);
        for (int j = 0; j < length; j++) {
            sum[j] += more[j];
        }
        put(sum, x, xAt);
    }

    /// As [RowKernels#scale(MemorySegment, long, float, MemorySegment, long, int)].
    static void scale(MemorySegment x, long xAt, float factor, MemorySegment out, long outAt, int length) {
        float[] values = row(x, xAt, length);
        for (int j = 0; j < length; j++) {
            values[j] *= factor;
        }
        put(values, out, outAt);
    }

    /// As [RowKernels#scale(MemorySegment, long, float, MemorySegment, MemorySegment, long, int)].
    static void scale(
            MemorySegment x, long xAt, float factor, MemorySegment gain, MemorySegment out, long outAt, int length) {
        float[] values = row(x, xAt, length);
        float[] gains = row(gain, 0, length);
        for (int j = 0; j < length; j++) {
            values[j] = values[j] * factor * gains[j];
        }
        put(values, out, outAt);
    }

    /// As [RowKernels#dot].
    static float dot(MemorySegment x, long xAt, MemorySegment y, long yAt, int length) {
        float[] left = row(x, xAt, length);
        float[] right = row(y, yAt, length);
        float[] even = new float[LANES];
        float[] odd = new float[LANES];
        int paired = length - length % (2 * LANES);
        for (int j = 0; j < length; j++) {
            float[] sums = j < paired && j / LANES % 2 == 1 ? odd : even;
            sums[j % LANES] = Math.fma(left[j], right[j], sums[j % LANES]);
        }
        for (int lane = 0; lane < LANES; lane++) {
            even[lane] += odd[lane];
        }
        return folded(even);
    }

    /// As [RowKernels#max].
    static float max(MemorySegment x, long xAt, int length) {
        float result = Float.NEGATIVE_INFINITY;
        for (float value : row(x, xAt, length)) {
            result = Math.max(result, value);
        }
        return result;
    }

    /// As [RowKernels#expShifted].
    static float expShifted(MemorySegment x, long xAt, float max, MemorySegment out, long outAt, int length) {
        float[] values = row(x, xAt, length);
        float[] sums = new float[LANES];
        for (int j = 0; j < length; j++) {
            values[j] = VectorMath.expOfNegative(values[j] - max);
            sums[j % LANES] += values[j];
        }
        put(values, out, outAt);
        return folded(sums);
    }

    /// As [GateKernels#gate] for SiLU.
    static void gateSilu(
            MemorySegment gate, long gateAt, MemorySegment up, long upAt, MemorySegment out, long outAt, int length) {
        float[] values = row(gate, gateAt, length);
        float[] factors = row(up, upAt, length);
        for (int j = 0; j < length; j++) {
            values[j] = values[j] / (VectorMath.exp(-values[j]) + 1f) * factors[j];
        }
        put(values, out, outAt);
    }

    /// As [RopeKernels#turn] for one head whose pairs lie half a head apart.
    static void turnHalves(MemorySegment x, long at, MemorySegment cos, MemorySegment sin, long angles, int pairs) {
        float[] values = row(x, at, 2 * pairs);
        float[] cosines = row(cos, angles, pairs);
        float[] sines = row(sin, angles, pairs);
        for (int j = 0; j < pairs; j++) {
            float a = values[j];
            float b = values[pairs + j];
            values[j] = a * cosines[j] - b * sines[j];
            values[pairs + j] = b * cosines[j] + a * sines[j];
        }
        put(values, x, at);
    }

    /// As [SplitProducts#split(MemorySegment, long, int, MemorySegment, long, long)].
    static void split(MemorySegment x, long at, int count, MemorySegment parts, long first, long next) {
        float[] values = row(x, at, count);
        short[] high = new short[count];
        short[] middle = new short[count];
        short[] low = new short[count];
        for (int j = 0; j < count; j++) {
            float top = SplitProducts.high(values[j]);
            float centre = SplitProducts.high(values[j] - top);
            high[j] = SplitProducts.half(top);
            middle[j] = SplitProducts.half(centre);
            low[j] = SplitProducts.half(values[j] - top - centre);
        }
        MemorySegment.copy(high, 0, parts, ValueLayout.JAVA_SHORT, first, count);
        MemorySegment.copy(middle, 0, parts, ValueLayout.JAVA_SHORT, first + next, count);
        MemorySegment.copy(low, 0, parts, ValueLayout.JAVA_SHORT, first + 2 * next, count);
    }

    /// The sum of three rows `next` bytes apart, the smallest first, and of what is there already.
    ///
    /// @param adds whether it is added to what `out` holds
    static void sum(MemorySegment sums, long at, long next, boolean adds, MemorySegment out, long to, int count) {
        float[] large = row(sums, at, count);
        float[] middle = row(sums, at + next, count);
        float[] small = row(sums, at + 2 * next, count);
        for (int j = 0; j < count; j++) {
            large[j] = small[j] + middle[j] + large[j];
        }
        if (adds) {
            float[] present = row(out, to, count);
            for (int j = 0; j < count; j++) {
                large[j] = present[j] + large[j];
            }
        }
        put(large, out, to);
    }

    /// As [VectorEntropy#sum(MemorySegment, long, MemorySegment, long, int)].
    static float entropy(MemorySegment p, long pAt, MemorySegment q, long qAt, int length) {
        float[] sums = new float[LANES];
        float[] joint = row(p, pAt, length);
        float[] other = row(q, qAt, length);
        for (int j = 0; j < length; j++) {
            float m = joint[j] + other[j];
            sums[j % LANES] = Math.fma(m, VectorEntropy.logarithm(m), sums[j % LANES]);
        }
        return folded(sums);
    }

    /// As [VectorMath#sum].
    private static float folded(float[] lanes) {
        for (int half = lanes.length / 2; half > 0; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                lanes[lane] += lanes[lane + half];
            }
        }
        return lanes[0];
    }
}
