package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Non-linearities, and the gated MLP's, with its product.
final class GateKernels {
    private static final float SQRT_8_OVER_PI = (float) Math.sqrt(8 / Math.PI);
    private static final float GELU_CUBIC = 0.044715f;

    private static final FloatVector ONES = VectorMath.broadcast(1f);
    private static final FloatVector SQRT_HALVES = VectorMath.broadcast((float) Math.sqrt(0.5));
    /// The handbook's p, and half of its a₁ … a₅.
    private static final FloatVector PHI = VectorMath.broadcast(0.3275911f);

    private static final FloatVector PHI_1 = VectorMath.broadcast((float) (0.254829592 / 2));
    private static final FloatVector PHI_2 = VectorMath.broadcast((float) (-0.284496736 / 2));
    private static final FloatVector PHI_3 = VectorMath.broadcast((float) (1.421413741 / 2));
    private static final FloatVector PHI_4 = VectorMath.broadcast((float) (-1.453152027 / 2));
    private static final FloatVector PHI_5 = VectorMath.broadcast((float) (1.061405429 / 2));

    private GateKernels() {}

    /// `out = act(gate) · up`; offsets in bytes, `length` in values.
    static void gate(
            Activation activation,
            MemorySegment gate,
            long gateAt,
            MemorySegment up,
            long upAt,
            MemorySegment out,
            long outAt,
            int length) {
        if (activation == Activation.SILU && VectorStart.isCold()) {
            PlainRows.gateSilu(gate, gateAt, up, upAt, out, outAt, length);
            return;
        }
        activate(activation, gate, gateAt, out, outAt, length);
        times(out, outAt, up, upAt, length);
    }

    /// `out = act(x)`, which may be the same place; offsets in bytes, `length` in values.
    ///
    /// A loop for each curve: one that was handed the curve would put every vector into a box, as soon as a JVM had
    /// seen models of three of them.
    static void activate(Activation activation, MemorySegment x, long at, MemorySegment out, long outAt, int length) {
        long from = Memory.address(x, at, (long) length * Float.BYTES);
        long to = Memory.address(out, outAt, (long) length * Float.BYTES);
        switch (activation) {
            case SILU -> silu(from, to, length);
            case GELU -> gelu(from, to, length);
            case GELU_TANH -> geluTanh(from, to, length);
            case RELU -> relu(from, to, length);
        }
    }

    /// `x *= y`.
    private static void times(MemorySegment x, long xAt, MemorySegment y, long yAt, int length) {
        long to = Memory.address(x, xAt, (long) length * Float.BYTES);
        long from = Memory.address(y, yAt, (long) length * Float.BYTES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            VectorMath.store(VectorMath.load(to + skip).mul(VectorMath.load(from + skip)), to + skip);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector product = VectorMath.load(to + skip, mask).mul(VectorMath.load(from + skip, mask));
            VectorMath.store(product, to + skip, mask);
        }
    }

    private static void silu(long from, long to, int length) {
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            VectorMath.store(silu(VectorMath.load(from + skip)), to + skip);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            VectorMath.store(silu(VectorMath.load(from + skip, mask)), to + skip, mask);
        }
    }

    private static void gelu(long from, long to, int length) {
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            VectorMath.store(gelu(VectorMath.load(from + skip)), to + skip);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            VectorMath.store(gelu(VectorMath.load(from + skip, mask)), to + skip, mask);
        }
    }

    private static void geluTanh(long from, long to, int length) {
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            VectorMath.store(geluTanh(VectorMath.load(from + skip)), to + skip);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            VectorMath.store(geluTanh(VectorMath.load(from + skip, mask)), to + skip, mask);
        }
    }

    private static void relu(long from, long to, int length) {
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            VectorMath.store(relu(VectorMath.load(from + skip)), to + skip);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            VectorMath.store(relu(VectorMath.load(from + skip, mask)), to + skip, mask);
        }
    }

    private static FloatVector relu(FloatVector x) {
        return x.max(0f);
    }

    private static FloatVector silu(FloatVector x) {
        return x.div(VectorMath.exp(x.neg()).add(1f));
    }

    /// `½ (1 + tanh u) = 1 / (1 + e^(−2u))`.
    private static FloatVector geluTanh(FloatVector x) {
        FloatVector doubled = x.mul(x).mul(GELU_CUBIC).add(1f).mul(x).mul(SQRT_8_OVER_PI);
        return x.div(VectorMath.exp(doubled.neg()).add(1f));
    }

    /// Φ by Abramowitz and Stegun, "Handbook of Mathematical Functions", 7.1.26: within 1.5e-7.
    ///
    /// Its numbers are vectors already: making them is more than the compiler takes into a loop, beside all else.
    private static FloatVector gelu(FloatVector x) {
        FloatVector z = x.abs().mul(SQRT_HALVES);
        FloatVector t = ONES.div(z.fma(PHI, ONES));
        FloatVector p = t.fma(PHI_5, PHI_4).fma(t, PHI_3).fma(t, PHI_2).fma(t, PHI_1);
        FloatVector upper = p.mul(t).mul(VectorMath.exp(z.mul(z).neg()));
        FloatVector distribution = ONES.sub(upper).blend(upper, x.compare(VectorOperators.LT, 0f));
        return x.mul(distribution);
    }
}
