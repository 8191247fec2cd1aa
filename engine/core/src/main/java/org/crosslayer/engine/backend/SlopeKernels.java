package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Activations together with their derivatives, over single rows; offsets in bytes, lengths in values.
///
/// SiLU, the activation of nearly every gated MLP, is vectorised; the others go value by value in double.
final class SlopeKernels {
    private SlopeKernels() {}

    /// `x` becomes `act(x)`, and `slope` becomes `act'(x)`; `length` is a multiple of the vector's.
    static void activate(Activation activation, MemorySegment x, long xAt, long slopeAt, int length) {
        if (activation != Activation.SILU) {
            for (int j = 0; j < length; j++) {
                long skip = (long) j * Float.BYTES;
                double value = x.get(ValueLayout.JAVA_FLOAT, xAt + skip);
                x.set(ValueLayout.JAVA_FLOAT, xAt + skip, (float) ScalarMath.activate(activation, value));
                x.set(ValueLayout.JAVA_FLOAT, slopeAt + skip, (float) ScalarMath.slope(activation, value));
            }
            return;
        }
        for (int j = 0; j < length; j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector value = VectorMath.load(x, xAt + skip);
            FloatVector share = share(value);
            VectorMath.store(value.mul(share), x, xAt + skip);
            VectorMath.store(slope(value, share), x, slopeAt + skip);
        }
    }

    /// Backwards through `act(gate) · up`; all rows start at `at`.
    static void gate(
            Activation activation,
            MemorySegment gate,
            MemorySegment up,
            MemorySegment dOut,
            MemorySegment dGate,
            MemorySegment dUp,
            long at,
            int length) {
        if (activation != Activation.SILU) {
            for (int j = 0; j < length; j++) {
                long here = at + (long) j * Float.BYTES;
                double value = gate.get(ValueLayout.JAVA_FLOAT, here);
                double factor = up.get(ValueLayout.JAVA_FLOAT, here);
                double d = dOut.get(ValueLayout.JAVA_FLOAT, here);
                dGate.set(ValueLayout.JAVA_FLOAT, here, (float) (d * factor * ScalarMath.slope(activation, value)));
                dUp.set(ValueLayout.JAVA_FLOAT, here, (float) (d * ScalarMath.activate(activation, value)));
            }
            return;
        }
        for (int j = 0; j < length; j += VectorMath.LANES) {
            long here = at + (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector value = VectorMath.load(gate, here, mask);
            FloatVector factor = VectorMath.load(up, here, mask);
            FloatVector d = VectorMath.load(dOut, here, mask);
            FloatVector share = share(value);
            VectorMath.store(d.mul(factor).mul(slope(value, share)), dGate, here, mask);
            VectorMath.store(d.mul(value.mul(share)), dUp, here, mask);
        }
    }

    /// The logistic function.
    private static FloatVector share(FloatVector x) {
        return VectorMath.broadcast(1f).div(VectorMath.exp(x.neg()).add(1f));
    }

    /// Of the SiLU: `s (1 + x (1 − s))`.
    private static FloatVector slope(FloatVector x, FloatVector share) {
        FloatVector rest = VectorMath.broadcast(1f).sub(share);
        return x.fma(rest, VectorMath.broadcast(1f)).mul(share);
    }
}
