package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Elementary functions and loads of float vectors of this processor's best width.
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
    static final float EXP_LOWEST = -87.3f;
    private static final float EXP_HIGHEST = 88.7f;
    /// √½ as bits: mantissas are taken from [√½, √2).
    private static final int SQRT_HALF_BITS = 0x3f3504f3;
    private static final int MANTISSA_BITS = 23;

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

    /// The lanes of the last, partial vector of `length` values, of which `done` are done.
    static VectorMask<Float> tail(int done, int length) {
        return SPECIES.indexInRange(done, length);
    }

    /// e^x within about 1e-7 relative; arguments beyond the range of float32 are clamped to it.
    ///
    /// Minimax polynomial of the Cephes library (expf).
    static FloatVector exp(FloatVector argument) {
        FloatVector x = argument.max(EXP_LOWEST).min(EXP_HIGHEST);
        FloatVector shifted = x.mul(LOG2_E).add(ROUNDER);
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

    /// ln x within about 1e-7 for positive normal x; finite for 0, so that `x · log(x)` is 0 there.
    ///
    /// Minimax polynomial of the Cephes library (logf).
    static FloatVector log(FloatVector x) {
        IntVector bits = x.reinterpretAsInts();
        IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA_BITS);
        FloatVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, MANTISSA_BITS))
                .reinterpretAsFloats()
                .sub(1f);
        FloatVector e = (FloatVector) exponent.convert(VectorOperators.I2F, 0);
        FloatVector p = f.fma(broadcast(0.070376836f), broadcast(-0.1151461f));
        p = p.fma(f, broadcast(0.116769984f));
        p = p.fma(f, broadcast(-0.12420141f));
        p = p.fma(f, broadcast(0.14249323f));
        p = p.fma(f, broadcast(-0.16668057f));
        p = p.fma(f, broadcast(0.20000714f));
        p = p.fma(f, broadcast(-0.24999994f));
        p = p.fma(f, broadcast(0.3333333f));
        FloatVector square = f.mul(f);
        FloatVector r = p.mul(f).mul(square);
        r = e.fma(broadcast(LN_2_LOW), r);
        r = square.fma(broadcast(-0.5f), r);
        return e.fma(broadcast(LN_2_HIGH), f.add(r));
    }

    /// The sum of all lanes, always in the same order.
    ///
    /// `reduceLanes` leaves the order open, and it changes when a method is compiled: the same row would then have
    /// another last bit than a moment ago.
    static float sum(FloatVector vector) {
        float[] lanes = vector.toArray();
        for (int half = lanes.length / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        return lanes[0];
    }

    static FloatVector broadcast(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
