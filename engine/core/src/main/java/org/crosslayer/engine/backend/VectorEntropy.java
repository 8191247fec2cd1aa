package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Sums of `x ln x`: one logarithm a term, in a dozen instructions for a whole vector.
///
/// A value is `2^e f`, `f` in [1, 2). The first bits of `f` are an index `i` into a table with one entry for each of
/// the `L` lanes, which has `c ≈ 1/f` and `t = −ln c − (i/L) ln 2`; together with the exponent they are the integer
/// `k = L e + i`. Then `ln x = k (ln 2)/L + t + ln(1 + d)` with a small `d = f c − 1`, for which a few terms of the
/// series are enough. Zeros add exactly 0.
final class VectorEntropy {
    private static final int MANTISSA_BITS = 23;
    private static final int MANTISSA = (1 << MANTISSA_BITS) - 1;
    private static final int BIAS = 127;
    private static final int ONE = BIAS << MANTISSA_BITS;
    private static final int LANES = VectorMath.LANES;
    /// With a table of 16 three terms leave 2.4e-7 at most, and the same in all entropies, so that it cancels.
    private static final int MANY_LANES = 16;
    /// Vectors in a round. Where a smaller table needs more terms, two logarithms are more than the compiler takes
    /// into one loop, and it would box their vectors.
    private static final int TOGETHER = LANES < MANY_LANES ? 1 : 2;
    private static final int INDEX_SHIFT = MANTISSA_BITS - Integer.numberOfTrailingZeros(LANES);
    private static final float STEP = (float) (Math.log(2) / LANES);
    private static final float[] INVERSES = new float[LANES];
    private static final float[] OFFSETS = new float[LANES];

    static {
        for (int i = 0; i < LANES; i++) {
            INVERSES[i] = (float) (1 / (1 + (i + 0.5) / LANES));
            OFFSETS[i] = (float) (-Math.log(INVERSES[i]) - i * Math.log(2) / LANES);
        }
    }

    private static final IntVector INVERSE_TABLE = table(INVERSES);
    private static final IntVector OFFSET_TABLE = table(OFFSETS);
    private static final FloatVector STEPS = VectorMath.broadcast(STEP);
    private static final FloatVector MINUS_ONE = VectorMath.broadcast(-1f);
    private static final FloatVector PLUS_ONE = VectorMath.broadcast(1f);
    private static final FloatVector MINUS_HALF = VectorMath.broadcast(-0.5f);
    private static final FloatVector THIRD = VectorMath.broadcast(1 / 3f);

    private VectorEntropy() {}

    /// `Σ x ln x` over one row; offset in bytes, length in values, every value in [0, 2].
    static double sum(MemorySegment x, long at, int length) {
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += LANES) {
            FloatVector m = VectorMath.load(x, at + (long) j * Float.BYTES);
            sum = m.fma(logarithm(m), sum);
        }
        if (j < length) {
            FloatVector m = VectorMath.load(x, at + (long) j * Float.BYTES, VectorMath.tail(j, length));
            sum = m.fma(logarithm(m), sum);
        }
        return VectorMath.sum(sum);
    }

    /// `Σ (p + q) ln (p + q)`; offsets in bytes.
    ///
    /// @param length values, a multiple of the lanes of a vector
    static float sum(MemorySegment p, long pAt, MemorySegment q, long qAt, int length) {
        if (VectorStart.isCold()) {
            return PlainRows.entropy(p, pAt, q, qAt, length);
        }
        long first = Memory.address(p, pAt, (long) length * Float.BYTES);
        long second = Memory.address(q, qAt, (long) length * Float.BYTES);
        return TOGETHER == 1 ? singles(first, second, length) : pairs(first, second, length);
    }

    private static float singles(long p, long q, int length) {
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        for (int j = 0; j < length; j += LANES) {
            long key = (long) j * Float.BYTES;
            FloatVector m = VectorMath.load(p + key).add(VectorMath.load(q + key));
            sum = m.fma(logarithm(m), sum);
        }
        return VectorMath.sum(sum);
    }

    /// Two vectors in a round, added one after the other.
    private static float pairs(long p, long q, int length) {
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        int j = 0;
        for (; j <= length - 2 * LANES; j += 2 * LANES) {
            long key = (long) j * Float.BYTES;
            long next = key + (long) LANES * Float.BYTES;
            FloatVector m = VectorMath.load(p + key).add(VectorMath.load(q + key));
            FloatVector n = VectorMath.load(p + next).add(VectorMath.load(q + next));
            sum = m.fma(logarithm(m), sum);
            sum = n.fma(logarithm(n), sum);
        }
        if (j < length) {
            long key = (long) j * Float.BYTES;
            FloatVector m = VectorMath.load(p + key).add(VectorMath.load(q + key));
            sum = m.fma(logarithm(m), sum);
        }
        return VectorMath.sum(sum);
    }

    private static IntVector table(float[] entries) {
        return FloatVector.fromArray(VectorMath.SPECIES, entries, 0).reinterpretAsInts();
    }

    private static FloatVector logarithm(FloatVector m) {
        IntVector bits = m.reinterpretAsInts();
        IntVector steps = bits.lanewise(VectorOperators.LSHR, INDEX_SHIFT);
        FloatVector k = (FloatVector) steps.sub(BIAS * LANES).convert(VectorOperators.I2F, 0);
        IntVector index = steps.and(LANES - 1);
        FloatVector c = index.selectFrom(INVERSE_TABLE).reinterpretAsFloats();
        FloatVector t = index.selectFrom(OFFSET_TABLE).reinterpretAsFloats();
        FloatVector f =
                bits.lanewise(VectorOperators.BITWISE_BLEND, ONE, ~MANTISSA).reinterpretAsFloats();
        FloatVector d = f.fma(c, MINUS_ONE);
        FloatVector series = THIRD;
        if (LANES < MANY_LANES) {
            series = moreTerms(d);
        }
        series = series.fma(d, MINUS_HALF).fma(d, PLUS_ONE);
        return series.fma(d, k.fma(STEPS, t));
    }

    /// The same of one value, to the bit.
    static float logarithm(float m) {
        int bits = Float.floatToRawIntBits(m);
        int steps = bits >> INDEX_SHIFT;
        int index = steps & (LANES - 1);
        float k = (float) (steps - BIAS * LANES);
        float d = Math.fma(Float.intBitsToFloat((bits & MANTISSA) | ONE), INVERSES[index], -1f);
        float series = 1 / 3f;
        if (LANES < MANY_LANES) {
            float more = Math.fma(d, -1 / 6f, 0.2f);
            series = Math.fma(Math.fma(more, d, -0.25f), d, 1 / 3f);
        }
        series = Math.fma(Math.fma(series, d, -0.5f), d, 1f);
        return Math.fma(series, d, Math.fma(k, STEP, OFFSETS[index]));
    }

    /// The series from its third term on, where a small table leaves a larger `d`.
    private static FloatVector moreTerms(FloatVector d) {
        FloatVector series = d.fma(VectorMath.broadcast(-1 / 6f), VectorMath.broadcast(0.2f));
        return series.fma(d, VectorMath.broadcast(-0.25f)).fma(d, VectorMath.broadcast(1 / 3f));
    }
}
