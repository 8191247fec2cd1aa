package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The gated MLP's non-linearity, fused with its product.
final class GateKernels {
    private static final float SQRT_8_OVER_PI = (float) Math.sqrt(8 / Math.PI);
    private static final float GELU_CUBIC = 0.044715f;
    private static final float SQRT_HALF = (float) Math.sqrt(0.5);

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
        switch (activation) {
            case SILU -> apply(GateKernels::silu, gate, gateAt, up, upAt, out, outAt, length);
            case GELU -> apply(GateKernels::gelu, gate, gateAt, up, upAt, out, outAt, length);
            case GELU_TANH -> apply(GateKernels::geluTanh, gate, gateAt, up, upAt, out, outAt, length);
            case RELU -> apply(x -> x.max(0f), gate, gateAt, up, upAt, out, outAt, length);
        }
    }

    /// `x = act(x)`; the offset in bytes, `length` a multiple of [VectorMath#LANES].
    static void activate(Activation activation, MemorySegment x, long at, int length) {
        activate(activation, x, x, at, length);
    }

    /// `out = act(x)`; offsets in bytes, `length` in values.
    static void activate(Activation activation, MemorySegment x, MemorySegment out, long at, int length) {
        switch (activation) {
            case SILU -> apply(GateKernels::silu, x, out, at, length);
            case GELU -> apply(GateKernels::gelu, x, out, at, length);
            case GELU_TANH -> apply(GateKernels::geluTanh, x, out, at, length);
            case RELU -> apply(y -> y.max(0f), x, out, at, length);
        }
    }

    private interface Curve {
        FloatVector at(FloatVector x);
    }

    private static void apply(Curve curve, MemorySegment x, MemorySegment out, long at, int length) {
        long from = Memory.address(x, at, (long) length * Float.BYTES);
        long to = Memory.address(out, at, (long) length * Float.BYTES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            VectorMath.store(curve.at(VectorMath.load(from + skip)), to + skip);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            VectorMath.store(curve.at(VectorMath.load(from + skip, mask)), to + skip, mask);
        }
    }

    private static void apply(
            Curve curve,
            MemorySegment gate,
            long gateAt,
            MemorySegment up,
            long upAt,
            MemorySegment out,
            long outAt,
            int length) {
        long gates = Memory.address(gate, gateAt, (long) length * Float.BYTES);
        long ups = Memory.address(up, upAt, (long) length * Float.BYTES);
        long to = Memory.address(out, outAt, (long) length * Float.BYTES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector bent = curve.at(VectorMath.load(gates + skip));
            VectorMath.store(bent.mul(VectorMath.load(ups + skip)), to + skip);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector bent = curve.at(VectorMath.load(gates + skip, mask));
            VectorMath.store(bent.mul(VectorMath.load(ups + skip, mask)), to + skip, mask);
        }
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
    private static FloatVector gelu(FloatVector x) {
        FloatVector z = x.abs().mul(SQRT_HALF);
        FloatVector t = VectorMath.broadcast(1f).div(z.mul(0.3275911f).add(1f));
        FloatVector p = t.mul(1.0614054f).add(-1.4531521f);
        p = p.mul(t).add(1.4214138f);
        p = p.mul(t).add(-0.28449672f);
        p = p.mul(t).add(0.2548296f);
        FloatVector upper = p.mul(t).mul(VectorMath.exp(z.mul(z).neg())).mul(0.5f);
        FloatVector distribution = VectorMath.broadcast(1f).sub(upper).blend(upper, x.compare(VectorOperators.LT, 0f));
        return x.mul(distribution);
    }
}
