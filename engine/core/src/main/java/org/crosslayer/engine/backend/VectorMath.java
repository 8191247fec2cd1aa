package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Exponentials and loads of float vectors of this processor's best width.
final class VectorMath {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    private static final float LOG2_E = (float) (1 / Math.log(2));
    /// ln 2 in two parts, the first exact in few bits, so that `x − n ln 2` loses nothing (Cody and Waite).
    private static final float LN_2_HIGH = 0x1.63p-1f;
    private static final float LN_2_LOW = -2.1219444e-4f;
    /// Adding it rounds a float below 2²² to an integer, left in the low bits: 1.5 · 2²³.
    private static final float ROUNDER = 12582912f;
    /// e^x is a normal float32 in this range.
    private static final float EXP_LOWEST = -87.3f;
    private static final float EXP_HIGHEST = 88.7f;
    private static final int MANTISSA_BITS = 23;

    /// Each brings the upper half of what is left onto the lower. Constants by name and not in a list, which would
    /// take an iterator, and boxes for the vectors, for every sum.
    private static final VectorShuffle<Float> BY_EIGHT = VectorShuffle.iota(SPECIES, 8 % LANES, 1, true);

    private static final VectorShuffle<Float> BY_FOUR = VectorShuffle.iota(SPECIES, 4 % LANES, 1, true);
    private static final VectorShuffle<Float> BY_TWO = VectorShuffle.iota(SPECIES, 2 % LANES, 1, true);
    private static final VectorShuffle<Float> BY_ONE = VectorShuffle.iota(SPECIES, 1 % LANES, 1, true);

    private VectorMath() {}

    static FloatVector load(MemorySegment segment, long offset) {
        return FloatVector.fromMemorySegment(SPECIES, segment, offset, ByteOrder.nativeOrder());
    }

    static FloatVector load(MemorySegment segment, long offset, VectorMask<Float> mask) {
        return FloatVector.fromMemorySegment(SPECIES, segment, offset, ByteOrder.nativeOrder(), mask);
    }

    static void store(FloatVector vector, MemorySegment segment, long offset) {
        vector.intoMemorySegment(segment, offset, ByteOrder.nativeOrder());
    }

    static void store(FloatVector vector, MemorySegment segment, long offset, VectorMask<Float> mask) {
        vector.intoMemorySegment(segment, offset, ByteOrder.nativeOrder(), mask);
    }

    /// What stands at an address, see [Memory].
    static FloatVector load(long address) {
        return load(Memory.ALL, address);
    }

    static FloatVector load(long address, VectorMask<Float> mask) {
        return load(Memory.ALL, address, mask);
    }

    static void store(FloatVector vector, long address) {
        store(vector, Memory.ALL, address);
    }

    static void store(FloatVector vector, long address, VectorMask<Float> mask) {
        store(vector, Memory.ALL, address, mask);
    }

    /// The lanes of the last, partial vector of `length` values, of which `done` are done.
    static VectorMask<Float> tail(int done, int length) {
        return SPECIES.indexInRange(done, length);
    }

    /// e^x within about 1e-7 relative; arguments beyond the range of float32 are clamped to it.
    static FloatVector exp(FloatVector x) {
        FloatVector high = x.blend(EXP_HIGHEST, x.compare(VectorOperators.GT, EXP_HIGHEST));
        return expInRange(high.blend(EXP_LOWEST, high.compare(VectorOperators.LT, EXP_LOWEST)));
    }

    /// e^x for x ≤ 0, exactly 0 where float32 ends.
    static FloatVector expOfNegative(FloatVector x) {
        return expInRange(x).blend(0f, x.compare(VectorOperators.LT, EXP_LOWEST));
    }

    /// e^x for arguments that give a normal float32; minimax polynomial of the Cephes library (expf).
    private static FloatVector expInRange(FloatVector x) {
        FloatVector shifted = x.fma(broadcast(LOG2_E), broadcast(ROUNDER));
        FloatVector n = shifted.sub(ROUNDER);
        FloatVector r = n.fma(broadcast(-LN_2_HIGH), x);
        r = n.fma(broadcast(-LN_2_LOW), r);
        FloatVector p = r.fma(broadcast(1.9875691e-4f), broadcast(0.0013981999f));
        p = p.fma(r, broadcast(0.008333452f));
        p = p.fma(r, broadcast(0.041665796f));
        p = p.fma(r, broadcast(0.16666666f));
        p = p.fma(r, broadcast(0.5f));
        p = p.fma(r.mul(r), r).add(1f);
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
        return p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
    }

    /// As [#exp] of one value, to the bit.
    static float exp(float x) {
        float high = x > EXP_HIGHEST ? EXP_HIGHEST : x;
        return expInRange(high < EXP_LOWEST ? EXP_LOWEST : high);
    }

    /// As [#expOfNegative] of one value, to the bit.
    static float expOfNegative(float x) {
        return x < EXP_LOWEST ? 0f : expInRange(x);
    }

    private static float expInRange(float x) {
        float shifted = Math.fma(x, LOG2_E, ROUNDER);
        float n = shifted - ROUNDER;
        float r = Math.fma(n, -LN_2_LOW, Math.fma(n, -LN_2_HIGH, x));
        float p = Math.fma(r, 1.9875691e-4f, 0.0013981999f);
        p = Math.fma(p, r, 0.008333452f);
        p = Math.fma(p, r, 0.041665796f);
        p = Math.fma(p, r, 0.16666666f);
        p = Math.fma(p, r, 0.5f);
        p = Math.fma(p, r * r, r) + 1f;
        int exponent = Float.floatToRawIntBits(shifted) << MANTISSA_BITS;
        return Float.intBitsToFloat(Float.floatToRawIntBits(p) + exponent);
    }

    /// The sum of all lanes, always in the same order: halves are folded onto each other.
    ///
    /// `reduceLanes` leaves the order open, and it changes when a method is compiled: the same row would then have
    /// another last bit than a moment ago.
    static float sum(FloatVector vector) {
        FloatVector folded = LANES > 16 ? foldedToSixteen(vector) : vector;
        if (LANES > 8) {
            folded = folded.add(folded.rearrange(BY_EIGHT));
        }
        if (LANES > 4) {
            folded = folded.add(folded.rearrange(BY_FOUR));
        }
        if (LANES > 2) {
            folded = folded.add(folded.rearrange(BY_TWO));
        }
        if (LANES > 1) {
            folded = folded.add(folded.rearrange(BY_ONE));
        }
        return folded.lane(0);
    }

    private static FloatVector foldedToSixteen(FloatVector vector) {
        FloatVector folded = vector;
        for (int half = LANES / 2; half > 8; half /= 2) {
            folded = folded.add(folded.rearrange(VectorShuffle.iota(SPECIES, half, 1, true)));
        }
        return folded;
    }

    static FloatVector broadcast(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
