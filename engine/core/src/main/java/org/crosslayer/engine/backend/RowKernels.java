package org.crosslayer.engine.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Vector kernels over single rows of float32 in native memory; offsets are in bytes, lengths in values.
final class RowKernels {
    /// Exponentials summed in float32 lanes before they go on in double.
    private static final int EXP_BLOCK = 4096;

    private RowKernels() {}

    /// `x += y`.
    static void add(MemorySegment x, long xAt, MemorySegment y, long yAt, int length) {
        if (VectorStart.isCold()) {
            PlainRows.add(x, xAt, y, yAt, length);
            return;
        }
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            VectorMath.store(VectorMath.load(x, xAt + skip).add(VectorMath.load(y, yAt + skip)), x, xAt + skip);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector sum = VectorMath.load(x, xAt + skip, mask).add(VectorMath.load(y, yAt + skip, mask));
            VectorMath.store(sum, x, xAt + skip, mask);
        }
    }

    /// `out = x · factor`.
    static void scale(MemorySegment x, long xAt, float factor, MemorySegment out, long outAt, int length) {
        if (VectorStart.isCold()) {
            PlainRows.scale(x, xAt, factor, out, outAt, length);
            return;
        }
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            VectorMath.store(VectorMath.load(x, xAt + skip).mul(factor), out, outAt + skip);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            VectorMath.store(VectorMath.load(x, xAt + skip, mask).mul(factor), out, outAt + skip, mask);
        }
    }

    /// `out = x · factor · gain`.
    static void scale(
            MemorySegment x, long xAt, float factor, MemorySegment gain, MemorySegment out, long outAt, int length) {
        if (VectorStart.isCold()) {
            PlainRows.scale(x, xAt, factor, gain, out, outAt, length);
            return;
        }
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector scaled = VectorMath.load(x, xAt + skip).mul(factor).mul(VectorMath.load(gain, skip));
            VectorMath.store(scaled, out, outAt + skip);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector scaled =
                    VectorMath.load(x, xAt + skip, mask).mul(factor).mul(VectorMath.load(gain, skip, mask));
            VectorMath.store(scaled, out, outAt + skip, mask);
        }
    }

    /// `Σ x y`.
    static float dot(MemorySegment x, long xAt, MemorySegment y, long yAt, int length) {
        if (VectorStart.isCold()) {
            return PlainRows.dot(x, xAt, y, yAt, length);
        }
        FloatVector even = FloatVector.zero(VectorMath.SPECIES);
        FloatVector odd = FloatVector.zero(VectorMath.SPECIES);
        int j = 0;
        for (; j <= length - 2 * VectorMath.LANES; j += 2 * VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            long next = skip + (long) VectorMath.LANES * Float.BYTES;
            even = VectorMath.load(x, xAt + skip).fma(VectorMath.load(y, yAt + skip), even);
            odd = VectorMath.load(x, xAt + next).fma(VectorMath.load(y, yAt + next), odd);
        }
        for (; j < length; j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            even = VectorMath.load(x, xAt + skip, mask).fma(VectorMath.load(y, yAt + skip, mask), even);
        }
        return VectorMath.sum(even.add(odd));
    }

    /// `out = max(0, x)`; returns the sum.
    static float positive(MemorySegment x, long xAt, MemorySegment out, long outAt, int length) {
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector kept = VectorMath.load(x, xAt + skip).max(0f);
            VectorMath.store(kept, out, outAt + skip);
            sum = sum.add(kept);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector kept = VectorMath.load(x, xAt + skip, mask).max(0f);
            VectorMath.store(kept, out, outAt + skip, mask);
            sum = sum.add(kept);
        }
        return VectorMath.sum(sum);
    }

    /// Softmax of the row at a position over the last `window` of the keys up to it; all others of `keys` become 0.
    ///
    /// @param out the same place in it; may be `x` itself
    static void softmax(MemorySegment x, long at, int position, int window, int keys, MemorySegment out) {
        int visible = position + 1;
        int first = Shapes.firstSeen(visible, window);
        long seen = at + (long) first * Float.BYTES;
        int length = visible - first;
        float max = max(x, seen, length);
        float sum = expShifted(x, seen, max, out, seen, length);
        scale(out, seen, 1 / sum, out, seen, length);
        hide(out, at, first, visible, keys);
    }

    /// Sets everything of a row of `keys` but `[first, visible)` to 0.
    static void hide(MemorySegment x, long at, int first, int visible, int keys) {
        x.asSlice(at, (long) first * Float.BYTES).fill((byte) 0);
        long hidden = (long) (keys - visible) * Float.BYTES;
        x.asSlice(at + (long) visible * Float.BYTES, hidden).fill((byte) 0);
    }

    static void fill(MemorySegment out, long outAt, float value, int length) {
        for (int j = 0; j < length; j++) {
            out.set(ValueLayout.JAVA_FLOAT, outAt + (long) j * Float.BYTES, value);
        }
    }

    /// The largest of `length ≥ 1` values, none of them NaN.
    ///
    /// Comparing and blending is a third of the instructions of a maximum that minds NaN and the sign of zero.
    static float max(MemorySegment x, long xAt, int length) {
        if (VectorStart.isCold()) {
            return PlainRows.max(x, xAt, length);
        }
        FloatVector even = VectorMath.broadcast(Float.NEGATIVE_INFINITY);
        FloatVector odd = even;
        int j = 0;
        for (; j <= length - 2 * VectorMath.LANES; j += 2 * VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector first = VectorMath.load(x, xAt + skip);
            FloatVector second = VectorMath.load(x, xAt + skip + (long) VectorMath.LANES * Float.BYTES);
            even = even.blend(first, first.compare(VectorOperators.GT, even));
            odd = odd.blend(second, second.compare(VectorOperators.GT, odd));
        }
        float result = even.max(odd).reduceLanes(VectorOperators.MAX);
        for (; j < length; j += VectorMath.LANES) {
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector last = VectorMath.load(x, xAt + (long) j * Float.BYTES, mask);
            result = Math.max(result, last.reduceLanes(VectorOperators.MAX, mask));
        }
        return result;
    }

    /// `Σ e^(x − max)`, keeping the terms in `out`.
    static float expShifted(MemorySegment x, long xAt, float max, MemorySegment out, long outAt, int length) {
        if (VectorStart.isCold()) {
            return PlainRows.expShifted(x, xAt, max, out, outAt, length);
        }
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            long skip = (long) j * Float.BYTES;
            FloatVector term =
                    VectorMath.expOfNegative(VectorMath.load(x, xAt + skip).sub(max));
            VectorMath.store(term, out, outAt + skip);
            sum = sum.add(term);
        }
        if (j < length) {
            long skip = (long) j * Float.BYTES;
            VectorMask<Float> mask = VectorMath.tail(j, length);
            FloatVector term = VectorMath.expOfNegative(
                    VectorMath.load(x, xAt + skip, mask).sub(max));
            VectorMath.store(term, out, outAt + skip, mask);
            sum = sum.add(term, mask);
        }
        return VectorMath.sum(sum);
    }

    /// `Σ e^(x − max)`.
    static double sumExp(MemorySegment x, long xAt, float max, int length) {
        double total = 0;
        for (int start = 0; start < length; start += EXP_BLOCK) {
            total += sumExpBlock(x, xAt + (long) start * Float.BYTES, max, Math.min(EXP_BLOCK, length - start));
        }
        return total;
    }

    private static float sumExpBlock(MemorySegment x, long xAt, float max, int length) {
        FloatVector sum = FloatVector.zero(VectorMath.SPECIES);
        int j = 0;
        for (; j < VectorMath.SPECIES.loopBound(length); j += VectorMath.LANES) {
            sum = sum.add(VectorMath.expOfNegative(
                    VectorMath.load(x, xAt + (long) j * Float.BYTES).sub(max)));
        }
        if (j < length) {
            VectorMask<Float> mask = VectorMath.tail(j, length);
            sum = sum.add(
                    VectorMath.expOfNegative(VectorMath.load(x, xAt + (long) j * Float.BYTES, mask)
                            .sub(max)),
                    mask);
        }
        return VectorMath.sum(sum);
    }
}
