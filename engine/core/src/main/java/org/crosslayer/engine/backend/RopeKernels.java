package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Rotary position embedding of one row of heads; offsets in bytes.
final class RopeKernels {
    private RopeKernels() {}

    /// Turns each head of `d` values at `at` by the `pairs` angles at `angles`.
    static void turn(
            RopeLayout layout,
            MemorySegment x,
            long at,
            int heads,
            int d,
            MemorySegment cos,
            MemorySegment sin,
            long angles,
            int pairs) {
        for (int head = 0; head < heads; head++) {
            long start = at + (long) head * d * Float.BYTES;
            switch (layout) {
                case HALF_SPLIT -> turnHalves(x, start, cos, sin, angles, pairs);
                case INTERLEAVED -> turnNeighbours(x, start, cos, sin, angles, pairs);
            }
        }
    }

    private static void turnHalves(
            MemorySegment x, long at, MemorySegment cos, MemorySegment sin, long angles, int pairs) {
        if (VectorStart.isCold()) {
            PlainRows.turnHalves(x, at, cos, sin, angles, pairs);
            return;
        }
        long half = (long) pairs * Float.BYTES;
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(pairs); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector c = VectorMath.load(cos, angles + skip);
            FloatVector s = VectorMath.load(sin, angles + skip);
            FloatVector a = VectorMath.load(x, at + skip);
            FloatVector b = VectorMath.load(x, at + half + skip);
            VectorMath.store(a.mul(c).sub(b.mul(s)), x, at + skip);
            VectorMath.store(b.mul(c).add(a.mul(s)), x, at + half + skip);
        }
        if (j < pairs) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, pairs);
            FloatVector c = VectorMath.load(cos, angles + skip, mask);
            FloatVector s = VectorMath.load(sin, angles + skip, mask);
            FloatVector a = VectorMath.load(x, at + skip, mask);
            FloatVector b = VectorMath.load(x, at + half + skip, mask);
            VectorMath.store(a.mul(c).sub(b.mul(s)), x, at + skip, mask);
            VectorMath.store(b.mul(c).add(a.mul(s)), x, at + half + skip, mask);
        }
    }

    private static void turnNeighbours(
            MemorySegment x, long at, MemorySegment cos, MemorySegment sin, long angles, int pairs) {
        for (int pair = 0; pair < pairs; pair++) {
            float c = cos.get(ValueLayout.JAVA_FLOAT, angles + (long) pair * Float.BYTES);
            float s = sin.get(ValueLayout.JAVA_FLOAT, angles + (long) pair * Float.BYTES);
            long first = at + 2L * pair * Float.BYTES;
            float a = x.get(ValueLayout.JAVA_FLOAT, first);
            float b = x.get(ValueLayout.JAVA_FLOAT, first + Float.BYTES);
            x.set(ValueLayout.JAVA_FLOAT, first, a * c - b * s);
            x.set(ValueLayout.JAVA_FLOAT, first + Float.BYTES, b * c + a * s);
        }
    }
}
