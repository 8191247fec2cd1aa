package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// `Σ m ln m` over the mean `m = (p + q)/2` of two rows, five billion terms a second on one core.
///
/// A value is `2^e f`, `f` in [1, 2). A table with one entry for each lane, looked up by the first bits of `f`, has
/// `c ≈ 1/f` and `−ln c`; then `ln m = e ln 2 − ln c + ln(1 + d)` with a small `d = f c − 1`, for which a few terms
/// of the series are enough. The sums of `m e` and of `m (ln m − e ln 2)` are kept apart. Zeros add exactly 0.
final class VectorEntropy {
    private static final float LN_2 = (float) Math.log(2);
    private static final int MANTISSA_BITS = 23;
    private static final int MANTISSA = (1 << MANTISSA_BITS) - 1;
    private static final int BIAS = 127;
    private static final int ONE = BIAS << MANTISSA_BITS;
    /// With a table of 16 three terms leave 2.4e-7 at most, and the same in all entropies, so that it cancels.
    private static final int MANY_LANES = 16;
    private static final int INDEX_SHIFT = MANTISSA_BITS - Integer.numberOfTrailingZeros(VectorMath.LANES);
    private static final float[] INVERSES = new float[VectorMath.LANES];
    private static final float[] LOGARITHMS = new float[VectorMath.LANES];

    static {
        for (int i = 0; i < VectorMath.LANES; i++) {
            INVERSES[i] = (float) (1 / (1 + (i + 0.5) / VectorMath.LANES));
            LOGARITHMS[i] = (float) -Math.log(INVERSES[i]);
        }
    }

    private VectorEntropy() {}

    /// Offsets in bytes, length in values; every value in [0, 2).
    static double sum(MemorySegment p, long pAt, MemorySegment q, long qAt, int length) {
        IntVector inverses =
                FloatVector.fromArray(VectorMath.SPECIES, INVERSES, 0).reinterpretAsInts();
        IntVector logarithms =
                FloatVector.fromArray(VectorMath.SPECIES, LOGARITHMS, 0).reinterpretAsInts();
        FloatVector whole = FloatVector.zero(VectorMath.SPECIES);
        FloatVector rest = FloatVector.zero(VectorMath.SPECIES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector m = VectorMath.load(p, pAt + skip)
                    .add(VectorMath.load(q, qAt + skip))
                    .mul(0.5f);
            whole = m.fma(exponent(m), whole);
            rest = m.fma(logOfMantissa(m, inverses, logarithms), rest);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector m = VectorMath.load(p, pAt + skip, mask)
                    .add(VectorMath.load(q, qAt + skip, mask))
                    .mul(0.5f);
            whole = m.fma(exponent(m), whole);
            rest = m.fma(logOfMantissa(m, inverses, logarithms), rest);
        }
        return VectorMath.sum(whole.mul(LN_2).add(rest));
    }

    private static FloatVector exponent(FloatVector m) {
        IntVector exponent = m.reinterpretAsInts()
                .lanewise(VectorOperators.ASHR, MANTISSA_BITS)
                .sub(BIAS);
        return (FloatVector) exponent.convert(VectorOperators.I2F, 0);
    }

    private static FloatVector logOfMantissa(FloatVector m, IntVector inverses, IntVector logarithms) {
        IntVector bits = m.reinterpretAsInts();
        IntVector index = bits.lanewise(VectorOperators.LSHR, INDEX_SHIFT).and(VectorMath.LANES - 1);
        FloatVector c = index.selectFrom(inverses).reinterpretAsFloats();
        FloatVector f = bits.and(MANTISSA).or(ONE).reinterpretAsFloats();
        FloatVector d = f.fma(c, VectorMath.broadcast(-1f));
        FloatVector series = VectorMath.broadcast(1 / 3f);
        if (VectorMath.LANES < MANY_LANES) {
            series = moreTerms(d);
        }
        series = series.fma(d, VectorMath.broadcast(-0.5f)).fma(d, VectorMath.broadcast(1f));
        return series.fma(d, index.selectFrom(logarithms).reinterpretAsFloats());
    }

    /// The series from its third term on, where a small table leaves a larger `d`.
    private static FloatVector moreTerms(FloatVector d) {
        FloatVector series = d.fma(VectorMath.broadcast(-1 / 6f), VectorMath.broadcast(0.2f));
        return series.fma(d, VectorMath.broadcast(-0.25f)).fma(d, VectorMath.broadcast(1 / 3f));
    }
}
